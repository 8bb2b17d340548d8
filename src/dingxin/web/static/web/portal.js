// "Leave now" also takes this page out of the browser's way back. Without script the link works as it is.
document.addEventListener("click", (event) => {
  const link = event.target.closest?.("a.leave");
  if (link && !event.ctrlKey && !event.metaKey) {
    event.preventDefault();
    location.replace(link.href);
  }
});
