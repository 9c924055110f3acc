// Tiles in GCJ-02, put where they belong: each tile of ours is made of the up to four of theirs that
// lie under it. Within one tile the offset is the same to less than a pixel.

const SIZE = 256;
const SEMI_MAJOR = 6378245;
const ECCENTRICITY_2 = 0.00669342162296594323;

// A protocol of MapLibre: "shifted://", the address with its {z}, {x} and {y} encoded, "#15/26/12".
export async function shiftedTile({ url }, { signal }) {
  const [, encoded, ...numbers] = /^shifted:\/\/(.*)#(\d+)\/(\d+)\/(\d+)$/.exec(url);
  const [z, x, y] = numbers.map(Number);
  const address = decodeURIComponent(encoded);
  const [left, top] = corner(z, x, y);
  const canvas = new OffscreenCanvas(SIZE, SIZE);
  const brush = canvas.getContext("2d");
  const pieces = [0, 1].flatMap((across) => [0, 1].map((down) => [across, down]));
  await Promise.all(
    pieces.map(async ([across, down]) => {
      const [column, row] = [Math.floor(left) + across, Math.floor(top) + down];
      const image = await theirs(address, z, column, row, signal);
      if (image) brush.drawImage(image, (column - left) * SIZE, (row - top) * SIZE);
    }),
  );
  return { data: await createImageBitmap(canvas) };
}

// Where the upper left corner of our tile lies among theirs, in tiles.
export function corner(z, x, y) {
  const count = 2 ** z;
  const lon = ((x + 0.5) / count) * 360 - 180;
  const lat = degrees(Math.atan(Math.sinh(Math.PI * (1 - (2 * (y + 0.5)) / count))));
  const [theirLat, theirLon] = gcj02(lat, lon);
  const dx = ((theirLon - lon) / 360) * count;
  const dy = ((mercator(lat) - mercator(theirLat)) / (2 * Math.PI)) * count;
  return [x + dx, y + dy];
}

// As registers/places/logic/coordinates.py has it, with its sources.
export function gcj02(lat, lon) {
  if (lat < 0.8293 || lat > 55.8271 || lon < 72.004 || lon > 137.8347) return [lat, lon];
  const [x, y] = [lon - 105, lat - 35];
  const magic = 1 - ECCENTRICITY_2 * Math.sin(radians(lat)) ** 2;
  const meridian = (SEMI_MAJOR * (1 - ECCENTRICITY_2)) / (magic * Math.sqrt(magic));
  const parallel = (SEMI_MAJOR / Math.sqrt(magic)) * Math.cos(radians(lat));
  const root = Math.sqrt(Math.abs(x));
  const ripple = waves(x, 6, 20, 2, 20);
  const north =
    -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * root +
    ripple + waves(y, 1, 20, 1 / 3, 40) + waves(y, 1 / 12, 160, 1 / 30, 320);
  const east =
    300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * root +
    ripple + waves(x, 1, 20, 1 / 3, 40) + waves(x, 1 / 12, 150, 1 / 30, 300);
  return [lat + degrees(north / meridian), lon + degrees(east / parallel)];
}

function waves(at, first, high, second, higher) {
  const turn = Math.PI * at;
  return ((high * Math.sin(first * turn) + higher * Math.sin(second * turn)) * 2) / 3;
}

async function theirs(address, z, x, y, signal) {
  const count = 2 ** z;
  if (y < 0 || y >= count) return null;
  const column = ((x % count) + count) % count;
  const url = address.replace("{z}", z).replace("{x}", column).replace("{y}", y);
  const answer = await fetch(url, { signal, credentials: "omit" });
  return answer.ok ? createImageBitmap(await answer.blob()) : null;
}

const mercator = (lat) => Math.asinh(Math.tan(radians(lat)));
const radians = (angle) => (angle * Math.PI) / 180;
const degrees = (angle) => (angle * 180) / Math.PI;
