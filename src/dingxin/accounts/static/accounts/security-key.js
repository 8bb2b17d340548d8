// Asks a security key and sends what it signed with the form around the button. Without this the form stays hidden and
// codes work. What can be said is in the page, in its language: <template data-say="…">.
(() => {
  "use strict";
  const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (sign) => sign.charCodeAt(0));
  const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  const listed = (keys) => (keys ?? []).map((key) => ({ ...key, id: bytes(key.id) }));

  // Options of the server have bytes as base64url (WebAuthn § 5.1.8); parse…OptionsFromJSON is not in every browser yet.
  const toGet = (given) => ({
    ...given, challenge: bytes(given.challenge), allowCredentials: listed(given.allowCredentials),
  });
  const toCreate = (given) => ({
    ...given, challenge: bytes(given.challenge), user: { ...given.user, id: bytes(given.user.id) },
    excludeCredentials: listed(given.excludeCredentials),
  });

  function written(credential) {
    const response = { clientDataJSON: text(credential.response.clientDataJSON) };
    for (const name of ["attestationObject", "authenticatorData", "signature"]) {
      if (credential.response[name]) response[name] = text(credential.response[name]);
    }
    return JSON.stringify({
      id: credential.id, rawId: text(credential.rawId), type: credential.type, response, clientExtensionResults: {},
    });
  }

  // Browsers say "not allowed" of a person who stopped, of a key that is not there and of time that ran out, on purpose.
  function why(error, asked, patience) {
    if (error.name === "InvalidStateError") return "known";
    if (error.name === "SecurityError") return "host";
    if (error.name === "NotSupportedError" || error.name === "ConstraintError") return "unfit";
    if (error.name === "TypeError" || error.name === "SyntaxError") return "server";
    return performance.now() - asked >= patience - 1000 ? "late" : "stopped";
  }

  for (const form of document.querySelectorAll("form[data-security-key]")) {
    const create = form.dataset.securityKey === "create";
    const button = form.querySelector("button");
    const said = form.querySelector("[role=status]");
    const say = (what) => {
      const words = form.querySelector(`template[data-say="${what}"]`)?.content.textContent ?? "";
      said.textContent = words;
      said.toggleAttribute("data-wrong", !["", "touch", "missing"].includes(what));
    };
    form.hidden = false;
    if (!window.isSecureContext || !window.PublicKeyCredential) {
      button.parentElement.remove();
      say(window.isSecureContext ? "missing" : "host");
      continue;
    }
    const ask = async () => {
      const sent = new URLSearchParams({
        csrfmiddlewaretoken: form.elements.csrfmiddlewaretoken.value, what: form.dataset.securityKey,
      });
      const answer = await fetch(form.dataset.challenge, {
        method: "POST", body: sent, headers: { Accept: "application/json" }, redirect: "error",
      });
      return { ok: answer.ok, given: await answer.json() };
    };
    const begin = async () => {
      let asked = 0, patience = 0;
      say("touch");
      try {
        const { ok, given } = await ask();
        if (!ok) {
          say("server");
          if (given.text) said.textContent = given.text;
          return;
        }
        asked = performance.now();
        patience = given.timeout;
        const credential = create
          ? await navigator.credentials.create({ publicKey: toCreate(given) })
          : await navigator.credentials.get({ publicKey: toGet(given) });
        form.elements.answer.value = written(credential);
        form.submit();
      } catch (error) {
        say(asked ? why(error, asked, patience) : "server");
      }
    };
    let busy = false;
    button.addEventListener("click", async () => {
      if (busy) return; // a second press would void the challenge of the first
      busy = true;
      await begin();
      busy = false;
    });
  }
})();
