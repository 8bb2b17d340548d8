// Where the browser can lock on the device, "Report a problem" leads to the sealing page. Without script the link works
// as it is. Nothing is asked of anybody here: only whether the two things that sealing needs are there.
if (globalThis.crypto?.getRandomValues && globalThis.Worker && globalThis.BigInt && globalThis.TextEncoder) {
  for (const link of document.querySelectorAll("a[data-seal]")) link.href = link.dataset.seal;
}
