// Photos of a draft: shown small, kept beside the words, taken out again.

export function keepPhotos(box, changed) {
  return box ? new Photos(box, changed) : null;
}

class Photos {
  constructor(box, changed) {
    this.input = box.querySelector("input[type=file]");
    this.list = box.querySelector("[data-kept]");
    this.fault = box.querySelector("[data-photo-fault]");
    this.most = Number(box.dataset.most);
    this.changed = changed;
    this.kept = [];
    this.offer();
    this.input.addEventListener("change", () => this.add([...this.input.files]));
  }

  // A button in our words; the field behind it is named by its label, and takes the keyboard.
  offer() {
    const button = document.createElement("span");
    button.className = "button";
    button.textContent = this.input.dataset.pick;
    button.ariaHidden = "true";
    button.addEventListener("click", () => this.input.click());
    this.input.classList.add("file--behind");
    this.input.after(button);
  }

  // Copied into memory at once: what the file picker gives may be gone with its page.
  async add(files) {
    this.input.value = "";
    const isTooMany = this.kept.length + files.length > this.most;
    this.tell(isTooMany ? this.input.dataset.tooMany : "");
    for (const file of files.slice(0, this.most - this.kept.length)) {
      const blob = new Blob([await file.arrayBuffer()], { type: file.type });
      this.kept.push({ name: file.name, blob });
    }
    this.draw();
    this.changed();
  }

  show(photos) {
    this.kept = [...photos];
    this.draw();
  }

  chosen() {
    return this.kept;
  }

  // Into the field itself, for a form that is sent plainly.
  giveBack() {
    const files = new DataTransfer();
    for (const { name, blob } of this.kept) files.items.add(new File([blob], name, { type: blob.type }));
    this.input.files = files.files;
  }

  isMissing() {
    const needed = this.input.dataset.needed;
    const missing = Boolean(needed) && !this.kept.length;
    this.tell(missing ? needed : "");
    if (missing) this.input.focus();
    return missing;
  }

  tell(words) {
    this.fault.textContent = words;
    this.fault.hidden = !words;
  }

  draw() {
    this.list.replaceChildren(...this.kept.map((photo) => this.item(photo)));
  }

  item(photo) {
    const item = document.createElement("li");
    const image = document.createElement("img");
    image.src = URL.createObjectURL(photo.blob);
    image.alt = photo.name;
    image.addEventListener("load", () => URL.revokeObjectURL(image.src));
    const drop = document.createElement("button");
    drop.type = "button";
    drop.className = "button";
    drop.textContent = this.input.dataset.drop;
    drop.addEventListener("click", () => {
      this.kept = this.kept.filter((one) => one !== photo);
      this.draw();
      this.changed();
    });
    item.append(image, drop);
    return item;
  }
}
