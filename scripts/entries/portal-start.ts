/** On pages with script: sends reports and returns to the pages where words are sealed and opened in the browser. */

const able = typeof BigInt === "function" && typeof Worker === "function" && typeof fetch === "function" &&
  typeof AbortController === "function" && typeof Blob.prototype.arrayBuffer === "function" && !!window.crypto && !!crypto.getRandomValues;

if (able) {
  const pages: Record<string, string> = { report: "seal", return: "back" };
  document.querySelectorAll<HTMLAnchorElement>("a[href]").forEach((link) => {
    const found = /^\/([a-z-]+)\/([-\w]+)\/(report|return)\/$/.exec(link.getAttribute("href") ?? "");
    if (found) link.setAttribute("href", `/${pages[found[3] ?? ""]}/#${found[1]}/${found[2]}`);
  });
}
