// How long something has been going on, by the second: read from across the room.

export function countUp() {
  const now = document.querySelector("[data-now]");
  if (!now) return;
  // By the clock of the server: those of desks differ.
  const skew = Date.parse(now.dataset.now) - Date.now();

  function tick() {
    for (const time of document.querySelectorAll("[data-since]")) {
      const seconds = (Date.now() + skew - Date.parse(time.dateTime)) / 1000;
      time.textContent = clock(Math.max(0, Math.floor(seconds)));
    }
  }

  tick();
  setInterval(tick, 1000);
}

function clock(seconds) {
  const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  return parts.map((part) => String(part).padStart(2, "0")).join(":");
}
