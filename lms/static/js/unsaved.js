// Whoever leaves with something typed or chosen and not sent is asked first. Without this file nobody is asked.
const touched = new Set();

for (const form of document.querySelectorAll("form[data-unsaved]")) {
  // What was refused stands in these fields and nowhere else.
  if (form.querySelector(".field-error")) touched.add(form);
  form.addEventListener("input", () => { touched.add(form); });
  form.addEventListener("submit", () => { touched.delete(form); });
}

addEventListener("beforeunload", (leaving) => {
  if (touched.size) leaving.preventDefault();
});
