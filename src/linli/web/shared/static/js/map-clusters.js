// Of a list that is longer than its page the map shows all cases: close ones as one circle with their
// number. The list names where they are counted.

// GeoJSON, or null where the page holds the whole list.
export async function clustersIn(map) {
  const list = document.querySelector("[data-clusters]");
  if (!list) return null;
  const bounds = map.getBounds();
  const asked = new URL(list.dataset.clusters, location.href);
  for (const side of ["West", "South", "East", "North"]) {
    asked.searchParams.set(side.toLowerCase(), bounds[`get${side}`]());
  }
  asked.searchParams.set("zoom", map.getZoom());
  const answer = await fetch(asked);
  // A map of the whole world has no edges to count between: the rows of the page are shown.
  return answer.ok ? answer.json() : null;
}

// A case that lies alone on the map and not on this page of the list.
export function opened(number) {
  location.assign(`?${new URLSearchParams({ q: number })}`);
}
