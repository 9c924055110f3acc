// Pages on foot: everything works plainly; with scripts it also works without a line.

import { keepDraft } from "./drafts.js";
import { clearOnLeaving, whose } from "./leaving.js";
import { showDrafts } from "./list.js";
import { sendAll } from "./sending.js";

const main = document.querySelector("[data-person]");
// The page that is shown without a line is nobody's: then it is whoever's pages are kept here.
const person = main.dataset.person || (await whose());
const box = document.getElementById("drafts");
const line = document.getElementById("line");
const HOME = "/console/foot/";

document.getElementById("insecure")?.toggleAttribute("hidden", isSecureContext);

document.querySelectorAll("[data-sign-out]").forEach(clearOnLeaving);
if ("serviceWorker" in navigator) {
  navigator.serviceWorker.register(`${HOME}worker.js`, { scope: HOME }).catch(console.warn);
}
begin().catch((error) => console.warn("drafts are not kept here", error));

async function begin() {
  const forms = person ? [...document.querySelectorAll("form[data-form]")] : [];
  for (const form of forms) await keepDraft(form, person, handOver);
  await showDrafts(box, person);
  main.dataset.ready = "yes"; // for whoever waits for it
  addEventListener("online", send);
  document.addEventListener("visibilitychange", () => document.hidden || send());
  await send();
  if (location.pathname === HOME) keepPages();
}

async function handOver(state) {
  await showDrafts(box, person);
  if (state === "waiting") {
    await send();
    await showDrafts(box, person);
    box.scrollIntoView({ block: "nearest" });
  }
}

async function send() {
  await sendAll(person, async (outcome) => {
    line.hidden = outcome !== "offline";
    await showDrafts(box, person);
    // The list is opened anew, for what was sent waits there no more.
    const isElsewhere = location.pathname !== HOME;
    const isLast = !box.querySelector("[data-state=waiting]");
    if (outcome === "sent" && (isElsewhere || isLast)) location.assign(HOME);
  });
}

// The worker answers for this page; at the very first visit it takes a moment.
function atWork() {
  const container = navigator.serviceWorker;
  if (!container || container.controller) return Promise.resolve();
  return new Promise((done) => container.addEventListener("controllerchange", done, { once: true }));
}

// What is on the list can be opened without a line as well: the worker keeps what comes by.
async function keepPages() {
  await atWork();
  const rows = [...document.querySelectorAll("[data-keep]")].map(({ href }) => href);
  for (const address of [HOME, ...rows]) {
    await fetch(address).catch(() => {});
  }
  main.dataset.keptPages = "yes";
}
