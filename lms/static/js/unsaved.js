// Whoever leaves with something chosen and not saved is asked first. Without this file nobody is asked.
let unsaved = false;

for (const form of document.querySelectorAll("form[data-unsaved]")) {
  form.addEventListener("input", () => { unsaved = true; });
  form.addEventListener("submit", () => { unsaved = false; });
}

addEventListener("beforeunload", (leaving) => {
  if (unsaved) leaving.preventDefault();
});
