// Keeps what is being written: at once on this device (where the space allows it), a moment later on the server.
// Without this file the button "Keep as draft" does the same.
const form = document.querySelector("form[data-save]"), text = form?.source;
const key = form && `draft ${form.dataset.owner} ${form.dataset.place}`, onDevice = form && "device" in form.dataset;
const line = form?.querySelector("[data-kept]"), offer = form?.querySelector("[data-other]");
// What the server has as far as this page knows, what was sent to it last, and words of this device that are in neither.
let had, sent, other = "", timer, kept = true;

// All that is typed and chosen, to be compared.
function said(it) {
  return [it.title ?? "", it.question ? "?" : "", it.theme ?? "", it.text].join("\n");
}

function now() {
  const { title, question, theme } = form;
  return { title: title?.value, question: question?.checked, theme: theme?.value, text: text.value };
}

function words() {
  return said(now());
}

function stored() {
  try { return JSON.parse(localStorage.getItem(key)); } catch { return null; }
}

function forget() {
  try { localStorage.removeItem(key); } catch { /* no storage, nothing in it */ }
}

function keep() {
  if (!onDevice) return false;
  try {
    localStorage.setItem(key, JSON.stringify({ id: form.client_key.value, ...now(), had, sent, other }));
    return true;
  } catch { return false; /* the server keeps it */ }
}

function say(which) {
  line.hidden = false;
  line.textContent = line.dataset[which];
}

function changed() {
  kept = keep();
  if (kept) say("deviceText");
  clearTimeout(timer);
  timer = setTimeout(save, 2000);
}

async function save(leaving = false) {
  clearTimeout(timer);
  timer = 0;
  const typed = sent = words(), body = new URLSearchParams(new FormData(form));
  body.set("place", form.dataset.place);
  keep();
  try {
    const headers = { Accept: "application/json" };
    const reply = await fetch(form.dataset.save, { method: "POST", body, headers, keepalive: leaving });
    if (!reply.ok || !(await reply.json()).kept) return;
    had = typed;
    keep();
    if (typed !== words()) return;
    kept = true;
    say("serverText");
  } catch { /* the line is broken; the device has it */ }
}

function show(found) {
  if (!text.value) form.client_key.value = found.id;
  if (form.title && found.title) form.title.value = found.title;
  if (form.question) form.question.checked = !!found.question;
  if (form.theme) form.theme.value = found.theme ?? "";
  text.value = found.text;
  changed();
}

if (form) {
  const found = stored();
  had = words();
  if (found && (found.id === form.dataset.posted || !onDevice)) forget();
  else if (found) {
    other = found.other ?? "";
    if (found.text && said(found) !== had) {
      // Written on after what the server has: shown. Where the draft was changed elsewhere both are kept, and neither is chosen.
      if (!text.value || had === found.had || had === found.sent) show(found);
      else other = [other, found.text].filter(Boolean).join("\n\n");
    }
    offer.hidden = !other;
  }
  offer.querySelector("button").addEventListener("click", () => {
    text.value = `${text.value}\n\n${other}`.trim();
    other = "";
    offer.hidden = true;
    changed();
    text.focus();
  });
  form.addEventListener("input", changed);
  form.addEventListener("submit", () => {
    kept = true;
    clearTimeout(timer);
    timer = 0;
  });
  document.addEventListener("visibilitychange", () => { if (document.hidden && timer) save(true); });
  addEventListener("beforeunload", (leaving) => { if (!kept) leaving.preventDefault(); });
}
