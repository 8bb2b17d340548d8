/** The receipt: the twin of dingxin/sealing/receipts.py, without what needs the server's pepper. */

import { type AgeIdentity, identityFromSeed } from "./age.js";
import { padExact, unpadExact } from "./frames.js";
import { KEY_BYTES, aeadOpen, aeadSeal, associated, hkdf, randomBytes } from "./primitives.js";
import { verifyKey } from "./signing.js";

export * from "./digits.js";

export const REPLY_BYTES = 64 * 1024;
const CS_AD = associated("receipt", "-", "cs");
export interface ComplainantKeys {
  age: AgeIdentity;
  seed: Uint8Array;
  verify: Uint8Array;
}

export const newCs = (): Uint8Array => randomBytes(KEY_BYTES);

export function complainantKeys(cs: Uint8Array): ComplainantKeys {
  const seed = hkdf(cs, "complainant-sign");
  return { age: identityFromSeed(hkdf(cs, "complainant-age")), seed, verify: verifyKey(seed) };
}

/** W, 73 bytes. */
export const sealCs = (wrap: Uint8Array, cs: Uint8Array): Uint8Array => aeadSeal(wrap, cs, CS_AD);
export const openCs = (wrap: Uint8Array, W: Uint8Array): Uint8Array => aeadOpen(wrap, W, CS_AD);
export const padReply = (reply: Uint8Array, size = REPLY_BYTES): Uint8Array => padExact(reply, size);
export const unpadReply = (data: Uint8Array, size = REPLY_BYTES): Uint8Array => unpadExact(data, size);
