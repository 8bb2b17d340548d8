/**
 * The device's signing key. Where the browser knows Ed25519 it makes the key itself and never gives it out, not to this page
 * either; elsewhere the seed is kept under such a key of AES-GCM. It signs and opens nothing: whoever takes it off the disk
 * could write in the member's name until the device is revoked, and read nothing.
 */

import { message, sign as signWithSeed, verifyKey } from "../../seal/signing.js";
import { randomBytes } from "../../seal/primitives.js";

export type HeldKey = { kind: "native"; key: CryptoKey } | { kind: "wrapped"; wrap: CryptoKey; nonce: Uint8Array; seed: Uint8Array };

const plain = (data: Uint8Array): Uint8Array<ArrayBuffer> => new Uint8Array(data);

export async function newKey(): Promise<{ verifyKey: Uint8Array; key: HeldKey }> {
  try {
    const made = (await crypto.subtle.generateKey({ name: "Ed25519" }, false, ["sign", "verify"])) as CryptoKeyPair;
    return { verifyKey: new Uint8Array(await crypto.subtle.exportKey("raw", made.publicKey)), key: { kind: "native", key: made.privateKey } };
  } catch {
    const seed = randomBytes(32);
    const nonce = randomBytes(12);
    const wrap = await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
    const sealed = await crypto.subtle.encrypt({ name: "AES-GCM", iv: plain(nonce) }, wrap, plain(seed));
    return { verifyKey: verifyKey(seed), key: { kind: "wrapped", wrap, nonce, seed: new Uint8Array(sealed) } };
  }
}

export async function signed(held: HeldKey, statement: Uint8Array): Promise<Uint8Array> {
  if (held.kind === "native") return new Uint8Array(await crypto.subtle.sign("Ed25519", held.key, plain(message("household", statement))));
  const seed = await crypto.subtle.decrypt({ name: "AES-GCM", iv: plain(held.nonce) }, held.wrap, plain(held.seed));
  return signWithSeed(new Uint8Array(seed), "household", statement);
}
