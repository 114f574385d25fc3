// A button beside each password field that shows what was typed. Without this script the field works as it is.
const words = document.getElementById("show-password");
for (const input of document.querySelectorAll("input[type=password]")) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button button-quiet";
  button.setAttribute("aria-controls", input.id);
  const say = () => {
    button.textContent = input.type === "password" ? words.dataset.show : words.dataset.hide;
  };
  button.addEventListener("click", () => {
    input.type = input.type === "password" ? "text" : "password";
    say();
  });
  // A browser keeps passwords it sees as passwords only, and a screen must not show one after sending.
  input.form.addEventListener("submit", () => {
    input.type = "password";
  });
  say();
  input.after(button);
}
