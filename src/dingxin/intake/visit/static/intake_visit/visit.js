// Reading the digits back: on to the next group when three fit. Printing. All of it works without this, slower.
(() => {
  "use strict";
  const groups = [...document.querySelectorAll(".digits.back .in")];
  groups[0]?.focus();
  for (const [at, field] of groups.entries()) {
    field.addEventListener("input", () => {
      field.classList.toggle("is-wrong", field.value.length === 3 && !field.validity.valid);
      if (field.validity.valid) (groups[at + 1] ?? document.querySelector("[data-print]"))?.focus();
      else if (field.value.length === 3) field.select();
    });
  }
  for (const button of document.querySelectorAll("[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => print());
  }
})();
