/** Signed statements and who must have signed them: the twin of dingxin/sealing/statements.py. */

import { recipientBytes } from "./age.js";
import { CanonicalBroken, StatementRefused } from "./errors.js";
import { type Pair, canonical, fixedHex, hex, parseCanonical, sameBytes, sha256 } from "./primitives.js";
import { sign, verify, verifyKey } from "./signing.js";

type Kind = "recipient" | "member" | "answer" | "complainant" | "keyset";
type Field = "text" | "count" | "age" | "day" | "act" | 32 | 16;
export const ACTS = [
  "confirm", "dispute", "consent", "withdraw-consent", "withdraw", "message", "addition", "interference", "narrow", "close", "change",
  "delete", "satisfied", "well",
] as const;

const FIELDS: Record<Exclude<Kind, "keyset">, readonly (readonly [string, Field])[]> = {
  recipient: [
    ["vault", "text"], ["epoch", "count"], ["scope", "text"], ["inbound", "age"], ["custodians", "age"],
    ["answer-key", 32], ["not-before", "day"], ["not-after", "day"],
  ],
  member: [
    ["member", "text"], ["recipient", "age"], ["verify-key", 32], ["team", "text"], ["role", "text"],
    ["not-before", "day"], ["not-after", "day"],
  ],
  answer: [["thread", "text"], ["seq", "count"], ["ciphertext", 32], ["day", "day"]],
  complainant: [["act", "act"], ["thread", "text"], ["answered", 32], ["word", "text"], ["nonce", 16]],
};

/** Values as written in the lines: bytes as hex, days as ISO 8601. `bytes` is exactly what is signed. */
export interface Statement {
  kind: Kind;
  values: Readonly<Record<string, string>>;
  bytes: Uint8Array;
}
export interface Signature {
  key: Uint8Array;
  signature: Uint8Array;
}

function isDay(text: string): boolean {
  if (!/^[0-9]{4}-[0-9]{2}-[0-9]{2}$/.test(text) || text.startsWith("0000")) return false;
  const time = Date.parse(text + "T00:00:00Z");
  return !Number.isNaN(time) && new Date(time).toISOString().slice(0, 10) === text;
}

function check(kind: Field, value: string): void {
  if (kind === "age") recipientBytes(value);
  else if (typeof kind === "number") fixedHex(value, kind);
  else if (
    (kind === "count" && !/^(0|-?[1-9][0-9]*)$/.test(value)) || (kind === "day" && !isDay(value)) ||
    (kind === "act" && !(ACTS as readonly string[]).includes(value))
  ) throw new CanonicalBroken("a field is malformed");
}

/** Writes and checks a statement; `values` holds every field of its kind. */
export function makeStatement(kind: Exclude<Kind, "keyset">, values: Record<string, string>): Statement {
  const pairs = FIELDS[kind].map(([name, type]): Pair => {
    const value = values[name];
    if (value === undefined) throw new CanonicalBroken("a field is missing");
    check(type, value);
    return [name, value];
  });
  return { kind, values, bytes: canonical([["v", "1"], ["purpose", kind], ...pairs]) };
}

/** The statement, or CanonicalBroken unless the bytes are exactly what is written for it. */
export function parseStatement(kind: Kind, data: Uint8Array): Statement {
  const names = kind === "keyset" ? keysetNames(data) : ["v", "purpose", ...FIELDS[kind].map(([name]) => name)];
  const found = parseCanonical(data, names);
  const values: Record<string, string> = {};
  names.forEach((name, i) => (values[name] = found[i] ?? ""));
  if (values["v"] !== "1" || values["purpose"] !== kind) throw new CanonicalBroken("a statement of another kind");
  if (kind === "keyset") checkKeyset(values);
  else FIELDS[kind].forEach(([name, type]) => check(type, values[name] ?? ""));
  return { kind, values, bytes: data.slice() };
}

function keysetNames(data: Uint8Array): string[] {
  const count = data.filter((byte) => byte === 10).length - 6;
  return ["v", "purpose", "body", "number", "previous", "signers", ...Array.from({ length: Math.max(0, count) }, (_, i) => `signer-${i + 1}`)];
}

function checkKeyset(values: Record<string, string>): void {
  const keys = Object.keys(values).filter((name) => name.startsWith("signer-")).map((name) => {
    const [key = "", ...name2] = (values[name] ?? "").split(" ");
    if (!name2.length) throw new CanonicalBroken("a signer has a key and a name");
    return hex(fixedHex(key, 32));
  });
  fixedHex(values["previous"] ?? "", 32);
  const sorted = keys.every((key, i) => i === 0 || (keys[i - 1] ?? "") < key);
  if (!/^[1-9][0-9]*$/.test(values["number"] ?? "") || values["signers"] !== String(keys.length) || keys.length < 2 || !sorted) {
    throw new CanonicalBroken("a keyset has two or more different keys, sorted");
  }
}

/** The keys of a keyset. */
export function keysetKeys(keyset: Statement): Uint8Array[] {
  return Object.entries(keyset.values).filter(([name]) => name.startsWith("signer-")).map(([, value]) => fixedHex(value.slice(0, 64), 32));
}

export const signStatement = (seed: Uint8Array, statement: Statement): Signature => ({
  key: verifyKey(seed), signature: sign(seed, statement.kind, statement.bytes),
});

/**
 * Nothing, or StatementRefused / SignatureBad. Every signature must hold, each by a different key of `signers`, at least
 * `needed`, none by the key the statement is about; `today` (ISO 8601) within not-before … not-after where it has them.
 */
export function verifyStatement(
  statement: Statement, signatures: readonly Signature[], signers: readonly Uint8Array[], today: string, needed = 2,
): void {
  const { "not-before": first, "not-after": last } = statement.values;
  if (!isDay(today)) throw new Error("today is an ISO 8601 day");
  if (first !== undefined && today < first) throw new StatementRefused("not-yet");
  if (last !== undefined && today > last) throw new StatementRefused("expired");
  const keys = signatures.map((one) => hex(one.key));
  if (new Set(keys).size !== keys.length) throw new StatementRefused("signed-twice");
  const known = new Set(signers.map(hex));
  if (!keys.every((key) => known.has(key))) throw new StatementRefused("unknown-signer");
  if (statement.kind === "member" && keys.includes(statement.values["verify-key"] ?? "")) throw new StatementRefused("own-signature");
  if (keys.length < needed) throw new StatementRefused("too-few-signers");
  for (const one of signatures) verify(one.key, statement.kind, statement.bytes, one.signature);
}

/** Nothing, or a refusal: the next keyset of the same body, signed by two keys of the one before. */
export function verifyKeysetChange(old: Statement, next: Statement, signatures: readonly Signature[], today: string): void {
  const follows = old.values["body"] === next.values["body"] && Number(next.values["number"]) === Number(old.values["number"]) + 1;
  if (!follows || !sameBytes(fixedHex(next.values["previous"] ?? "", 32), sha256(old.bytes))) throw new StatementRefused("wrong-body");
  verifyStatement(next, signatures, keysetKeys(old), today);
}
