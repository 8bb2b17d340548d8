/** age v1 to exactly one X25519 recipient, by age-encryption: the twin of dingxin/sealing/age.py. */

import { x25519 } from "@noble/curves/ed25519.js";
import { bech32 } from "@scure/base";
import { Decrypter, Encrypter } from "age-encryption";
import { RecipientRefused, SealBroken } from "./errors.js";
import { pad, unpad } from "./frames.js";
import { randomBytes } from "./primitives.js";

const HEADER = /^age-encryption\.org\/v1\n-> X25519 [A-Za-z0-9+/]{43}\n[A-Za-z0-9+/]{43}\n--- [A-Za-z0-9+/]{43}\n$/;
export const HEADER_BYTES = 168;

export interface AgeIdentity {
  secret: string;
  recipient: string;
}

function decode(prefix: string, text: string): Uint8Array {
  try {
    const read = bech32.decode(text as `${string}1${string}`, false);
    if (read.prefix === prefix && text === text.toLowerCase()) {
      const data = bech32.fromWords(read.words);
      if (data.length === 32) return data;
    }
  } catch {
    // refused below, whatever was wrong
  }
  throw new RecipientRefused("not an X25519 key of this kind");
}

/** The 32 bytes of an `age1…` X25519 recipient. Post-quantum, plugin and SSH recipients are refused: both ends must agree. */
export const recipientBytes = (recipient: string): Uint8Array => decode("age", recipient);

export function secretBytes(secret: string): Uint8Array {
  if (secret !== secret.toUpperCase()) throw new RecipientRefused("not an X25519 identity");
  return decode("age-secret-key-", secret.toLowerCase());
}

export function identityFromSeed(seed: Uint8Array): AgeIdentity {
  return {
    secret: bech32.encodeFromBytes("age-secret-key-", seed).toUpperCase(),
    recipient: bech32.encodeFromBytes("age", x25519.getPublicKey(seed)),
  };
}

export const newIdentity = (): AgeIdentity => identityFromSeed(randomBytes(32));

/** An age file, `HEADER_BYTES` + 16 + 16 for each 64 KiB begun longer than the statement. */
export async function sealTo(recipient: string, statement: Uint8Array): Promise<Uint8Array> {
  recipientBytes(recipient);
  const encrypter = new Encrypter();
  encrypter.addRecipient(recipient);
  return encrypter.encrypt(statement);
}

/** The statement, or SealBroken: also when the header is anything but one X25519 stanza. */
export async function openWith(secret: string, blob: Uint8Array): Promise<Uint8Array> {
  secretBytes(secret);
  if (!HEADER.test(Array.from(blob.subarray(0, HEADER_BYTES), (byte) => String.fromCharCode(byte)).join(""))) {
    throw new RecipientRefused("age header is not exactly one X25519 stanza");
  }
  const decrypter = new Decrypter();
  decrypter.addIdentity(secret);
  try {
    return await decrypter.decrypt(blob);
  } catch {
    throw new SealBroken("age file does not open");
  }
}

/** As `sealTo`, padded inside to a bucket, so that the length of the text does not show. */
export const sealText = async (recipient: string, text: Uint8Array): Promise<Uint8Array> => sealTo(recipient, pad(text));
export const openText = async (secret: string, blob: Uint8Array): Promise<Uint8Array> => unpad(await openWith(secret, blob));
