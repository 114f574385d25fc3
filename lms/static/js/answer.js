// Saves each answer as it is chosen; what cannot be sent waits on this device (a shared one: this tab). Only the
// server's word makes it "saved". Without this file the buttons do the same. Focus never moves.
const one = (query, from = document) => from.querySelector(query);
const box = one("[data-saving]"), form = one("form[data-answer]"), handIn = one("form[data-hand-in]");
const key = `answers ${box.dataset.saving}`, here = location.pathname;
const store = () => window[box.dataset.store];
let memory = {}, running, delay = 2000, seq = form ? form.client_seq.value - 1 : 0;

function waiting() {
  try { return JSON.parse(store().getItem(key) ?? localStorage.getItem(key)) ?? {}; } catch { return memory; }
}

function keep(all) {
  memory = all;
  try {
    if (Object.keys(all)[0]) store().setItem(key, JSON.stringify(all));
    else for (const at of [store(), localStorage]) at.removeItem(key);
  } catch { /* no storage: kept while the page is open */ }
}

function say(state, text, url) {
  const words = one(`[data-state=${state}]`, box).content.cloneNode(true), link = one("a", words);
  if (text) one(".saved", words).lastChild.data = text;
  if (url && link) link.href = url;
  one("[aria-live]", box).replaceChildren(words);
}

async function send(url, { id, seq, options }) {
  const body = new URLSearchParams({ client_uuid: id, client_seq: seq });
  body.append("csrfmiddlewaretoken", (form ?? handIn).csrfmiddlewaretoken.value);
  for (const option of options) body.append("option", option);
  try {
    const reply = await fetch(url, { method: "POST", body, headers: { Accept: "application/json" } });
    return [200, 401, 409, 422].includes(reply.status) && await reply.json();
  } catch { /* the line is broken */ }
}

async function sendAll() {
  let sent = 0;
  for (let next; (next = Object.entries(waiting())[0]);) {
    const [url, answer] = next, reply = await send(url, answer);
    if (!reply || reply.state === "out") {
      say(reply ? "out" : "device");
      if (!reply) setTimeout(flush, delay = Math.min(delay * 2, 60000));
      return;
    }
    const { [url]: now, ...rest } = waiting(), same = now?.id === answer.id;
    if (same) keep(rest);
    if (url === here) seq = Math.max(seq, reply.seq || 0);
    if (url === here ? same : reply.state !== "saved") say(reply.state, reply.text, url);
    else sent++;
    delay = 2000;
  }
  if (sent && handIn && !handIn.going) location.reload();
}

const flush = () => running ??= sendAll().finally(() => running = null);

form?.addEventListener("change", () => {
  // An id that also works where the connection is not encrypted.
  const id = URL.createObjectURL(new Blob()).slice(-36);
  form.client_uuid.value = id;
  form.client_seq.value = ++seq;
  keep({ ...waiting(), [here]: { id, seq, options: new FormData(form).getAll("option") } });
  say("device");
  flush();
});

handIn?.addEventListener("submit", async (event) => {
  if (!Object.keys(waiting())[0]) return;
  event.preventDefault();
  handIn.going = true;
  await flush();
  if (!Object.keys(waiting())[0]) handIn.submit();
});

const mine = waiting()[here];
if (form && mine?.seq > seq) {
  for (const input of form.option) input.checked = mine.options.includes(input.value);
  form.client_uuid.value = mine.id;
  form.client_seq.value = seq = mine.seq;
  say("device");
}
addEventListener("online", flush);
flush();
