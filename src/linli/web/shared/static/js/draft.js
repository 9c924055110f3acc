// A call that is half taken down outlives its tab and a sign-in (decision 0015): on this computer
// only, sealed with a key that pages of the same person alone are given, for one shift.

const PREFIX = "linli.call";
const SENT = `${PREFIX}.sent`;
const SHIFT_MS = 12 * 3600 * 1000;
const PAUSE_MS = 150;
const LEFT_OUT = new Set(["csrfmiddlewaretoken", "key", "offered", "join"]);
const CHOSEN_AT_FIRST = new Set(["channel", "naming", "urgency"]);

let isLeaving = false;

export async function keepDraft(form) {
  // Without a cipher or locks nothing is kept: personal data does not lie about in the clear.
  if (!window.isSecureContext || !navigator.locks) return;
  const raw = Uint8Array.from(atob(form.dataset.draftKey), (sign) => sign.charCodeAt(0));
  const key = await crypto.subtle.importKey("raw", raw, "AES-GCM", false, ["encrypt", "decrypt"]);
  await new Draft(form, key).start();
}

export function dropSentDraft() {
  const slot = sessionStorage.getItem(SENT);
  if (slot) localStorage.removeItem(slot);
  sessionStorage.removeItem(SENT);
}

export function dropAllDrafts() {
  isLeaving = true; // what is being sealed at this moment is not kept after all
  for (const slot of slots(PREFIX)) localStorage.removeItem(slot);
}

class Draft {
  constructor(form, key) {
    this.form = form;
    this.key = key;
    this.own = `${PREFIX}.${form.dataset.draft}.`;
  }

  async start() {
    this.slot = this.own + this.form.elements.key.value;
    const isTakenUp = !("cameBack" in this.form.dataset) && (await this.restore());
    if (!isTakenUp) navigator.locks.request(this.slot, hold);
    for (const event of ["input", "change", "suggest:chosen"]) {
      this.form.addEventListener(event, () => this.soon());
    }
    this.form.addEventListener("submit", () => sessionStorage.setItem(SENT, this.slot));
    this.form.querySelector("[data-draft-drop]").addEventListener("click", () => this.drop());
  }

  // The newest draft that no other tab shows; or later, one whose tab is closing just now.
  async restore() {
    const found = [];
    for (const slot of slots(this.own)) {
      const draft = await this.read(slot);
      if (draft) found.push({ slot, at: draft.at });
      else localStorage.removeItem(slot);
    }
    found.sort((one, other) => other.at - one.at);
    for (const { slot } of found) {
      if (await this.takeUp(slot, { ifAvailable: true })) return true;
    }
    for (const { slot } of found) this.takeUp(slot, {});
    return false;
  }

  // A draft is held as long as a tab shows its form: no other tab takes it up.
  takeUp(slot, options) {
    return new Promise((told) => {
      navigator.locks.request(slot, options, async (lock) => {
        const draft = lock && this.isEmpty() && (await this.read(slot));
        told(Boolean(draft));
        if (!draft) return undefined;
        this.slot = slot;
        this.form.elements.key.value = slot.slice(this.own.length);
        this.fill(draft.fields);
        this.form.querySelector("#draft").hidden = false;
        return hold();
      });
    });
  }

  isEmpty() {
    return !this.fields().some(([name, value]) => value && !CHOSEN_AT_FIRST.has(name));
  }

  fields() {
    return [...new FormData(this.form)].filter(([name]) => !LEFT_OUT.has(name));
  }

  fill(fields) {
    for (const [name, value] of fields) {
      const field = this.form.elements.namedItem(name);
      if (field?.type === "checkbox") field.checked = true;
      else if (field) field.value = value;
      if (value && !CHOSEN_AT_FIRST.has(name)) field?.closest?.("details")?.setAttribute("open", "");
    }
    this.form.querySelector("#item").dispatchEvent(new Event("change", { bubbles: true }));
  }

  soon() {
    clearTimeout(this.waiting);
    this.waiting = setTimeout(() => this.write(), PAUSE_MS);
  }

  async write() {
    const fields = this.fields();
    if (this.isEmpty()) {
      localStorage.removeItem(this.slot);
      return;
    }
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const plain = new TextEncoder().encode(JSON.stringify({ at: Date.now(), fields }));
    const sealed = new Uint8Array(await crypto.subtle.encrypt({ name: "AES-GCM", iv }, this.key, plain));
    if (!isLeaving) localStorage.setItem(this.slot, JSON.stringify([text(iv), text(sealed)]));
  }

  // Nothing for what is too old, or sealed with a key of before.
  async read(slot) {
    try {
      const [iv, sealed] = JSON.parse(localStorage.getItem(slot)).map(bytes);
      const plain = await crypto.subtle.decrypt({ name: "AES-GCM", iv }, this.key, sealed);
      const draft = JSON.parse(new TextDecoder().decode(plain));
      return Date.now() - draft.at < SHIFT_MS ? draft : undefined;
    } catch {
      return undefined;
    }
  }

  drop() {
    localStorage.removeItem(this.slot);
    window.location.assign(window.location.pathname);
  }
}

// Never let go: the browser does when the page is gone.
function hold() {
  return new Promise(() => {});
}

function slots(prefix) {
  return Object.keys(localStorage).filter((name) => name.startsWith(prefix));
}

function text(array) {
  return btoa(String.fromCharCode(...array));
}

function bytes(written) {
  return Uint8Array.from(atob(written), (sign) => sign.charCodeAt(0));
}
