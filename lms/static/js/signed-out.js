// Signed out: forgets words typed and not posted. Answers that wait to be sent stay.
const { signedOut } = document.querySelector("[data-signed-out]").dataset;
for (const key in localStorage) if (key.startsWith(`draft ${signedOut} `)) localStorage.removeItem(key);
