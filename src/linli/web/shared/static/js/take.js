// The form of a call: what is open nearby is looked for as soon as something is known, and a pin on
// the map and the point in its field are one thing.

export function takeCall(form) {
  const near = form.querySelector("#near");
  const seek = () => near.dispatchEvent(new Event("seek"));
  form.addEventListener("suggest:chosen", seek);
  form.querySelector("#item").addEventListener("change", seek);
  form.elements.text.addEventListener("input", afterPause(seek));
  keepChoice(near);
  new Pin(form, seek).start();
}

// While words are typed nothing is asked; half a second after the last one it is.
function afterPause(act) {
  let timer = 0;
  return () => {
    clearTimeout(timer);
    timer = setTimeout(act, 500);
  };
}

// An answer that was under way when somebody chose a case does not take the choice back.
function keepChoice(near) {
  let chosen = "";
  near.addEventListener("change", ({ target }) => {
    chosen = target.value;
  });
  document.addEventListener("htmx:after:swap", () => {
    const same = [...near.querySelectorAll("[name=join]")].find((one) => one.value === chosen);
    if (same) same.checked = true;
  });
}

class Pin {
  constructor(form, moved) {
    this.field = form.elements.point;
    this.mark = form.querySelector("#pin-at");
    this.form = form;
    this.moved = moved;
  }

  start() {
    this.field.addEventListener("change", () => this.put());
    this.form.addEventListener("map:pressed", ({ detail }) => {
      this.field.value = `${detail.lat.toFixed(6)}, ${detail.lng.toFixed(6)}`;
      this.put();
    });
    // The chosen place is shown; only a pin of one's own is sent.
    this.form.addEventListener("suggest:chosen", ({ detail }) => {
      if (detail.dataset.lat && !this.field.value) this.show(detail.dataset.lat, detail.dataset.lon);
    });
    if (this.field.value) this.put();
  }

  put() {
    const [lat, lon] = this.field.value.split(/[\s,，]+/).map(Number);
    if (Number.isFinite(lat) && Number.isFinite(lon)) this.show(lat, lon);
    this.moved();
  }

  show(lat, lon) {
    Object.assign(this.mark.dataset, { lat, lon });
    document.dispatchEvent(new CustomEvent("points:changed", { detail: this.mark.id }));
  }
}
