// The service worker of the pages on foot: they open without a line as they were seen last, for the
// person who saw them. It sends nothing; that is the pages' business.

const HOME = "/console/foot/";
const OFFLINE = `${HOME}offline/`;
const SHELL = "linli-foot-shell";
const PAGES = "linli-foot-pages";
const WHOSE = `${HOME}whose`;
const KEPT_AT = "Linli-Kept-At";
const PATIENCE_MS = 8000;
const DAY_MS = 24 * 60 * 60 * 1000;
const WORK = /\/console\/foot\/(?:tasks|cases)\/[0-9a-f-]+\//g;

const js = ["foot", "drafts", "store", "sending", "photos", "spot", "list", "leaving"];
const css = ["tokens", "ground", "buttons", "fields", "card", "table", "chip", "tabs", "notice"];
const ASSETS = [
  OFFLINE,
  "/static/img/linli.svg",
  "/static/img/shapes.svg",
  "/static/vendor/icons.svg",
  ...js.map((name) => `/static/js/foot/${name}.js`),
  "/static/js/draft.js",
  ...[...css, "timeline", "fold", "console/foot"].map((name) => `/static/css/${name}.css`),
];

self.addEventListener("install", (event) => event.waitUntil(install()));
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== location.origin) return;
  if (url.pathname.startsWith("/static/")) event.respondWith(asset(request));
  else if (url.pathname.startsWith(HOME)) event.respondWith(page(request, url.pathname));
});

async function install() {
  const shell = await caches.open(SHELL);
  await shell.addAll(ASSETS.map((url) => new Request(url, { cache: "reload" })));
  await self.skipWaiting();
}

async function asset(request) {
  try {
    return await fetch(request);
  } catch (error) {
    const kept = await caches.match(request, { cacheName: SHELL, ignoreSearch: true });
    if (kept) return kept;
    throw error;
  }
}

async function page(request, path) {
  try {
    const answer = await Promise.race([fetch(request), patience()]);
    // A full store is no reason to hide what the server has answered.
    await keep(answer, path).catch((error) => console.warn("not kept", error));
    return answer;
  } catch {
    await dropOld();
    const kept = await caches.match(path, { cacheName: PAGES });
    return kept ?? (await caches.match(OFFLINE, { cacheName: SHELL }));
  }
}

function patience() {
  return new Promise((_, reject) => setTimeout(() => reject(new Error("no line")), PATIENCE_MS));
}

// Of one person at a time: the next one, or a page to sign in, wipes away what there was.
async function keep(answer, path) {
  const person = answer.headers.get("Linli-Person");
  if (answer.type === "opaqueredirect" || answer.redirected || answer.status === 403) {
    await caches.delete(PAGES);
    return;
  }
  if (answer.status === 404 || answer.status === 410) await (await caches.open(PAGES)).delete(path);
  if (!answer.ok || !person) return;
  const whose = await (await caches.match(WHOSE, { cacheName: PAGES }))?.text();
  if (whose !== undefined && whose !== person) await caches.delete(PAGES);
  const pages = await caches.open(PAGES);
  await pages.put(WHOSE, new Response(person));
  const text = await answer.clone().text();
  const headers = new Headers(answer.headers);
  headers.set(KEPT_AT, Date.now());
  await pages.put(path, new Response(text, { headers }));
  await dropOld();
  if (path === HOME) await dropDone(pages, new Set(text.match(WORK)));
}

// Work that is on the list no more is over, or another's.
async function dropDone(pages, open) {
  for (const { url } of await pages.keys()) {
    const { pathname } = new URL(url);
    if (pathname.match(WORK) && !open.has(pathname)) await pages.delete(pathname);
  }
}

// Where somebody lives is not read from a telephone that was put away.
async function dropOld() {
  const pages = await caches.open(PAGES);
  for (const request of await pages.keys()) {
    if (new URL(request.url).pathname === WHOSE) continue;
    const at = Number((await pages.match(request))?.headers.get(KEPT_AT));
    if (!(Date.now() - at < DAY_MS)) await pages.delete(request);
  }
}
