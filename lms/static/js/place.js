// A lesson switched to another language opens where one was reading (P11): at the same part, as far down in it. Parts are
// counted from the end, for what may stand above them, such as a notice, differs between languages. Without this script it
// opens at its top.
const parts = [...document.querySelector("article.lesson").children];

document.addEventListener("submit", ({ target }) => {
  if (!target.matches("[data-lang]")) return;
  const at = parts.findLastIndex((part) => part.getBoundingClientRect().top <= 1);
  const { top, height } = parts[Math.max(at, 0)].getBoundingClientRect();
  const gone = Math.min(Math.round((-100 * top) / (height || 1)), 99);
  target.action = target.action.split("#")[0] + (at > 0 ? `#part-${parts.length - at}-${Math.max(gone, 0)}` : "");
});

const asked = /^#part-(\d+)-(\d+)$/.exec(location.hash);
const part = asked && parts[parts.length - asked[1]];
if (part) {
  const { top, height } = part.getBoundingClientRect();
  scrollTo({ top: scrollY + top + (height * asked[2]) / 100, behavior: "instant" });
}
