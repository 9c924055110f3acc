// Choosing photos: a button in our words, what has been chosen, and at once when it is too many.
// Without scripts the browser's own field stands there; the server checks too.

export function pickPhotos(input) {
  const most = Number(input.dataset.most);
  const button = document.createElement("span");
  button.className = "button";
  button.textContent = input.dataset.pick;
  button.ariaHidden = "true"; // the field itself is named by its label, and takes the keyboard
  button.addEventListener("click", () => input.click());
  const chosen = document.createElement("p");
  chosen.className = "small soft";
  chosen.role = "status";
  input.classList.add("file--behind");
  input.after(button, chosen);

  input.addEventListener("change", () => {
    const names = [...input.files].map(({ name }) => name);
    chosen.textContent = names.length ? input.dataset.picked.replace("{names}", names.join(", ")) : "";
    input.setCustomValidity(most && names.length > most ? input.dataset.tooMany : "");
    input.reportValidity();
  });
}
