// What the staff's pages do beyond plain HTML: they stay up to date, obey keys, and draw maps.

import "htmx.org";
import { watchForNew } from "./alarm.js";
import { clearOnLeaving } from "./foot/leaving.js";
import { sendOnce } from "./once.js";
import { obeyKeys } from "./keys.js";
import { follow } from "./live.js";
import { drawWhenShown } from "./map-box.js";
import { pickPhotos } from "./photos.js";
import { suggest } from "./suggest.js";
import { takeCall } from "./take.js";
import { countUp } from "./since.js";
import { dropSentDraft, keepDraft } from "./draft.js";

document.querySelectorAll("form[data-once]").forEach(sendOnce);
document.querySelectorAll("form[data-sign-out]").forEach(clearOnLeaving);
document.querySelectorAll("input[type=file][data-most]").forEach(pickPhotos);
document.querySelectorAll("[data-suggest]").forEach(suggest);
document.querySelectorAll("form#take").forEach(takeCall);
document.querySelectorAll("form[data-draft]").forEach(keepDraft);
document.querySelectorAll("[data-draft-done]").forEach(dropSentDraft);
obeyKeys();
follow();
watchForNew();
countUp();

if (matchMedia("(max-width: 48rem)").matches) {
  for (const fold of document.querySelectorAll("details[data-fold-small]")) fold.open = false;
}
document.querySelectorAll("[data-map]").forEach(drawWhenShown);
