// The place around a point that was pressed on a map: its code and name, or nothing.

export async function placeAt(href, lat, lon) {
  const address = new URL(href, window.location);
  address.search = new URLSearchParams({ lat, lon });
  try {
    const answer = await fetch(address);
    if (!answer.ok) return undefined;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    return page.querySelector("[data-code]")?.dataset;
  } catch (error) {
    console.warn("no place found", error);
    return undefined;
  }
}
