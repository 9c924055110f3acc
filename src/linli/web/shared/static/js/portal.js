// What the residents' pages do beyond plain HTML. All of them work without it.

import { openPressed } from "./around.js";
import { clearOnLeaving } from "./foot/leaving.js";
import { sendOnce } from "./once.js";
import { drawWhenShown } from "./map-box.js";
import { pickPhotos } from "./photos.js";
import { offerPin } from "./pin.js";
import { offerPosition } from "./position.js";
import { suggest } from "./suggest.js";
import { narrow } from "./tiles.js";
import { offerVoice } from "./voice.js";

document.querySelectorAll("form[data-once]").forEach(sendOnce);
document.querySelectorAll("form[data-sign-out]").forEach(clearOnLeaving);
document.querySelectorAll("input[type=file][data-most]").forEach(pickPhotos);
document.querySelectorAll("[data-position]").forEach(offerPosition);
document.querySelectorAll("[data-tiles]").forEach(narrow);
document.querySelectorAll("[data-voice]").forEach(offerVoice);
document.querySelectorAll("[data-suggest]").forEach(suggest);
document.querySelectorAll("[data-pin]").forEach(offerPin);
document.querySelectorAll("[data-around]").forEach(openPressed);
document.querySelectorAll("[data-map]").forEach(drawWhenShown);
