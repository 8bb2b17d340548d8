// The call sheet: Alt and 0 for "no receipt", Alt and D for danger. Both are choices on the page as well.
(() => {
  "use strict";
  const form = document.querySelector("form.call");
  document.addEventListener("keydown", (event) => {
    if (!form || !event.altKey || event.ctrlKey || event.metaKey || document.body.dataset.keys === "off") return;
    const act = {
      Digit0: () => form.querySelector('[name="receipt"][value="no"]'),
      KeyD: () => {
        form.querySelector(".danger").open = true;
        return form.querySelector('[name="danger"]');
      },
    }[event.code];
    const field = act?.();
    if (!field) return;
    event.preventDefault();
    field.checked = true;
    field.focus();
    field.dispatchEvent(new Event("input", { bubbles: true }));
  });
})();
