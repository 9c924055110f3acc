// Forms that are drafts: kept at each letter, filled in again after the browser was closed, and
// handed over to `sending.js` when they are sent.

import { all, drop, put } from "./store.js";
import { keepPhotos } from "./photos.js";
import { offerSpot } from "./spot.js";

const SOON_MS = 400;
const NOT_KEPT = new Set(["csrfmiddlewaretoken", "photos"]);

export async function keepDraft(form, person, handOver) {
  const draft = new Draft(form, person, handOver);
  await draft.begin();
}

class Draft {
  constructor(form, person, handOver) {
    this.form = form;
    this.person = person;
    this.handOver = handOver;
    this.address = location.pathname;
    this.timer = 0;
  }

  // The newest of this form that is not sent yet, if there is one.
  async begin() {
    const mine = (await all()).filter((one) => this.isOurs(one));
    const found = mine.sort((one, other) => other.at - one.at)[0];
    this.photos = keepPhotos(this.form.querySelector("[data-photos]"), () => this.later());
    this.spot = offerSpot(this.form.querySelector("[data-spot]"), () => this.later());
    if (found) this.fillIn(found);
    this.form.addEventListener("input", () => this.later());
    this.form.addEventListener("submit", (event) => this.submit(event));
    addEventListener("pagehide", () => this.save());
  }

  isOurs(one) {
    const isThis = one.address === this.address && one.form === this.form.dataset.form;
    return isThis && one.person === this.person && one.state !== "sent";
  }

  fillIn(found) {
    this.found = found;
    // The version is that of now, since whoever goes on writing sees the page of now. What was
    // refused begins anew under a new key.
    const left = new Set(found.state === "refused" ? ["version", "key"] : ["version"]);
    for (const [name, value] of found.fields) {
      const field = this.form.elements.namedItem(name);
      if (field && field.type !== "submit" && !left.has(name)) field.value = value;
    }
    this.photos?.show(found.photos);
    this.spot?.show();
    // On its way: it is changed only after it was called back, in the list.
    this.isHandedOver = this.form.inert = found.state === "waiting";
  }

  later() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), SOON_MS);
  }

  async save() {
    clearTimeout(this.timer);
    if (this.isHandedOver || !this.isBegun()) return;
    await this.keep("draft");
    this.handOver("draft");
  }

  isBegun() {
    const typed = [...this.form.querySelectorAll("textarea, input.input")].some((one) => one.value.trim());
    return typed || Boolean(this.photos?.chosen().length || this.found);
  }

  written(state, pressed) {
    const fields = [...new FormData(this.form)].filter(([name]) => !NOT_KEPT.has(name));
    if (pressed?.name) fields.push([pressed.name, pressed.value]);
    return {
      key: this.form.elements.namedItem("key").value,
      form: this.form.dataset.form,
      person: this.person,
      address: this.address,
      title: this.form.dataset.title,
      fields,
      photos: this.photos?.chosen() ?? [],
      state,
      reason: "",
      at: Date.now(),
    };
  }

  // Kept first, and only then sent: between the two the browser may be closed.
  async submit(event) {
    event.preventDefault();
    if (this.isHandedOver || this.photos?.isMissing()) return;
    this.isHandedOver = true;
    clearTimeout(this.timer);
    try {
      await this.keep("waiting", event.submitter);
    } catch (error) {
      // A telephone that keeps nothing (a full disk, a private window): as plainly as ever.
      console.warn("draft not kept", error);
      this.plainly(event.submitter);
      return;
    }
    this.handOver("waiting");
  }

  plainly(pressed) {
    if (pressed?.name) {
      const field = Object.assign(document.createElement("input"), { type: "hidden" });
      field.name = pressed.name;
      field.value = pressed.value;
      this.form.append(field);
    }
    this.photos?.giveBack();
    this.form.submit();
  }

  async keep(state, pressed) {
    const draft = this.written(state, pressed);
    await put(draft);
    if (this.found && this.found.key !== draft.key) await drop(this.found.key);
    this.found = draft;
  }
}
