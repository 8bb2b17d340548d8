/** Derivation of a receipt in a worker: the page stays alive, sees progress and can give up. */

import { DigitsWrong, SealBroken } from "./errors.js";
import { type Cost, type ReceiptDerived, checkDigits } from "./digits.js";

export interface DeriveRequest {
  digits: string;
  salt: Uint8Array;
  cost: Cost;
}
export type DeriveReply =
  | { kind: "progress"; done: number }
  | { kind: "derived"; derived: ReceiptDerived }
  | { kind: "failed"; name: string };

/** Giving up, told apart from failing. */
export class Cancelled extends Error {
  override name = "Cancelled";
}

/**
 * lookup and wrap of 18 digits, computed by the worker at `workerUrl` (dist/receipt-worker.js, same origin).
 *
 * onProgress: 0 to 1. Rejects with DigitsWrong at once on mistyped digits, with Cancelled once `signal` aborts (the worker
 * and its 64 MiB are gone then), with SealBroken where the worker cannot run.
 */
export function deriveInWorker(
  workerUrl: string | URL, request: DeriveRequest, options: { onProgress?: (done: number) => void; signal?: AbortSignal } = {},
): Promise<ReceiptDerived> {
  return new Promise((resolve, reject) => {
    const digits = checkDigits(request.digits);
    if (options.signal?.aborted) throw new Cancelled("cancelled");
    const worker = new Worker(workerUrl);
    const end = (settle: () => void) => {
      worker.terminate();
      options.signal?.removeEventListener("abort", cancel);
      settle();
    };
    const cancel = () => end(() => reject(new Cancelled("cancelled")));
    options.signal?.addEventListener("abort", cancel);
    worker.onerror = () => end(() => reject(new SealBroken("the worker does not run")));
    worker.onmessage = (event: MessageEvent<DeriveReply>) => {
      const reply = event.data;
      if (reply.kind === "progress") options.onProgress?.(reply.done);
      else if (reply.kind === "derived") end(() => resolve(reply.derived));
      else end(() => reject(reply.name === "DigitsWrong" ? new DigitsWrong("digits") : new SealBroken("derivation failed")));
    };
    worker.postMessage({ ...request, digits });
  });
}
