// What the residents' pages do beyond plain HTML. All of them work without it.

import { sendOnce } from "./once.js";
import { offerPosition } from "./position.js";

document.querySelectorAll("form[data-once]").forEach(sendOnce);
document.querySelectorAll("[data-position]").forEach(offerPosition);
