// The map beside a list of places: the place that is pressed opens, as if chosen from the list.

import { placeAt } from "./place-at.js";

export function openPressed(frame) {
  const { names, door, nearer, looking, none } = frame.dataset;
  const said = frame.querySelector("[role=status]");
  frame.hidden = false;
  frame.addEventListener("map:nearer", () => (said.textContent = nearer));
  frame.addEventListener("map:pressed", async ({ detail }) => {
    said.textContent = looking;
    const place = await placeAt(names, detail.lat, detail.lng);
    if (place) window.location.assign(door.replace("*", encodeURIComponent(place.code)));
    else said.textContent = none;
  });
}
