// Whoever leaves with something typed or chosen and not sent is asked first. Without this file nobody is asked.
const before = new Map();

function state(form) {
  return new URLSearchParams(new FormData(form)).toString();
}

function watch() {
  for (const form of document.querySelectorAll("form[data-unsaved]")) {
    // What was refused, or is shown again after another button, stands in these fields and nowhere else.
    const typed = form.dataset.unsaved === "typed" || form.querySelector(".field-error");
    before.set(form, typed ? null : state(form));
    form.addEventListener("submit", sent);
  }
}

function sent(event) {
  before.delete(event.currentTarget);
}

addEventListener("beforeunload", (leaving) => {
  if ([...before].some(([form, was]) => state(form) !== was)) leaving.preventDefault();
});
// Come back to by the button of the browser, the page is as it was left.
addEventListener("pageshow", (shown) => { if (shown.persisted) watch(); });
watch();
