// The rhythm of reading: ] opens the next that nobody has read, [ the one before. Both are links on the page.
(() => {
  "use strict";
  document.addEventListener("keydown", (event) => {
    const busy = event.target.closest?.("input:not([type=radio], [type=checkbox]), textarea, select");
    if (document.body.dataset.keys === "off" || event.altKey || event.ctrlKey || event.metaKey || event.isComposing || busy) return;
    if (event.key !== "]" && event.key !== "[") return;
    const link = document.querySelector(`[data-step="${event.key}"]`);
    if (link) { event.preventDefault(); link.click(); }
  });
  // What went wrong is read and seen first.
  document.querySelector(".wrong, .said-done[tabindex]")?.focus();
})();
