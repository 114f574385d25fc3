// Passkeys: asks the browser for one and sends the form. The form says what for, and where the server's question is.
// Without this file the forms stay hidden: their buttons could do nothing.
const decode = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
const encode = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=/g, "");
const keys = (list) => (list || []).map((one) => ({ ...one, id: decode(one.id) }));

function question({ publicKey }) {
  const asked = { ...publicKey, challenge: decode(publicKey.challenge) };
  if (asked.user) asked.user = { ...asked.user, id: decode(asked.user.id) };
  if (asked.allowCredentials) asked.allowCredentials = keys(asked.allowCredentials);
  if (asked.excludeCredentials) asked.excludeCredentials = keys(asked.excludeCredentials);
  return { publicKey: asked };
}

function answer(credential) {
  const { response } = credential;
  const said = {};
  for (const part of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (response[part]) said[part] = encode(response[part]);
  }
  if (response.getTransports) said.transports = response.getTransports();
  return JSON.stringify({
    type: credential.type,
    id: credential.id,
    rawId: encode(credential.rawId),
    authenticatorAttachment: credential.authenticatorAttachment || null,
    response: said,
    clientExtensionResults: credential.getClientExtensionResults(),
  });
}

// Signing in: the question is fetched when it is needed. Elsewhere it stands in the page.
async function ask(form) {
  if (form.dataset.passkey === "sign-in") {
    const found = await fetch(form.action, { headers: { Accept: "application/json" } });
    return (await found.json()).request_options;
  }
  const data = JSON.parse(document.getElementById("js_data").textContent);
  return data.creation_options || data.request_options;
}

async function use(form) {
  const options = question(await ask(form));
  if (form.dataset.passkey !== "add") return navigator.credentials.get(options);
  // A passkey signs in by itself: it stays on the device and asks for a finger, a face or a PIN.
  Object.assign(options.publicKey.authenticatorSelection, {
    residentKey: "required",
    requireResidentKey: true,
    userVerification: "required",
  });
  return navigator.credentials.create(options);
}

// A second step by passkey is offered to those who have one.
function isWithout(form) {
  if (form.dataset.passkey !== "confirm") return false;
  const { request_options } = JSON.parse(document.getElementById("js_data").textContent);
  return !(request_options.publicKey.allowCredentials || []).length;
}

for (const form of document.querySelectorAll("form[data-passkey]")) {
  const problem = form.querySelector("[data-passkey-problem]");
  form.hidden = !window.PublicKeyCredential || isWithout(form);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    problem.hidden = true;
    try {
      form.elements.credential.value = answer(await use(form));
      const shared = document.getElementById("id_shared");
      if (shared && form.elements.shared) form.elements.shared.value = shared.checked ? "on" : "";
      form.submit();
    } catch {
      problem.hidden = false;
      problem.focus();
    }
  });
}
