/** Ed25519 over a purpose and a statement: the twin of dingxin/sealing/signing.py. */

import { ed25519 } from "@noble/curves/ed25519.js";
import { SignatureBad } from "./errors.js";
import { concat, hex, label, sha256, utf8 } from "./primitives.js";

/** What is really signed: the purpose, then the statement. */
export const message = (purpose: string, statement: Uint8Array): Uint8Array => concat(label(purpose, "dingxin/sign/"), Uint8Array.of(10), statement);

export const verifyKey = (seed: Uint8Array): Uint8Array => ed25519.getPublicKey(seed);

export const sign = (seed: Uint8Array, purpose: string, statement: Uint8Array): Uint8Array => ed25519.sign(message(purpose, statement), seed);

/** Nothing, or SignatureBad. Strict RFC 8032, as libsodium: one form of each signature, no keys of low order. */
export function verify(key: Uint8Array, purpose: string, statement: Uint8Array, signature: Uint8Array): void {
  let holds = false;
  try {
    holds = key.length === 32 && signature.length === 64 && ed25519.verify(signature, message(purpose, statement), key, { zip215: false });
  } catch {
    holds = false;
  }
  if (!holds) throw new SignatureBad("signature does not hold");
}

/** 96 bits as six groups of four upper-case hex digits, as printed on notice and poster. */
export function fingerprint(statement: Uint8Array): string {
  const digits = hex(sha256(utf8("dingxin/fingerprint/v1\n"), statement)).slice(0, 24).toUpperCase();
  return (digits.match(/.{4}/g) ?? []).join(" ");
}
