// Whoever signs out takes the kept pages and half-typed calls along; drafts of work on foot stay, and
// wait for the same person.

import { dropAllDrafts } from "../draft.js";

const PAGES = "linli-foot-pages";
const WHOSE = "/console/foot/whose";

// Whose pages this telephone keeps; empty once they have signed out.
export async function whose() {
  const kept = "caches" in self && (await caches.has(PAGES)) && (await caches.match(WHOSE));
  return kept ? kept.text() : "";
}

export function clearOnLeaving(form) {
  form.addEventListener("submit", async (event) => {
    dropAllDrafts();
    if (!("caches" in self) || form.dataset.cleared) return;
    event.preventDefault();
    try {
      await caches.delete(PAGES);
    } finally {
      form.dataset.cleared = "yes";
      form.submit();
    }
  });
}
