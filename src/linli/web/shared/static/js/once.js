// A form that was sent is not sent again by an impatient second press. The server checks too.

const SENT_AGAIN_MS = 8000;

export function sendOnce(form) {
  form.addEventListener("submit", (event) => {
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    form.dataset.sent = "yes";
    const button = event.submitter;
    // Disabled only after the browser has read the form: a disabled button is not sent.
    setTimeout(() => button?.setAttribute("aria-disabled", "true"));
    setTimeout(() => release(form, button), SENT_AGAIN_MS);
  });
  // Back from the next page: the form may be sent again.
  window.addEventListener("pageshow", () => release(form, null));
}

function release(form, button) {
  delete form.dataset.sent;
  (button ?? form.querySelector("[aria-disabled]"))?.removeAttribute("aria-disabled");
}
