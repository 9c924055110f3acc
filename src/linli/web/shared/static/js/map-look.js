// How the map is drawn: colours from tokens.css, layers, and the four shapes of severity.

const SIZE = 44; // pixels of an image that is shown at half of that

// The same outlines as img/shapes.svg, on a grid of 24.
const SHAPES = {
  emergency: "M7.9 2h8.2L22 7.9v8.2L16.1 22H7.9L2 16.1V7.9Z",
  urgent: "M12 2.5 23 21.5H1Z",
  normal: "M5 4h14a1 1 0 0 1 1 1v14a1 1 0 0 1-1 1H5a1 1 0 0 1-1-1V5a1 1 0 0 1 1-1Z",
  low: "M12 5a7 7 0 1 0 0 14 7 7 0 0 0 0-14Z",
};

export function colours(box) {
  const style = getComputedStyle(box);
  const read = (name) => style.getPropertyValue(`--${name}`).trim();
  return {
    ground: read("map-ground"),
    area: read("map-area"),
    line: read("map-line"),
    text: read("map-text"),
    accent: read("accent"),
    soft: read("accent-soft"),
    surface: read("surface"),
    water: read("accent-soft"),
    dark: matchMedia("(prefers-color-scheme: dark)").matches,
    severity: Object.fromEntries(Object.keys(SHAPES).map((name) => [name, read(name)])),
  };
}

export function shapeImages(look) {
  return Object.keys(SHAPES).map((name) => [`shape-${name}`, shapeImage(name, look)]);
}

function shapeImage(name, look) {
  const canvas = new OffscreenCanvas(SIZE, SIZE);
  const brush = canvas.getContext("2d");
  const path = new Path2D(SHAPES[name]);
  brush.translate(4, 4);
  brush.scale((SIZE - 8) / 24, (SIZE - 8) / 24);
  brush.lineJoin = "round";
  brush.lineWidth = 4;
  brush.strokeStyle = look.surface; // a rim, so that neighbours stay apart
  brush.stroke(path);
  brush.fillStyle = look.severity[name];
  if (name === "low") {
    brush.fillStyle = look.surface;
    brush.fill(path);
    brush.lineWidth = 3;
    brush.strokeStyle = look.severity[name];
    brush.stroke(path);
  } else {
    brush.fill(path);
  }
  if (name === "emergency") mark(brush, look.surface);
  return brush.getImageData(0, 0, SIZE, SIZE);
}

function mark(brush, colour) {
  brush.fillStyle = colour;
  brush.fill(new Path2D("M10.6 5.5h2.8l-.45 8.5h-1.9ZM12 15.4a1.5 1.5 0 1 1 0 3 1.5 1.5 0 0 1 0-3Z"));
}

const isMany = [">", ["coalesce", ["get", "count"], 1], 1];

// `base` lies below our own outlines, which then leave it to be seen.
export function layers(look, language, base) {
  const chinese = ["get", "name"];
  const english = ["case", ["==", ["get", "name_en"], ""], chinese, ["get", "name_en"]];
  const severities = Object.entries(look.severity).flat();
  const name = language === "en" ? english : chinese;
  return [
    { id: "ground", type: "background", paint: { "background-color": look.ground } },
    ...base,
    ...(base.length ? [] : ["district", "street", "community"].map((level) => area(level, look.area))),
    area("estate", look.soft),
    area("building", look.soft),
    ...["district", "street", "community", "estate", "building"].map((level) => line(level, look)),
    label("street", name, look, 15, 0, 13),
    label("community", name, look, 13, 12, 24),
    label("estate", name, look, 12, 14, 24),
    {
      id: "chosen",
      type: "circle",
      source: "chosen",
      paint: {
        "circle-radius": 17,
        "circle-color": look.accent,
        "circle-opacity": 0.18,
        "circle-stroke-width": 2.5,
        "circle-stroke-color": look.accent,
      },
    },
    {
      id: "clusters",
      type: "circle",
      source: "cases",
      filter: isMany,
      paint: {
        "circle-radius": ["step", ["get", "count"], 14, 10, 17, 100, 21, 1000, 26],
        "circle-color": look.surface,
        "circle-stroke-width": 3,
        "circle-stroke-color": ["match", ["get", "severity"], ...severities, look.line],
      },
    },
    {
      id: "counts",
      type: "symbol",
      source: "cases",
      filter: isMany,
      layout: { "text-field": ["to-string", ["get", "count"]], "text-size": 13, "text-allow-overlap": true },
      paint: { "text-color": look.text },
    },
    {
      id: "cases",
      type: "symbol",
      source: "cases",
      filter: ["!", isMany],
      layout: {
        "icon-image": ["concat", "shape-", ["get", "severity"]],
        "icon-allow-overlap": true,
        "symbol-sort-key": ["match", ["get", "severity"], "emergency", 3, "urgent", 2, "normal", 1, 0],
      },
    },
  ];
}

const at = (level) => ["==", ["get", "level"], level];

function area(level, colour) {
  return {
    id: `${level}-area`,
    type: "fill",
    source: "places",
    filter: at(level),
    paint: { "fill-color": colour, "fill-opacity": level === "estate" ? 0.55 : 0.9 },
  };
}

const WIDTHS = { district: 2.5, street: 2, community: 1, estate: 0.75, building: 0.5 };

function line(level, look) {
  const dashes = level === "community" ? { "line-dasharray": [3, 2] } : {};
  return {
    id: `${level}-line`,
    type: "line",
    source: "places",
    filter: at(level),
    paint: { "line-color": look.line, "line-width": WIDTHS[level], ...dashes },
  };
}

function label(level, name, look, size, minzoom, maxzoom) {
  return {
    id: `${level}-label`,
    type: "symbol",
    source: "places",
    filter: at(level),
    minzoom,
    maxzoom,
    layout: { "text-field": name, "text-size": size, "text-max-width": 8, "text-padding": 6 },
    paint: { "text-color": look.text, "text-halo-color": look.area, "text-halo-width": 1.5 },
  };
}
