// A pin on the map of the report form: where somebody presses goes along, and is named in words.
//
// Of a place in words and a pin the last one counts. Without scripts there is no map to press.

import { placeAt } from "./place-at.js";

export function offerPin(fold) {
  new Pin(fold).start();
}

class Pin {
  constructor(fold) {
    this.fold = fold;
    this.form = fold.closest("form");
    this.map = fold.querySelector("[data-map]");
    this.mark = fold.querySelector("[data-pin-at]");
    this.said = fold.querySelector("[role=status]");
    this.away = fold.querySelector("[data-pin-away]");
  }

  start() {
    this.fold.hidden = false;
    this.form.addEventListener("map:pressed", ({ detail }) => this.put(detail.lat, detail.lng));
    this.form.addEventListener("map:nearer", () => {
      this.said.textContent = this.fold.dataset.nearer;
    });
    this.form.addEventListener("position:found", ({ detail }) => this.show(detail.lat, detail.lon));
    this.form.addEventListener("suggest:chosen", ({ detail }) => this.frame(detail.dataset.code));
    this.away.addEventListener("click", () => this.take());
    const { lat, lon } = this.form.elements;
    if (lat.value && lon.value) this.show(Number(lat.value), Number(lon.value));
  }

  put(lat, lon) {
    for (const one of this.form.querySelectorAll("input[name=at]")) {
      if (one.type === "radio") one.checked = one.value === "";
      else one.value = "";
    }
    this.form.elements.lat.value = lat.toFixed(6);
    this.form.elements.lon.value = lon.toFixed(6);
    this.show(lat, lon);
  }

  async show(lat, lon) {
    Object.assign(this.mark.dataset, { lat, lon });
    document.dispatchEvent(new CustomEvent("points:changed", { detail: this.mark.id }));
    this.away.hidden = false;
    this.said.textContent = this.fold.dataset.pinned;
    // The name helps to see a wrong press; without it the point is as good.
    const name = (await placeAt(this.fold.dataset.names, lat, lon))?.name;
    if (name && this.mark.dataset.lat === String(lat)) {
      this.said.textContent = this.fold.dataset.pinnedIn.replace("{place}", name);
    }
  }

  take() {
    this.form.elements.lat.value = "";
    this.form.elements.lon.value = "";
    Object.assign(this.mark.dataset, { lat: "", lon: "" });
    document.dispatchEvent(new CustomEvent("points:changed"));
    this.away.hidden = true;
    this.said.textContent = this.fold.dataset.none;
  }

  // The map shows the place that was chosen in words: a press there is more exact.
  frame(code) {
    if (this.mark.dataset.lat) this.take();
    this.map.dataset.code = code;
    this.map.dispatchEvent(new Event("map:frame"));
  }
}
