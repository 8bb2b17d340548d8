// Files beside a draft go as soon as they are chosen, one after another, and the list comes back in place; what is typed
// stays where it is. Without this script the same buttons send the whole form, which keeps the words too.
(() => {
  "use strict";
  const form = document.querySelector("form.door");
  if (!form) return;
  const regions = () => [...form.querySelectorAll("[data-files]")];
  const say = (text) => { for (const one of form.querySelectorAll("[data-files-say]")) one.textContent = text; };

  // The answer is the door's own page: its lists take the place of ours.
  const put = (html, next) => {
    const page = new DOMParser().parseFromString(html, "text/html");
    const focused = document.activeElement?.closest("[data-files]") ? document.activeElement : null;
    const again = focused?.getAttribute("formaction") ?? (focused?.id ? `#${focused.id}` : "");
    for (const region of regions()) {
      const fresh = page.querySelector(`[data-files="${region.dataset.files}"]`);
      if (fresh) region.replaceWith(document.importNode(fresh, true));
    }
    // A page moved to an end has no further way there: then the way back. One taken out has no button: the field for more.
    const back = again.replace(/(up|down)\/$/, (_, way) => `${way === "up" ? "down" : "up"}/`);
    const target = again.startsWith("#") ? form.querySelector(again)
      : form.querySelector(`[formaction="${again}"]`) ?? form.querySelector(`[formaction="${back}"]`)
        ?? form.querySelector(`[data-page="${focused?.closest("[data-page]")?.dataset.page}"] [formaction]`);
    if (again) (target ?? form.querySelector("[data-adds]"))?.focus();
    document.dispatchEvent(new CustomEvent("dx:files", { detail: { next } }));
  };
  const send = async (address, files = [], next = false) => {
    const body = new FormData();
    for (const name of ["csrfmiddlewaretoken", "stationing"]) body.append(name, form.elements[name].value);
    body.append("files_only", "1");
    for (const [name, file] of files) body.append(name, file, file.name || "recording");
    const answer = await fetch(address, { method: "POST", body, credentials: "same-origin" });
    const html = await answer.text();
    if (!answer.ok || !answer.redirected) throw new Error(String(answer.status));
    put(html, next);
  };
  let busy = Promise.resolve();
  const add = (input, chosen) => {
    const address = form.querySelector("[data-add]").getAttribute("formaction");
    busy = busy.then(async () => {
      for (const [at, file] of chosen.entries()) {
        say(`${at + 1} / ${chosen.length}`);
        await send(address, [[input, file]], at > 0);
      }
      say("");
    }).catch(() => say(form.dataset.notTaken ?? "!"));
    return busy;
  };
  document.addEventListener("dx:add", (event) => add(event.detail.name, event.detail.files)); // a recording that ended
  form.addEventListener("change", (event) => {
    if (!event.target.matches?.("[data-adds]") || !event.target.files.length) return;
    add(event.target.name, [...event.target.files]);
  });
  form.addEventListener("click", (event) => {
    const button = event.target.closest?.("[data-files] button[formaction]");
    if (!button || button.matches("[data-add]")) return;
    event.preventDefault();
    busy = busy.then(() => send(button.getAttribute("formaction"))).catch(() => say(form.dataset.notTaken ?? "!"));
  });
  const quiet = () => { for (const one of form.querySelectorAll("[data-add]")) one.hidden = true; };
  document.addEventListener("dx:files", quiet);
  quiet();
})();
