// Says at once when too many photos are chosen; the server checks too.

export function pickPhotos(input) {
  const most = Number(input.dataset.most);
  input.addEventListener("change", () => {
    input.setCustomValidity(input.files.length > most ? input.dataset.tooMany : "");
    input.reportValidity();
  });
}
