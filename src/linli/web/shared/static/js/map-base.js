// The map below our outlines, where the installation names one: tiles of a host, or a file of ours.

import { addProtocol } from "maplibre-gl";
import { shiftedTile } from "./map-shift.js";

const NOTHING = { sources: {}, layers: [] };
const TILE = 256;

// Sources and layers for a style; `look` has the colours of tokens.css.
export async function baseMap({ dataset }) {
  if (!dataset.base) return () => NOTHING;
  const base = JSON.parse(dataset.base);
  const sources = base.kind === "pmtiles" ? await ofFile(base) : ofTiles(base);
  return (look) => ({
    sources,
    layers: base.vector ? drawn(look) : Object.keys(sources).map((name) => picture(name, look)),
  });
}

function ofTiles({ addresses, coordinates }) {
  const shifts = coordinates === "gcj02";
  if (shifts) addProtocol("shifted", shiftedTile);
  // The numbers of a tile stand apart: the address itself is filled in once they are known.
  const apart = (address) => `shifted://${encodeURIComponent(address)}#{z}/{x}/{y}`;
  const source = (address) => ({
    type: "raster",
    tiles: [shifts ? apart(address) : address],
    tileSize: TILE,
    maxzoom: 18,
  });
  return Object.fromEntries(addresses.map((address, at) => [`base-${at}`, source(address)]));
}

async function ofFile({ addresses: [address], vector }) {
  const { PMTiles, Protocol } = await import("pmtiles");
  const protocol = new Protocol();
  const url = new URL(address, location.href).href;
  protocol.add(new PMTiles(url));
  addProtocol("pmtiles", protocol.tile);
  const type = vector ? "vector" : "raster";
  return { "base-0": { type, url: `pmtiles://${url}`, ...(vector ? {} : { tileSize: TILE }) } };
}

// At night a bright map would outshine the cases.
function picture(source, look) {
  const dimmed = { "raster-brightness-max": 0.55, "raster-saturation": -0.5 };
  return {
    id: source,
    type: "raster",
    source,
    paint: { "raster-fade-duration": 0, ...(look.dark ? dimmed : { "raster-saturation": -0.2 }) },
  };
}

// Layers as Protomaps and OpenMapTiles name them; what a file does not have stays away.
function drawn(look) {
  const from = (id, layer, rest) => ({ id, source: "base-0", "source-layer": layer, ...rest });
  const street = (layer) =>
    from(`base-${layer}`, layer, {
      type: "line",
      paint: {
        "line-color": look.line,
        "line-width": ["interpolate", ["exponential", 1.6], ["zoom"], 10, 0.4, 18, 9],
      },
    });
  const house = (layer) =>
    from(`base-${layer}`, layer, {
      type: "fill",
      minzoom: 14,
      paint: { "fill-color": look.line, "fill-opacity": 0.35 },
    });
  const name = (layer) =>
    from(`base-${layer}-name`, layer, {
      type: "symbol",
      minzoom: 14,
      layout: { "text-field": ["get", "name"], "text-size": 11, "symbol-placement": "line" },
      paint: { "text-color": look.text, "text-halo-color": look.area, "text-halo-width": 1.5 },
    });
  return [
    from("base-water", "water", {
      type: "fill",
      filter: ["==", ["geometry-type"], "Polygon"],
      paint: { "fill-color": look.water },
    }),
    ...["roads", "transportation"].map(street),
    ...["buildings", "building"].map(house),
    ...["roads", "transportation_name"].map(name),
  ];
}
