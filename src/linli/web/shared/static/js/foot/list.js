// The list of what is kept in this telephone, in words; of others it is only said that it is there.

import { all, drop, get, put } from "./store.js";
import { isOver } from "./sending.js";

export async function showDrafts(box, person) {
  const drafts = await all();
  for (const one of drafts.filter(isOver)) await drop(one.key);
  const left = drafts.filter((one) => !isOver(one));
  const mine = left.filter((one) => one.person === person);
  const others = left.filter((one) => one.person !== person && one.state !== "sent");
  const list = box.querySelector("ul");
  list.replaceChildren(...mine.sort((a, b) => b.at - a.at).map((one) => row(box, one, person)));
  const foreign = box.querySelector("[data-foreign]");
  foreign.textContent = box.dataset.others;
  foreign.hidden = !others.length;
  box.hidden = !mine.length && !others.length;
}

function row(box, draft, person) {
  const item = document.createElement("li");
  const name = document.createElement(draft.state === "sent" ? "span" : "a");
  if (draft.state !== "sent") name.href = draft.address;
  name.textContent = draft.title;
  const state = document.createElement("span");
  state.className = "soft";
  state.dataset.state = draft.state;
  state.textContent = words(box, draft);
  item.append(name, state);
  if (draft.reason && draft.state === "refused") {
    const reason = document.createElement("p");
    reason.className = "small";
    reason.textContent = draft.reason;
    item.append(reason);
  }
  if (draft.state !== "sent") item.append(...buttons(box, draft, person));
  return item;
}

function words({ dataset }, draft) {
  const state = draft.reason === "signed-out" ? dataset.signedOut : dataset[draft.state];
  const count = draft.photos.length;
  return count ? `${state} · ${dataset.photos.replace("{count}", count)}` : state;
}

// What was sent, perhaps, is changed only after it was called back; what is refused begins anew.
function buttons(box, draft, person) {
  const found = [];
  if (draft.state === "waiting" || draft.state === "refused") {
    found.push(
      button(box.dataset.again, async () => {
        const now = await get(draft.key);
        if (now?.state === draft.state) await put({ ...now, state: "draft", reason: "" });
        location.assign(draft.address);
      }),
    );
  }
  const erase = button(box.dataset.drop, async () => {
    if (!erase.dataset.sure) {
      erase.dataset.sure = "yes";
      erase.textContent = box.dataset.sure;
      return;
    }
    await drop(draft.key);
    await showDrafts(box, person);
  });
  found.push(erase);
  return found;
}

function button(label, act) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "button";
  made.textContent = label;
  made.addEventListener("click", act);
  return made;
}
