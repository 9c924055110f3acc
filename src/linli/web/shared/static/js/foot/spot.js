// "Add my position": asked once, when the button is pressed; shown before it is sent, and taken
// out again as easily. Never followed.

const OPTIONS = { enableHighAccuracy: true, timeout: 15000, maximumAge: 30000 };

export function offerSpot(box, changed) {
  if (!box || !navigator.geolocation || !isSecureContext) return null;
  const form = box.closest("form");
  const [take, leave] = [box.querySelector("[data-take]"), box.querySelector("[data-leave]")];
  const status = box.querySelector("[role=status]");
  const fields = ["lat", "lon", "within_m"].map((name) => form.elements.namedItem(name));
  box.hidden = false;
  take.addEventListener("click", () => {
    status.textContent = box.dataset.waiting;
    navigator.geolocation.getCurrentPosition(found, failed, OPTIONS);
  });
  leave.addEventListener("click", () => set("", "", ""));

  function found({ coords }) {
    set(coords.latitude.toFixed(6), coords.longitude.toFixed(6), String(Math.ceil(coords.accuracy)));
  }

  function failed() {
    status.textContent = box.dataset.failed;
  }

  function set(...values) {
    fields.forEach((field, at) => (field.value = values[at]));
    show();
    changed();
  }

  function show() {
    const [lat, lon, metres] = fields.map((field) => field.value);
    const words = box.dataset.found.replace("{lat}", lat).replace("{lon}", lon);
    status.textContent = lat ? words.replace("{metres}", metres) : "";
    leave.hidden = !lat;
  }

  return { show };
}
