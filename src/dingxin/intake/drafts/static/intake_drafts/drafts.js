// Keeps what is written in a form, sealed to whoever writes it, a moment after the last key and when the window goes away.
// The server seals it; nothing of it stays in the browser. Without this script the form works, and a crash loses it.
(() => {
  "use strict";
  const PAUSE = 2000; // ms after the last change
  const LONGEST = 5000; // ms without being kept, for who types on without a pause
  const FLUSH = 1500; // ms that locking waits for what was typed just before
  const pending = [];
  for (const form of document.querySelectorAll("form[data-keep]")) {
    const line = form.querySelector("[data-kept]");
    const say = (state) => { if (line) { line.dataset.state = state; line.textContent = line.dataset[state] + (state === "kept" ? " " + clock() : ""); } };
    const clock = () => new Date().toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" });
    let turn = Number(form.dataset.turn ?? 0), timer = 0, dirty = false, sent = false, busy = false, since = 0;

    const body = () => {
      const data = new URLSearchParams();
      for (const [name, value] of new FormData(form)) if (typeof value === "string") data.append(name, value);
      data.set("dx_draft_turn", String((turn += 1)));
      return data;
    };
    const keep = async (last = false) => {
      clearTimeout(timer);
      if (!dirty || sent || (busy && !last)) return;
      dirty = false;
      since = 0;
      busy = true;
      try {
        const answer = await fetch(form.dataset.keep, {
          method: "POST", body: body(), keepalive: last, headers: { Accept: "application/json" }, credentials: "same-origin",
        });
        if (answer.ok) {
          say("kept");
          if (!dirty) form.dispatchEvent(new CustomEvent("dx:kept", { bubbles: true }));
        } else {
          dirty = true;
          say({ 401: "locked", 413: "long", 423: "locked" }[answer.status] ?? "broken");
        }
      } catch {
        dirty = true;
        say("broken");
      }
      busy = false;
      if (dirty && !sent) timer = setTimeout(keep, PAUSE * 2);
    };
    form.addEventListener("input", () => {
      dirty = true;
      since ||= performance.now();
      clearTimeout(timer);
      timer = setTimeout(keep, Math.max(0, Math.min(PAUSE, since + LONGEST - performance.now())));
    });
    pending.push(async () => {
      if (dirty) await keep(true);
      const next = document.querySelector("[data-lock]")?.form.elements.namedItem("next");
      if (next && turn > 0 && !dirty) next.value = `${location.pathname}?draft=${form.dataset.keep.split("/").at(-3)}`;
    });
    form.addEventListener("submit", () => { sent = true; clearTimeout(timer); });
    addEventListener("pageshow", () => { sent = false; });
    document.addEventListener("visibilitychange", () => { if (document.visibilityState === "hidden") keep(true); });
  }

  // Locking takes the key away that seals a draft: what was typed just before is kept first, and found again afterwards.
  let going = false;
  document.querySelector("[data-lock]")?.form.addEventListener("submit", (event) => {
    if (going || !pending.length) return;
    event.preventDefault();
    going = true;
    const form = event.target;
    const wait = new Promise((done) => setTimeout(done, FLUSH));
    Promise.race([Promise.all(pending.map((one) => one())), wait]).finally(() => form.requestSubmit());
  });
})();
