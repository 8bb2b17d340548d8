/** Derive, seal, draw, write down: the twin of dingxin/sealing/primitives.py. */

import { xchacha20poly1305 } from "@noble/ciphers/chacha.js";
import { hkdf as nobleHkdf } from "@noble/hashes/hkdf.js";
import { hmac } from "@noble/hashes/hmac.js";
import { sha256 as nobleSha256 } from "@noble/hashes/sha2.js";
import { CanonicalBroken, SealBroken } from "./errors.js";

export const KEY_BYTES = 32;
const NONCE_BYTES = 24;
export const AEAD_OVERHEAD = 1 + NONCE_BYTES + 16;
export type RandomSource = (n: number) => Uint8Array;
export type Pair = readonly [string, string];

let source: RandomSource = (n) => {
  const drawn = new Uint8Array(n);
  for (let at = 0; at < n; at += 65536) crypto.getRandomValues(drawn.subarray(at, Math.min(n, at + 65536)));
  return drawn;
};

/** n bytes from the browser, or from the source of `usingRandom`. */
export function randomBytes(n: number): Uint8Array {
  return source(n);
}

/** Runs `work`, which must be synchronous, with another source: for vectors. */
export function usingRandom<T>(other: RandomSource, work: () => T): T {
  const before = source;
  source = other;
  try {
    return work();
  } finally {
    source = before;
  }
}

/** HMAC-SHA256(seed, u64 counter) read as one stream. */
export function seeded(seed: Uint8Array): RandomSource {
  let counter = 0;
  let spare: Uint8Array = new Uint8Array(0);
  return (n) => {
    while (spare.length < n) {
      const block = new Uint8Array(8);
      new DataView(block.buffer).setUint32(4, counter++);
      spare = concat(spare, hmac(nobleSha256, seed, block));
    }
    const drawn = spare.slice(0, n);
    spare = spare.slice(n);
    return drawn;
  };
}

export function concat(...parts: Uint8Array[]): Uint8Array {
  const joined = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
}

export function sameBytes(one: Uint8Array, two: Uint8Array): boolean {
  return one.length === two.length && one.every((byte, i) => byte === two[i]);
}

export function hex(data: Uint8Array): string {
  return Array.from(data, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** The bytes of exactly 2 * size lower-case hex digits; else CanonicalBroken. */
export function fixedHex(text: string, size: number): Uint8Array {
  if (text.length !== 2 * size || !/^[0-9a-f]*$/.test(text)) throw new CanonicalBroken("not lower-case hex of the right length");
  return Uint8Array.from({ length: size }, (_, i) => parseInt(text.slice(2 * i, 2 * i + 2), 16));
}

/** UTF-8; CanonicalBroken on half a surrogate pair, which TextEncoder would replace silently. */
export function utf8(text: string): Uint8Array {
  if (/[\ud800-\udbff](?![\udc00-\udfff])|(?:^|[^\ud800-\udbff])[\udc00-\udfff]/.test(text)) throw new CanonicalBroken("text is not valid Unicode");
  return new TextEncoder().encode(text);
}

export function fromUtf8(data: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(data);
  } catch {
    throw new CanonicalBroken("not UTF-8");
  }
}

export function sha256(...parts: Uint8Array[]): Uint8Array {
  return nobleSha256(concat(...parts));
}

export function hkdfRaw(key: Uint8Array, salt: Uint8Array, info: Uint8Array, length = 32): Uint8Array {
  return nobleHkdf(nobleSha256, key, salt.length ? salt : undefined, info, length);
}

export function label(purpose: string, prefix = "dingxin/"): Uint8Array {
  if (!/^[a-z0-9]+(-[a-z0-9]+)*$/.test(purpose)) throw new Error("a purpose is lower-case words joined by hyphens");
  return utf8(prefix + purpose + "/v1");
}

/** HKDF-SHA256 without salt; info is the label, then, where there is a context, 0x00 and the context. */
export function hkdf(key: Uint8Array, purpose: string, context: Uint8Array = new Uint8Array(0), length = 32): Uint8Array {
  const info = label(purpose);
  return hkdfRaw(key, new Uint8Array(0), context.length ? concat(info, new Uint8Array(1), context) : info, length);
}

/** 0x01 ‖ nonce ‖ XChaCha20-Poly1305, 41 bytes longer than the plaintext. */
export function aeadSeal(key: Uint8Array, plaintext: Uint8Array, ad: Uint8Array): Uint8Array {
  const nonce = randomBytes(NONCE_BYTES);
  return concat(Uint8Array.of(1), nonce, xchacha20poly1305(key, nonce, ad).encrypt(plaintext));
}

export function aeadOpen(key: Uint8Array, sealed: Uint8Array, ad: Uint8Array): Uint8Array {
  if (key.length !== KEY_BYTES || sealed.length < AEAD_OVERHEAD || sealed[0] !== 1) throw new SealBroken("not a sealed value of version 1");
  try {
    return xchacha20poly1305(key, sealed.slice(1, 1 + NONCE_BYTES), ad).decrypt(sealed.slice(1 + NONCE_BYTES));
  } catch {
    throw new SealBroken("sealed value does not open");
  }
}

/** UTF-8 `key value\n` lines in the order given. */
export function canonical(pairs: readonly Pair[]): Uint8Array {
  const seen = new Set<string>();
  let text = "";
  for (const [key, value] of pairs) {
    if (!key || /[ \n]/.test(key) || value.includes("\n") || seen.has(key)) throw new CanonicalBroken("key or value cannot be written as one line");
    seen.add(key);
    text += key + " " + value + "\n";
  }
  return utf8(text);
}

/** The values, exactly the keys expected and in that order; else CanonicalBroken. */
export function parseCanonical(data: Uint8Array, expected: readonly string[]): string[] {
  const lines = fromUtf8(data).split("\n");
  if (lines.pop() !== "" || lines.length !== expected.length) throw new CanonicalBroken("wrong number of lines");
  return lines.map((line, i) => {
    const space = line.indexOf(" ");
    if (space < 0 || line.slice(0, space) !== expected[i]) throw new CanonicalBroken("unexpected key");
    return line.slice(space + 1);
  });
}

export function associated(frozenLabel: string, id: string, field: string, ...more: Pair[]): Uint8Array {
  return canonical([["v", "1"], ["label", frozenLabel], ["id", id], ["field", field], ...more]);
}
