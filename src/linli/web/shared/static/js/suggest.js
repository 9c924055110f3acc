// A field that finds what is meant while somebody types: a combobox with a listbox (WAI-ARIA APG).
//
// Its frame names the address that answers with the options (`data-suggest`); `data-typed` is the
// field of words, `data-chosen` the field or the select that takes the code of the chosen option.

const PAUSE_MS = 120;

export function suggest(frame) {
  new Suggestions(frame).start();
}

class Suggestions {
  constructor(frame) {
    this.frame = frame;
    this.typed = frame.querySelector("[data-typed]");
    this.chosen = frame.querySelector("[data-chosen]");
    this.list = document.createElement("div");
    this.list.className = "suggestions";
    this.list.hidden = true;
  }

  start() {
    const { typed, chosen } = this;
    if (chosen.matches("select")) this.replace(chosen);
    typed.removeAttribute("list");
    typed.setAttribute("role", "combobox");
    typed.setAttribute("aria-expanded", "false");
    typed.setAttribute("aria-autocomplete", "list");
    typed.after(this.list);
    typed.addEventListener("input", () => this.ask());
    typed.addEventListener("keydown", (event) => this.obey(event));
    typed.addEventListener("blur", () => this.close());
    // Before the field loses the focus to the click.
    this.list.addEventListener("pointerdown", (event) => {
      event.preventDefault();
      this.choose(event.target.closest("[role=option]"));
    });
  }

  // The select is for browsers without scripts; who has them types.
  replace(select) {
    this.typed.hidden = false;
    this.typed.required = select.required;
    if (select.value) this.typed.value = select.selectedOptions[0].dataset.name;
    this.frame.querySelector(`label[for="${select.id}"]`).htmlFor = this.typed.id;
    select.required = false;
    select.hidden = true;
  }

  ask() {
    this.chosen.value = "";
    this.forget();
    this.isAwaited = true;
    // What is shown still belongs to fewer letters: nobody shall choose it by an early Enter.
    this.mark(undefined);
    clearTimeout(this.waiting);
    this.waiting = setTimeout(() => this.look(), PAUSE_MS);
  }

  async look() {
    this.looking?.abort();
    this.looking = new AbortController();
    const address = new URL(this.frame.dataset.suggest, window.location);
    address.searchParams.set("q", this.typed.value);
    try {
      const answer = await fetch(address, { signal: this.looking.signal });
      if (answer.ok) this.open(await answer.text());
    } catch (error) {
      // What was typed is sent as it is, and read by the server.
      if (error.name === "AbortError") return;
      console.warn("nothing suggested", error);
    }
    this.isAwaited = false;
  }

  open(html) {
    if (document.activeElement !== this.typed) return;
    this.list.innerHTML = html;
    this.list.hidden = false;
    this.typed.setAttribute("aria-expanded", "true");
    this.typed.setAttribute("aria-controls", this.list.querySelector("[role=listbox]").id);
    this.mark(this.options()[0]);
  }

  close() {
    this.isAwaited = false;
    clearTimeout(this.waiting);
    this.looking?.abort();
    this.list.hidden = true;
    this.typed.setAttribute("aria-expanded", "false");
    this.typed.removeAttribute("aria-activedescendant");
  }

  options() {
    return this.list.hidden ? [] : [...this.list.querySelectorAll("[role=option]")];
  }

  mark(option) {
    for (const one of this.options()) one.setAttribute("aria-selected", String(one === option));
    if (!option) {
      this.typed.removeAttribute("aria-activedescendant");
      return;
    }
    this.typed.setAttribute("aria-activedescendant", option.id);
    option.scrollIntoView({ block: "nearest" });
  }

  // What a page without scripts would choose from.
  forget() {
    for (const one of this.frame.querySelectorAll("input[type=radio]")) one.checked = false;
  }

  marked() {
    return this.list.querySelector("[role=option][aria-selected=true]");
  }

  obey(event) {
    // Safari ends a composition before the Enter that ended it; 229 is what is left of it.
    if (event.isComposing || event.keyCode === 229) return;
    const open = !this.list.hidden;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (open) this.step(event.key === "ArrowDown" ? 1 : -1);
      else this.look();
    } else if (event.key === "Enter" && (this.isAwaited || (open && this.marked()))) {
      event.preventDefault();
      this.choose(this.marked());
    } else if (event.key === "Escape" && open) {
      event.stopPropagation();
      this.close();
    }
  }

  step(by) {
    const all = this.options();
    const at = all.indexOf(this.marked());
    this.mark(all[(at + by + all.length) % all.length]);
  }

  choose(option) {
    if (!option) return;
    this.typed.value = option.dataset.name;
    this.chosen.value = option.dataset.code;
    this.forget();
    this.close();
    this.frame.dispatchEvent(new CustomEvent("suggest:chosen", { bubbles: true, detail: option }));
  }
}
