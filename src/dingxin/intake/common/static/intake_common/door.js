// The counter. Alt and a digit go to a part of the form. Reading the digits back: on to the next group when three fit.
// Printing. All of it works without this, slower.
(() => {
  "use strict";
  const form = document.querySelector("form.door");
  const control = "textarea, select, input:not([type=hidden], [type=radio]), input[type=radio]:checked";
  document.addEventListener("keydown", (event) => {
    if (!form || !event.altKey || event.ctrlKey || event.metaKey || document.body.dataset.keys === "off") return;
    const part = /^Digit([1-4])$/.exec(event.code)?.[1];
    if (!part) return;
    event.preventDefault();
    const field = form.querySelector(`[data-part="${part}"]`)?.querySelector(control);
    field?.focus();
    if (field?.matches("input:not([type=radio])")) field.select(); // as Tab does: what is typed takes the old one's place
  });

  // A draft that is gone on with, or a form that came back: the cursor stands after what is written. The browser gives the
  // focus after this ran, and leaves the cursor where it is.
  const story = form?.querySelector("textarea[autofocus]");
  story?.setSelectionRange(story.value.length, story.value.length);

  // A scanner types like a keyboard and ends with Enter, which must not file a form that is half written.
  for (const field of document.querySelectorAll("[data-scan]")) {
    field.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.ctrlKey || event.metaKey) return;
      event.preventDefault();
      const fields = [...(field.form?.elements ?? [])];
      fields.slice(fields.indexOf(field) + 1).find((one) => !one.disabled && one.type !== "hidden")?.focus();
    });
  }

  // A browser sends a half-written day as an empty field: it is asked for here, before anything leaves the page.
  form?.addEventListener("submit", (event) => {
    for (const field of form.elements) field.setCustomValidity?.("");
    const half = [...form.elements].find((field) => field.validity?.badInput);
    if (!half) return;
    event.preventDefault();
    half.setCustomValidity(form.dataset.half);
    half.reportValidity();
    half.addEventListener("input", () => half.setCustomValidity(""), { once: true });
  });

  const groups = [...document.querySelectorAll(".digits.back .in")];
  const plain = (text) => text.normalize("NFKC").replace(/[^0-9]/g, ""); // full-width digits of an input method
  groups[0]?.focus();
  for (const [at, field] of groups.entries()) {
    field.addEventListener("input", (event) => {
      if (event.isComposing) return;
      if (plain(field.value) !== field.value) field.value = plain(field.value);
      field.classList.toggle("is-wrong", field.value.length === 3 && !field.validity.valid);
      if (field.validity.valid) (groups[at + 1] ?? document.querySelector("[data-next], [data-print]"))?.focus();
      else if (field.value.length === 3) field.select();
    });
    field.addEventListener("compositionend", () => field.dispatchEvent(new Event("input")));
  }
  for (const button of document.querySelectorAll("[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => print());
  }
})();
