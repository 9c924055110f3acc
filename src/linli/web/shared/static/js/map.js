// The map without tiles: outlines of places from our own register, and cases in the shape and
// colour of their severity. The list beside it says the same in words.

import { LngLatBounds, Map as GlMap, NavigationControl, Popup, setWorkerUrl } from "maplibre-gl";
import { baseMap } from "./map-base.js";
import { clustersIn, opened } from "./map-clusters.js";
import { colours, layers, shapeImages } from "./map-look.js";

setWorkerUrl(import.meta.resolve("maplibre-gl-worker"));

const PADDING = { padding: 32, duration: 0, maxZoom: 16 };
const EMPTY = { type: "FeatureCollection", features: [] };

export async function draw(box) {
  const outlines = await (await fetch(box.dataset.outlines)).json();
  new CaseMap(box, outlines, await baseMap(box)).start();
  box.querySelector(".map__words").hidden = true;
}

// What MapLibre says itself would else be English.
function locale({ dataset }) {
  return {
    "Map.Title": dataset.title,
    "NavigationControl.ZoomIn": dataset.zoomIn,
    "NavigationControl.ZoomOut": dataset.zoomOut,
    "CooperativeGesturesHandler.WindowsHelpText": dataset.withCtrl,
    "CooperativeGesturesHandler.MacHelpText": dataset.withCommand,
    "CooperativeGesturesHandler.MobileHelpText": dataset.withFingers,
  };
}

class CaseMap {
  constructor(box, outlines, base) {
    this.box = box;
    this.outlines = outlines;
    this.base = base;
    this.language = document.documentElement.lang;
    this.popup = new Popup({ closeButton: false, offset: 20, maxWidth: "18rem" });
    this.map = new GlMap({
      container: box,
      style: { version: 8, sources: {}, layers: [] },
      locale: locale(box.querySelector(".map__words")),
      attributionControl: false,
      dragRotate: false,
      pitchWithRotate: false,
      localIdeographFontFamily: getComputedStyle(box).fontFamily,
      cooperativeGestures: ["one", "around"].includes(box.dataset.map),
    });
    this.map.touchZoomRotate.disableRotation();
    this.map.addControl(new NavigationControl({ showCompass: false }), "top-right");
  }

