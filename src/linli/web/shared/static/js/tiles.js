// Narrows the pictures down while somebody types. Without scripts the button beside does it, and
// that also understands pinyin and words that only sound alike.

export function narrow(box) {
  const field = box.querySelector("input[type=search]");
  if (!field) return;
  const said = box.querySelector("[role=status]");
  const groups = [...box.querySelectorAll("[data-group]")];
  const calls = [...box.querySelectorAll("[data-call]")];

  field.addEventListener("input", () => {
    const wanted = field.value.trim().toLowerCase();
    const tiles = [...box.querySelectorAll("[data-words]")];
    for (const tile of tiles) tile.hidden = !tile.dataset.words.includes(wanted);
    for (const group of groups) {
      const shown = group.querySelector("[data-words]:not([hidden])") !== null;
      group.hidden = !shown;
      group.open = wanted !== "" && shown;
    }
    for (const call of calls) call.hidden = !isMeant(call.dataset.call, wanted);
    const shown = [...tiles, ...calls].some(({ hidden }) => !hidden);
    said.textContent = shown ? "" : said.dataset.none;
  });
}

// Who writes that it smells of gas in the kitchen means it as well as who writes gas.
function isMeant(words, wanted) {
  if (wanted.length < 2) return false;
  return words.includes(wanted) || words.split("|").some((word) => wanted.includes(word));
}
