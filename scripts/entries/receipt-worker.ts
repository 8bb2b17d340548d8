/** Worker: derives one receipt, reports progress about a hundred times. Started and ended by seal/derive.ts. */

import type { DeriveReply, DeriveRequest } from "../seal/derive.js";
import { deriveReceipt } from "../seal/digits.js";

// the few members of a worker's global that are used: lib.dom and lib.webworker cannot be loaded together
declare const self: { onmessage: ((event: MessageEvent<DeriveRequest>) => void) | null; postMessage(message: DeriveReply): void };

self.onmessage = (event) => {
  const { digits, salt, cost } = event.data;
  let shown = -1;
  try {
    const derived = deriveReceipt(digits, salt, cost, (done) => {
      const hundredth = Math.floor(done * 100);
      if (hundredth === shown) return;
      shown = hundredth;
      self.postMessage({ kind: "progress", done });
    });
    self.postMessage({ kind: "derived", derived });
  } catch (error) {
    self.postMessage({ kind: "failed", name: error instanceof Error ? error.name : "" });
  }
};