  start() {
    this.map.fitBounds(this.frame(), PADDING);
    this.map.on("load", () => {
      this.paint();
      this.listen();
      this.gather();
      this.map.once("idle", () => (this.box.dataset.drawn = "yes"));
    });
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.paint());
  }

  paint() {
    const look = colours(this.box);
    for (const [name, image] of shapeImages(look)) {
      if (this.map.hasImage(name)) this.map.removeImage(name);
      this.map.addImage(name, image, { pixelRatio: 2 });
    }
    const base = this.base(look);
    this.map.setStyle(
      {
        version: 8,
        sources: {
          ...base.sources,
          places: { type: "geojson", data: this.outlines },
          cases: { type: "geojson", data: this.cases() },
          chosen: { type: "geojson", data: this.chosen ?? EMPTY },
        },
        layers: layers(look, this.language, base.layers),
      },
      { diff: true },
    );
  }

  listen() {
    const { map } = this;
    map.on("click", "cases", ({ features }) => this.choose(features[0]));
    map.on("moveend", () => this.gather());
    map.on("click", ({ lngLat }) => this.press(lngLat));
    document.addEventListener("points:changed", ({ detail }) => {
      map.getSource("cases")?.setData(this.cases());
      if (detail) this.show(detail);
      else this.forget();
    });
    this.box.addEventListener("map:frame", () => map.fitBounds(this.frame(), PADDING));
    for (const layer of ["cases", "clusters"]) {
      map.on("mouseenter", layer, () => (map.getCanvas().style.cursor = "pointer"));
      map.on("mouseleave", layer, () => (map.getCanvas().style.cursor = ""));
    }
    map.on("click", "clusters", ({ features: [one] }) => {
      map.easeTo({ center: one.geometry.coordinates, zoom: map.getZoom() + 2 });
    });
    document.addEventListener("row:selected", ({ detail }) => this.show(detail));
    // Chosen before the map was there.
    this.show(document.activeElement?.closest("[data-row]")?.id);
    document.addEventListener("htmx:after:swap", () => this.gather());
  }

  // A list that is longer than its page is counted by the server, for what is seen of the map.
  async gather() {
    const asked = (this.asked = (this.asked ?? 0) + 1);
    const many = await clustersIn(this.map);
    if (asked !== this.asked) return; // moved on meanwhile
    this.many = many;
    this.map.getSource("cases")?.setData(this.cases());
  }

  // A thumb covers a whole estate of a far map, so that where `data-near` names a zoom, a press leads
  // there first.
  press(at) {
    const near = Number(this.box.dataset.near ?? 0);
    const say = (what) => {
      this.box.dispatchEvent(new CustomEvent(what, { bubbles: true, detail: at }));
    };
    if (this.map.getZoom() >= near) say("map:pressed");
    else this.map.easeTo({ center: at, zoom: near }).once("moveend", () => say("map:nearer"));
  }

  // The cases of the list, or the one case of a page: wherever `data-lat` stands.
  points() {
    return [...document.querySelectorAll("[data-lat]")].filter((one) => one.dataset.lat);
  }

  cases() {
    if (this.many) return this.many;
    return {
      type: "FeatureCollection",
      features: this.points().map((one) => ({
        type: "Feature",
        geometry: { type: "Point", coordinates: where(one) },
        properties: { row: one.id, severity: one.dataset.severity },
      })),
    };
  }

  // A click on the map is a step in the list, or leads to what stands on another page of it.
  choose({ properties: { row: id, number } }) {
    const row = document.getElementById(id) ?? document.querySelector(`[data-number="${number}"]`);
    const link = row?.querySelector("a");
    if (!link) return number && opened(number);
    link.focus();
    row.scrollIntoView({ block: "nearest" });
  }

  show(id) {
    const row = document.getElementById(id);
    if (!row?.dataset.lat) return;
    const at = where(row);
    this.chosen = { type: "Feature", geometry: { type: "Point", coordinates: at }, properties: {} };
    this.map.getSource("chosen")?.setData(this.chosen);
    this.popup.setLngLat(at).setText(row.dataset.words).addTo(this.map);
    if (!this.map.getBounds().contains(at)) this.map.panTo(at);
  }

  forget() {
    this.chosen = EMPTY;
    this.map.getSource("chosen")?.setData(EMPTY);
    this.popup.remove();
  }

  // One place that was chosen, what belongs to the asker, else all outlines. Where that has no
  // outline of its own, the cases say where it lies: outlines of others would lead away from them.
  frame() {
    if (this.box.dataset.map === "one") return around(this.points().map(where), 0.004);
    const own = new Set((this.box.dataset.focus ?? "").split(" ").filter(Boolean).map(Number));
    const { code } = this.box.dataset;
    const isOurs = ({ id, properties }) => (code ? properties.code === code : own.has(id));
    const ours = this.outlines.features.filter(isOurs);
    const points = this.points().map(where);
    const isNamed = Boolean(code) || own.size > 0;
    if (isNamed && !ours.length && points.length) return around(points, 0.004);
    const chosen = ours.length ? ours : this.outlines.features;
    const corners = chosen.flatMap(({ geometry }) => geometry.coordinates.flat(Infinity));
    return around(corners.length ? pairs(corners) : points, 0.004);
  }
}

function where(one) {
  return [Number(one.dataset.lon), Number(one.dataset.lat)];
}

function pairs(numbers) {
  const found = [];
  for (let at = 0; at + 1 < numbers.length; at += 2) found.push([numbers[at], numbers[at + 1]]);
  return found;
}

// At least `margin` degrees wide, so that one point is seen with what lies around it.
function around(points, margin) {
  const bounds = new LngLatBounds();
  for (const [lon, lat] of points) {
    bounds.extend([lon - margin, lat - margin]).extend([lon + margin, lat + margin]);
  }
  return bounds.isEmpty() ? new LngLatBounds([73, 18], [135, 54]) : bounds;
}
