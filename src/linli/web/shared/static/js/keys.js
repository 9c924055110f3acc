// The keyboard in lists: j and k go down and up, Enter opens, a opens at what can be done,
// n takes a new report, / searches, Escape leaves the search, 1 to 9 are the tabs,
// with Shift the filters one keeps, ? tells all this.
// Where places are found out, 1 to 3 choose what is suggested, and p leads to the field; in the
// queue p leads to where they are found out. x ticks a row where many are chosen.
// In an incident, l leads to the line of the log, u to the unit to call, r to the resource to note.

export function obeyKeys() {
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.matches("input, textarea, select")) {
      if (event.key === "Escape") event.target.blur();
      return;
    }
    if (document.querySelector("dialog[open]")) return;
    if (event.shiftKey && /^Digit[1-9]$/.test(event.code)) {
      if (openKept(event.code.at(-1))) event.preventDefault();
      return;
    }
    const act = ACTS[event.key] ?? (/^[1-9]$/.test(event.key) ? () => choose(event.key) : null);
    if (act?.()) event.preventDefault();
  });
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-keys]")) tellKeys();
  });
  document.addEventListener("focusin", (event) => {
    const row = event.target.closest?.("[data-row]");
    if (row) tellSelected(row);
  });
}

const ACTS = {
  j: () => go(1),
  k: () => go(-1),
  a: () => open("#acts"),
  Enter: () => open(""),
  n: takeReport,
  p: typePlace,
  x: tick,
  "/": search,
  "?": tellKeys,
  l: () => lead("l"),
  u: () => lead("u"),
  r: () => lead("r"),
};

function rows() {
  return [...document.querySelectorAll("[data-row]")];
}

function selected() {
  return document.activeElement?.closest?.("[data-row]");
}

function go(step) {
  const all = rows();
  if (!all.length) return false;
  const at = all.indexOf(selected());
  const next = at < 0 ? (step > 0 ? 0 : all.length - 1) : clamp(at + step, all.length);
  opener(all[next]).focus();
  all[next].scrollIntoView({ block: "nearest" });
  return true;
}

// What opens a row: a link, or the button of a form that also writes down that it was read.
function opener(row) {
  return row?.querySelector("button.what, a");
}

function clamp(place, length) {
  return Math.max(0, Math.min(place, length - 1));
}

function open(fragment) {
  const link = opener(selected());
  // A focused link obeys Enter by itself, also with the keys that open new tabs.
  if (!link || (!fragment && document.activeElement === link)) return false;
  if (link.href) window.location.assign(link.href + fragment);
  else link.click();
  return true;
}

// Of what is offered in the chosen row, else of the tabs.
function choose(number) {
  const button = selected()?.querySelector(`[data-choice="${number}"]`);
  button?.click();
  return Boolean(button) || openTab(number);
}

// Where rows are chosen for one act: the one that j and k have reached.
function tick() {
  const box = selected()?.querySelector("input[type=checkbox][name=row]");
  box?.click();
  return Boolean(box);
}

function typePlace() {
  const field = selected()?.querySelector("[data-typed]");
  const page = document.querySelector("[data-placing]");
  field?.focus();
  if (!field && page) window.location.assign(page.href);
  return Boolean(field ?? page);
}

function takeReport() {
  const link = document.querySelector("[data-take]");
  // There already: what was taken down would be lost.
  if (!link || link.ariaCurrent === "page") return false;
  window.location.assign(link.href);
  return true;
}

function tellKeys() {
  const sheet = document.getElementById("keys");
  sheet?.showModal();
  return Boolean(sheet);
}

function openTab(number) {
  const tab = document.querySelectorAll(".tabs a")[number - 1];
  tab?.click();
  return Boolean(tab);
}

// Shift and a digit: by the place of the key, for its sign differs between keyboards.
function openKept(number) {
  const link = document.querySelectorAll("[data-kept]")[number - 1];
  link?.click();
  return Boolean(link);
}

// To the field that a page names for this key.
function lead(key) {
  const field = document.querySelector(`[data-key="${key}"]`);
  field?.closest("details")?.setAttribute("open", "");
  field?.focus();
  return Boolean(field);
}

function search() {
  const field = document.querySelector("[data-search]");
  field?.focus();
  field?.select();
  return Boolean(field);
}

function tellSelected(row) {
  document.dispatchEvent(new CustomEvent("row:selected", { detail: row.id }));
}
