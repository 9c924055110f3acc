// What the staff's pages do beyond plain HTML: they stay up to date, obey keys, and draw maps.

import "htmx.org";
import { sendOnce } from "./once.js";
import { obeyKeys } from "./keys.js";
import { follow } from "./live.js";
import { pickPhotos } from "./photos.js";

document.querySelectorAll("form[data-once]").forEach(sendOnce);
document.querySelectorAll("input[type=file][data-most]").forEach(pickPhotos);
obeyKeys();
follow();

const maps = document.querySelectorAll("[data-map]");
if (maps.length) {
  // A megabyte that only pages with a map load, and after everything else.
  import("./map.js").then(({ draw }) => maps.forEach(draw));
}
