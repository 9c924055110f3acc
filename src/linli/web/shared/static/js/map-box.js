// Draws a map once its box is shown: what it is drawn with is a megabyte.

export function drawWhenShown(box) {
  const fold = box.closest("details:not([open])");
  if (fold) fold.addEventListener("toggle", () => drawMap(box), { once: true });
  else drawMap(box);
}

async function drawMap(box) {
  try {
    // A megabyte that only pages with a map load, and after everything else.
    const [{ draw }] = await Promise.all([import("./map.js"), dress(box.dataset.styles)]);
    await draw(box);
  } catch (error) {
    // A poor line, or no WebGL: the text beside it holds everything that it would show.
    const words = box.querySelector(".map__words");
    words.textContent = words.dataset.without;
    console.warn("map not drawn", error);
  }
}

// A page whose map may stay shut names the styles here, and has not loaded them.
function dress(href) {
  if (!href || document.querySelector(`link[href="${href}"]`)) return undefined;
  const link = Object.assign(document.createElement("link"), { rel: "stylesheet", href });
  return new Promise((loaded, failed) => {
    link.addEventListener("load", loaded);
    link.addEventListener("error", failed);
    document.head.append(link);
  });
}
