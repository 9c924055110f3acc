// Narrows the pictures down while somebody types. Without scripts the button beside does it, and
// that also understands pinyin and words that only sound alike.

export function narrow(box) {
  const field = box.querySelector("input[type=search]");
  if (!field) return;
  const said = box.querySelector("[role=status]");
  const groups = [...box.querySelectorAll("[data-group]")];

  field.addEventListener("input", () => {
    const wanted = field.value.trim().toLowerCase();
    const tiles = [...box.querySelectorAll("[data-words]")];
    for (const tile of tiles) tile.hidden = !tile.dataset.words.includes(wanted);
    for (const group of groups) {
      const shown = group.querySelector("[data-words]:not([hidden])") !== null;
      group.hidden = !shown;
      group.open = wanted !== "" && shown;
    }
    said.textContent = tiles.every(({ hidden }) => hidden) ? said.dataset.none : "";
  });
}
