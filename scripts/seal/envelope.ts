/** The inbound envelope: the twin of dingxin/sealing/envelope.py. Sealed here, so that the server never sees the words. */

import { openText, sealText } from "./age.js";
import { SealBroken } from "./errors.js";
import { frame, pad, padExact, unframe, unpad, unpadExact } from "./frames.js";
import { KEY_BYTES, aeadOpen, aeadSeal, associated, canonical, concat, fixedHex, hex, hkdf, parseCanonical, randomBytes } from "./primitives.js";

export type Level = "anonymous" | "confidential" | "open";
const LEVELS: readonly string[] = ["anonymous", "confidential", "open"];
const IDENTITY_BYTES = 2048;
export const IDENTITY_MAX = IDENTITY_BYTES - 5;
const HEAD_KEYS = ["v", "purpose", "submission", "vault", "epoch", "S", "a", "b", "level"] as const;
const SHARE_KEYS = ["v", "purpose", "submission", "b"] as const;

export interface SubmissionSecrets {
  S: Uint8Array;
  a: Uint8Array;
  b: Uint8Array;
}
export interface Envelope {
  head: Uint8Array;
  words: Uint8Array;
  identity: Uint8Array;
  shareB: Uint8Array;
  secrets: SubmissionSecrets;
}
export interface HeadContents {
  submission: string;
  vault: string;
  epoch: number;
  S: Uint8Array;
  a: Uint8Array;
  b: Uint8Array | null;
  level: Level;
}

export const newSecrets = (): SubmissionSecrets => ({ S: randomBytes(KEY_BYTES), a: randomBytes(KEY_BYTES), b: randomBytes(KEY_BYTES) });

function ad(submission: string, field: string): Uint8Array {
  fixedHex(submission, 16);
  return associated("submission", submission, field);
}

function identityKey(a: Uint8Array, b: Uint8Array, submission: string): Uint8Array {
  if (a.length !== KEY_BYTES || b.length !== KEY_BYTES) throw new SealBroken("an identity opens with both shares");
  return hkdf(concat(a, b), "identity", fixedHex(submission, 16));
}

/** What stands for S in files that carry a person: only both shares together give it, under a label of its own. */
export function identityFileSecret(a: Uint8Array, b: Uint8Array, submission: string): Uint8Array {
  if (a.length !== KEY_BYTES || b.length !== KEY_BYTES) throw new SealBroken("a file that carries a person opens with both shares");
  return hkdf(concat(a, b), "identity-file", fixedHex(submission, 16));
}

export const sealWords = (S: Uint8Array, submission: string, words: Uint8Array): Uint8Array =>
  aeadSeal(hkdf(S, "words"), pad(words), ad(submission, "words"));
export const openWords = (S: Uint8Array, submission: string, blob: Uint8Array): Uint8Array =>
  unpad(aeadOpen(hkdf(S, "words"), blob, ad(submission, "words")));

/** At most `IDENTITY_MAX` bytes, or a dummy of the same size for null. */
export function sealIdentity(a: Uint8Array, b: Uint8Array, submission: string, identity: Uint8Array | null): Uint8Array {
  const inner = padExact(identity === null ? Uint8Array.of(0) : concat(Uint8Array.of(1), identity), IDENTITY_BYTES);
  return aeadSeal(identityKey(a, b, submission), inner, ad(submission, "identity"));
}

export function openIdentity(a: Uint8Array, b: Uint8Array, submission: string, blob: Uint8Array): Uint8Array | null {
  const inner = unpadExact(aeadOpen(identityKey(a, b, submission), blob, ad(submission, "identity")), IDENTITY_BYTES);
  if (inner[0] === 1) return inner.slice(1);
  if (inner.length === 1 && inner[0] === 0) return null;
  throw new SealBroken("identity is neither given nor withheld");
}

export async function sealShareB(custodians: string, submission: string, b: Uint8Array): Promise<Uint8Array> {
  fixedHex(submission, 16);
  const statement = canonical([["v", "1"], ["purpose", "identity-share"], ["submission", submission], ["b", hex(b)]]);
  return frame(await sealText(custodians, statement));
}

export async function openShareB(secret: string, blob: Uint8Array, submission: string): Promise<Uint8Array> {
  const [v, purpose, inner, b] = parseCanonical(await openText(secret, unframe(blob)), SHARE_KEYS);
  if (v !== "1" || purpose !== "identity-share" || inner !== submission) throw new SealBroken("this share belongs to something else");
  return fixedHex(b ?? "", KEY_BYTES);
}

export async function sealHead(
  inbound: string, submission: string, vault: string, epoch: number, secrets: SubmissionSecrets, level: Level,
): Promise<Uint8Array> {
  fixedHex(submission, 16);
  if (!LEVELS.includes(level) || epoch < 0) throw new Error("no such level or epoch");
  const b = level === "open" ? hex(secrets.b) : "-";
  const facts = ["1", "submission-head", submission, vault, String(epoch), hex(secrets.S), hex(secrets.a), b, level];
  return frame(await sealText(inbound, canonical(HEAD_KEYS.map((key, i) => [key, facts[i] ?? ""] as const))));
}

export async function openHead(secret: string, blob: Uint8Array, submission: string, vault: string): Promise<HeadContents> {
  const values = parseCanonical(await openText(secret, unframe(blob)), HEAD_KEYS);
  const [v = "", purpose = "", inner = "", innerVault = "", epoch = "", S = "", a = "", b = "", level = ""] = values;
  if (v !== "1" || purpose !== "submission-head" || !LEVELS.includes(level)) throw new SealBroken("not the head of a submission");
  if (inner !== submission || innerVault !== vault) throw new SealBroken("this head belongs to something else");
  if ((b === "-") === (level === "open") || !/^(0|[1-9][0-9]{0,8})$/.test(epoch)) throw new SealBroken("head contradicts itself");
  return {
    submission, vault, epoch: Number(epoch), S: fixedHex(S, KEY_BYTES), a: fixedHex(a, KEY_BYTES),
    b: b === "-" ? null : fixedHex(b, KEY_BYTES), level: level as Level,
  };
}

/** Seals one submission. `inbound` and `custodians` come from a recipient statement that `verifyStatement` accepted. */
export async function sealSubmission(given: {
  submission: string; vault: string; epoch: number; inbound: string; custodians: string;
  words: Uint8Array; identity: Uint8Array | null; level: Level; secrets?: SubmissionSecrets;
}): Promise<Envelope> {
  if ((given.identity === null) !== (given.level === "anonymous")) throw new Error("an identity goes with every level but anonymous");
  const secrets = given.secrets ?? newSecrets(); // given where files were sealed under S before the words were finished
  return {
    head: await sealHead(given.inbound, given.submission, given.vault, given.epoch, secrets, given.level),
    words: sealWords(secrets.S, given.submission, given.words),
    identity: sealIdentity(secrets.a, secrets.b, given.submission, given.identity),
    shareB: await sealShareB(given.custodians, given.submission, secrets.b),
    secrets,
  };
}
