// "Use my position": asked for only when the button is pressed, and put into the form's fields.

const OPTIONS = { enableHighAccuracy: true, timeout: 15000, maximumAge: 30000 };

export function offerPosition(box) {
  if (!navigator.geolocation || !window.isSecureContext) return;
  const form = box.closest("form");
  const status = box.querySelector("[role=status]");
  box.hidden = false;
  box.querySelector("button").addEventListener("click", () => {
    status.textContent = box.dataset.waiting;
    navigator.geolocation.getCurrentPosition(found, failed, OPTIONS);
  });

  function found({ coords }) {
    form.elements.lat.value = coords.latitude.toFixed(6);
    form.elements.lon.value = coords.longitude.toFixed(6);
    status.textContent = box.dataset.found.replace("{metres}", Math.ceil(coords.accuracy));
    const detail = { lat: coords.latitude, lon: coords.longitude };
    box.dispatchEvent(new CustomEvent("position:found", { bubbles: true, detail }));
  }

  function failed() {
    status.textContent = box.dataset.failed;
  }
}
