// Keeps what is being written: at once on this device (where the space allows it), a moment later on the server.
// Without this file the button "Keep as draft" does the same.
const form = document.querySelector("form[data-save]"), text = form?.source;
const key = form && `draft ${form.dataset.owner} ${form.dataset.place}`, onDevice = form && "device" in form.dataset;
const line = form?.querySelector("[data-kept]");
let timer;

function stored() {
  try { return JSON.parse(localStorage.getItem(key)); } catch { return null; }
}

function keep() {
  if (!onDevice) return;
  try {
    localStorage.setItem(key, JSON.stringify({ id: form.client_key.value, text: text.value, title: form.title?.value }));
    say("deviceText");
  } catch { /* no storage: the server keeps it */ }
}

function say(which) {
  line.hidden = false;
  line.textContent = line.dataset[which];
}

async function save() {
  const body = new URLSearchParams(new FormData(form));
  body.set("place", form.dataset.place);
  try {
    const reply = await fetch(form.dataset.save, { method: "POST", body, headers: { Accept: "application/json" } });
    if (reply.ok && (await reply.json()).kept) say("serverText");
  } catch { /* the line is broken; the device has it */ }
}

if (form) {
  const found = stored();
  if (found && (found.id === form.dataset.posted || !onDevice)) localStorage.removeItem(key);
  else if (found?.text && !text.value) {
    text.value = found.text;
    form.client_key.value = found.id;
    if (form.title && !form.title.value) form.title.value = found.title ?? "";
    say("deviceText");
  }
  form.addEventListener("input", () => {
    keep();
    clearTimeout(timer);
    timer = setTimeout(save, 2000);
  });
}
