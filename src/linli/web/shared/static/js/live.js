// Lists that update themselves: a server-sent event says that something changed, and the list asks
// for its rows anew. The server decides what belongs in the list, and in which order.

import htmx from "htmx.org";

const GATHER_MS = 120; // a flood of events is one refresh
const SWEEP_MS = 60000; // ages are shown in minutes, and a stream may be cut by a proxy

export function follow() {
  const list = document.querySelector("[data-live]");
  if (!list) return;
  let waiting = null;

  function refresh() {
    waiting ??= setTimeout(() => {
      waiting = null;
      if (!document.hidden) htmx.trigger(list, "refresh");
    }, GATHER_MS);
  }

  const stream = new EventSource(list.dataset.live);
  stream.addEventListener("open", () => tell("on"));
  stream.addEventListener("error", () => tell("off"));
  for (const kind of ["case", "alert", "reset"]) stream.addEventListener(kind, refresh);
  setInterval(refresh, SWEEP_MS);
  document.addEventListener("visibilitychange", refresh);
  window.addEventListener("pagehide", () => stream.close());
}

function tell(state) {
  for (const lamp of document.querySelectorAll(".live")) {
    lamp.dataset.state = state;
    lamp.querySelector("[data-on]").hidden = state !== "on";
    lamp.querySelector("[data-off]").hidden = state === "on";
  }
}
