// Sends what waits, one draft after another, each once: the server knows a draft by its key.

import { all, get, put } from "./store.js";

const AGAIN_MS = [3000, 10000, 30000];
const KEPT_MS = 24 * 3600 * 1000;

let failures = 0;
let timer = 0;

// Of this person only. What has been tried without a line is tried again by itself.
export async function sendAll(person, changed) {
  if (!person) return;
  clearTimeout(timer);
  const send = async () => {
    for (const { key } of (await all()).filter((one) => waits(one, person))) {
      const outcome = await sendOne(key, person);
      changed(outcome);
      if (outcome === "offline") {
        timer = setTimeout(() => sendAll(person, changed), again());
        return;
      }
      failures = 0;
    }
  };
  // Two pages of one telephone do not send the same thing side by side.
  await (navigator.locks ? navigator.locks.request("linli-foot", send) : send());
}

function waits(draft, person) {
  return draft.person === person && draft.state === "waiting";
}

async function sendOne(key, person) {
  const draft = await get(key);
  if (!draft || !waits(draft, person)) return "gone";
  let answer;
  try {
    answer = await fetch(draft.address, {
      method: "POST",
      body: formOf(draft),
      headers: { Accept: "application/json", "X-CSRFToken": token() },
      redirect: "manual",
    });
  } catch {
    return "offline";
  }
  // A page to sign in, a form that is too old, or a server that has no time now: it waits.
  if (answer.type === "opaqueredirect" || answer.status === 401) return kept(draft, "signed-out");
  if (answer.status === 429 || answer.status >= 500) return "offline";
  const told = await answer.json().catch(() => null);
  if (!told) return kept(draft, "signed-out");
  if (answer.ok) {
    await put({ ...draft, fields: [], photos: [], state: "sent", reason: "", at: Date.now() });
    return "sent";
  }
  await put({ ...draft, state: "refused", reason: `${told.title} ${told.text}`.trim() });
  return "refused";
}

async function kept(draft, reason) {
  await put({ ...draft, reason });
  return reason;
}

// What was sent is shown for a day, without its words and photos.
export function isOver(draft) {
  return draft.state === "sent" && Date.now() - draft.at > KEPT_MS;
}

function formOf(draft) {
  const form = new FormData();
  for (const [name, value] of draft.fields) form.append(name, value);
  for (const { name, blob } of draft.photos) form.append("photos", blob, name);
  return form;
}

function token() {
  return /(?:^|; )csrftoken=([^;]*)/.exec(document.cookie)?.[1] ?? "";
}

function again() {
  const wait = AGAIN_MS[Math.min(failures, AGAIN_MS.length - 1)];
  failures += 1;
  return wait;
}
