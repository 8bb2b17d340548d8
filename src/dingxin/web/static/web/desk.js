// The staff pages' keys. Everything here is also a link, a button or a form on the page; nothing sends by itself.
(() => {
  "use strict";
  const body = document.body;
  const KEPT = "dx-keys-off";
  const rows = () => [...document.querySelectorAll("[data-rows] > li, [data-rows] > tr, .q > li, .story > li, tbody[data-rows] > tr")];
  const kept = () => { try { return localStorage.getItem(KEPT) === "1"; } catch { return false; } };
  let off = body.dataset.keys === "off" || kept();

  // Keys on or off: single letters get in the way of speech input and screen readers (WCAG 2.1.4).
  const show = () => {
    body.dataset.keys = off ? "off" : "on";
    for (const button of document.querySelectorAll("[data-keys-switch]")) {
      button.hidden = false;
      button.textContent = off ? button.dataset.off : button.dataset.on;
      button.setAttribute("aria-pressed", String(!off));
    }
  };
  document.addEventListener("click", (event) => {
    if (!event.target.closest?.("[data-keys-switch]")) return;
    off = !off;
    try { off ? localStorage.setItem(KEPT, "1") : localStorage.removeItem(KEPT); } catch { /* kept for this page only */ }
    show();
  });

  const go = (step) => {
    const list = rows();
    if (!list.length) return;
    const at = list.findIndex((row) => row.classList.contains("is-on"));
    const next = list[Math.min(list.length - 1, Math.max(0, at < 0 ? 0 : at + step))];
    for (const row of list) row.classList.toggle("is-on", row === next);
    const target = next.querySelector("a, button, summary") ?? next;
    if (target === next) next.tabIndex = -1;
    target.focus({ preventScroll: true });
    next.scrollIntoView({ block: "nearest" });
  };
  const press = (selector) => {
    const on = document.querySelector(".is-on");
    const element = on?.querySelector(selector) ?? document.querySelector(selector);
    if (!element) return false;
    if (element.matches("input, textarea, select, details, [tabindex]")) {
      if (element.matches("details")) element.open = true;
      (element.matches("details") ? element.querySelector("summary") : element).focus();
    } else element.click();
    return true;
  };

  // A device for house visits keeps a key of its own: its page wipes that, counts what is not sent, and then signs out.
  document.addEventListener("submit", (event) => {
    let key = null;
    try { key = localStorage.getItem("dx-household"); } catch { /* then there is none */ }
    if (!key || !new URL(event.target.action).pathname.endsWith("/staff/sign-out/")) return;
    event.preventDefault();
    location.assign("/desk/household/page/#out");
  });

  const writing = (target) => target.closest?.("input:not([type=radio], [type=checkbox]), textarea, select, [contenteditable]");
  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && !event.altKey) {
      if (event.key.toLowerCase() === "l" && document.querySelector("[data-lock]")) {
        event.preventDefault();
        document.querySelector("[data-lock]").form.requestSubmit(); // not submit(): that one would ask about the draft first
      } else if (event.key === "Enter") {
        // From nowhere in particular: the page's one form, such as a decision that asks for no words.
        const sends = document.querySelectorAll("main [data-key-send]");
        const form = event.target.form ?? (event.target === body && sends.length === 1 ? sends[0].form : null);
        if (!form) return;
        event.preventDefault();
        form.requestSubmit(form.querySelector("[data-key-send]") ?? undefined);
      }
      return;
    }
    if (off || event.altKey || event.ctrlKey || event.metaKey || event.isComposing || writing(event.target)) return;
    const act = {
      j: () => { go(1); return true; },
      k: () => { go(-1); return true; },
      o: () => press("[data-open], .q-what a, summary"),
      "/": () => press("[data-find], .bar-find input"),
    }[event.key] ?? (/^[a-z]$/.test(event.key) ? () => press(`[data-key="${event.key}"]`) : null);
    if (act?.()) event.preventDefault();
  });

  // What is on its way is not sent again by a second press: the first answer may hold what is shown once, and a note
  // would stand there twice. Esc stops the browser's waiting, so after it the form may be sent again.
  const ON_ITS_WAY = 15_000; // ms; afterwards somebody presses on purpose
  let sent = new WeakMap();
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.method !== "post") return;
    if (Date.now() - (sent.get(form) ?? -ON_ITS_WAY) < ON_ITS_WAY) event.preventDefault();
    else sent.set(form, Date.now());
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    sent = new WeakMap();
    if (event.target.matches?.("[data-find], .bar-find input")) event.target.blur();
  });

  // A draft that is not sealed yet: ask before leaving. Sending the form, or locking, is leaving on purpose.
  const changed = new Set();
  document.addEventListener("input", (event) => {
    const form = event.target.closest?.("form[data-draft]");
    if (form) changed.add(form);
  });
  document.addEventListener("submit", (event) => { if (!event.defaultPrevented) changed.clear(); });
  document.addEventListener("dx:kept", (event) => changed.delete(event.target));
  addEventListener("beforeunload", (event) => { if (changed.size) event.preventDefault(); });

  // A key that does nothing on this page is not offered at the foot of it.
  const works = (key) => ({
    j: () => rows().length, k: () => rows().length, "↵": () => rows().length,
    o: () => document.querySelector("[data-open], .q-what a, .piece > summary"), "/": () => document.querySelector("[data-find], .bar-find input"),
  }[key] ?? (/^[a-z]$/.test(key) ? () => document.querySelector(`[data-key="${key}"]`) : () => true))();
  for (const hint of document.querySelectorAll(".keys > span")) {
    const keys = [...hint.querySelectorAll("kbd")].map((key) => key.textContent);
    hint.hidden = keys[0]?.length === 1 && !keys.every(works); // Ctrl, Tab and Space belong to the form, not to a row
  }
  document.querySelector(".bar-nav [aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });
  show();
})();
