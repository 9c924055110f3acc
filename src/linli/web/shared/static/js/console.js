// What the staff's pages do beyond plain HTML: they stay up to date, obey keys, and draw maps.

import "htmx.org";
import { watchForNew } from "./alarm.js";
import { clearOnLeaving } from "./foot/leaving.js";
import { sendOnce } from "./once.js";
import { obeyKeys } from "./keys.js";
import { follow } from "./live.js";
import { pickPhotos } from "./photos.js";
import { suggest } from "./suggest.js";
import { takeCall } from "./take.js";
import { dropAllDrafts, dropSentDraft, keepDraft } from "./draft.js";

document.querySelectorAll("form[data-once]").forEach(sendOnce);
document.querySelectorAll("form[action$='/sign-out/']").forEach(clearOnLeaving);
document.querySelectorAll("input[type=file][data-most]").forEach(pickPhotos);
document.querySelectorAll("[data-suggest]").forEach(suggest);
document.querySelectorAll("form#take").forEach(takeCall);
document.querySelectorAll("form[data-draft]").forEach(keepDraft);
document.querySelectorAll("[data-draft-done]").forEach(dropSentDraft);
document.querySelectorAll("form[data-sign-out]").forEach((form) => {
  form.addEventListener("submit", dropAllDrafts);
});
obeyKeys();
follow();
watchForNew();

document.querySelectorAll("[data-map]").forEach(drawWhenShown);

function drawWhenShown(box) {
  const fold = box.closest("details:not([open])");
  if (fold) fold.addEventListener("toggle", () => drawMap(box), { once: true });
  else drawMap(box);
}

async function drawMap(box) {
  try {
    // A megabyte that only pages with a map load, and after everything else.
    const { draw } = await import("./map.js");
    await draw(box);
  } catch (error) {
    // A poor line, or no WebGL: the text beside it holds everything that it would show.
    const words = box.querySelector(".map__words");
    words.textContent = words.dataset.without;
    console.warn("map not drawn", error);
  }
}
