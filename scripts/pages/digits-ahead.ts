/** Digits drawn at once and derived in the worker while the person does something else. */

import { deriveInWorker } from "../seal/derive.js";
import type { Cost, ReceiptDerived } from "../seal/digits.js";
import { newDigits } from "../seal/digits.js";
import { partAddress } from "./parts.js";

export interface Ahead {
  digits: string;
  done: number; // 0 to 1
  derived: Promise<ReceiptDerived>;
  again(): void; // after a failure
}

export function drawAhead(salt: Uint8Array, cost: Cost): Ahead {
  const ahead: Ahead = { digits: newDigits(), done: 0, derived: Promise.reject(new Error("not begun")), again: start };
  function start(): void {
    ahead.done = 0;
    ahead.derived = deriveInWorker(partAddress("receipt-worker"), { digits: ahead.digits, salt, cost }, { onProgress: (done) => (ahead.done = done) });
    ahead.derived.catch(() => undefined); // said when it is needed
  }
  ahead.derived.catch(() => undefined);
  start();
  return ahead;
}
