/** Commitment, promise and proof slip: the twin of dingxin/tlog/leaf.py and promise.py. */

import { SealBroken } from "./errors.js";
import { canonical, fixedHex, hex, parseCanonical, sha256, utf8 } from "./primitives.js";
import { verify } from "./signing.js";

const KEYS = [
  "dingxin-slip", "log", "commitment", "day", "publish-by", "promise", "salt-detail", "salt-tally", "kind", "scope", "period",
  "tally", "subject",
] as const;

/** What the filer's device knows of its event: salts of 32 random bytes each, subject from `complainantSubject`. */
export interface Opening {
  saltDetail: Uint8Array;
  saltTally: Uint8Array;
  kind: string;
  scope: string;
  period: string;
  subject: Uint8Array;
}
/** day and publishBy: ISO 8601 days. signature: 64 bytes by the log's promise key. */
export interface Promised {
  log: string;
  day: string;
  publishBy: string;
  signature: Uint8Array;
}

export const complainantSubject = (verifyKey: Uint8Array): Uint8Array => sha256(utf8("dingxin/complainant/v1\n"), verifyKey);

function salted(head: string, salt: Uint8Array, rest: Uint8Array): Uint8Array {
  if (salt.length !== 32) throw new SealBroken("a salt is 32 bytes");
  return sha256(utf8(head), salt, rest);
}

/** T, 32 bytes. */
export const tallyToken = (opening: Opening): Uint8Array =>
  salted("dingxin/tally/v1\n", opening.saltTally, canonical([["kind", opening.kind], ["scope", opening.scope], ["period", opening.period]]));

/** C, 32 bytes. */
export function commitment(opening: Opening): Uint8Array {
  if (opening.subject.length !== 32) throw new SealBroken("a subject is 32 bytes");
  const detail = canonical([["v", "1"], ["kind", opening.kind], ["tally", hex(tallyToken(opening))], ["subject", hex(opening.subject)]]);
  return salted("dingxin/detail/v1\n", opening.saltDetail, detail);
}

function checkPromise(key: Uint8Array, C: Uint8Array, promised: Promised): void {
  const statement = canonical([
    ["v", "1"], ["purpose", "promise"], ["commitment", hex(C)], ["day", promised.day], ["publish-by", promised.publishBy],
  ]);
  verify(key, "promise", statement, promised.signature);
}

/** The text of a slip; a refusal when the server's promise is not for this opening or not by this key. */
export function makeSlip(opening: Opening, promised: Promised, promiseKey: Uint8Array): string {
  const C = commitment(opening);
  checkPromise(promiseKey, C, promised);
  const facts = [
    "1", promised.log, hex(C), promised.day, promised.publishBy, hex(promised.signature), hex(opening.saltDetail),
    hex(opening.saltTally), opening.kind, opening.scope, opening.period, hex(tallyToken(opening)), hex(opening.subject),
  ];
  return new TextDecoder().decode(canonical(KEYS.map((key, i) => [key, facts[i] ?? ""] as const)));
}

/** Nothing, or a refusal: malformed, the opening of something else, or a promise this key did not give. */
export function checkSlip(text: string, promiseKey: Uint8Array): void {
  const f = parseCanonical(utf8(text), KEYS);
  const at = (i: number): string => f[i] ?? "";
  const opening: Opening = {
    saltDetail: fixedHex(at(6), 32), saltTally: fixedHex(at(7), 32), kind: at(8), scope: at(9), period: at(10), subject: fixedHex(at(12), 32),
  };
  const promised: Promised = { log: at(1), day: at(3), publishBy: at(4), signature: fixedHex(at(5), 64) };
  if (makeSlip(opening, promised, promiseKey) !== text) throw new SealBroken("the slip contradicts itself");
}
