// Looks every two seconds how far the work is, and opens the result once it is done. Without it a button does the same.
const box = () => document.querySelector("[data-look-again]");
let pause = 2000;

async function look() {
  try {
    const reply = await fetch(location.href, { headers: { Accept: "text/html" } });
    const page = new DOMParser().parseFromString(await reply.text(), "text/html");
    const fresh = page.querySelector("[data-look-again]");
    if (reply.ok && !fresh) return location.reload();
    if (fresh) box().replaceChildren(...fresh.childNodes);
    pause = reply.ok ? 2000 : Math.min(pause * 2, 60000);
  } catch {
    pause = Math.min(pause * 2, 60000);
  }
  setTimeout(look, pause);
}

setTimeout(look, pause);
