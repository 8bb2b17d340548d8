/** What a device signs over a record that it sealed without a network: the twin of dingxin/sealing/household.py. */

import { canonical, hex, sha256 } from "./primitives.js";

/** Ids are 32 hex digits, `sealedOn` an ISO 8601 day; hashes and salts 32 bytes each. */
export interface HouseholdManifest {
  device: string;
  number: number;
  thread: string;
  stationing: string;
  vault: string;
  epoch: number;
  statement: Uint8Array;
  sealedOn: string;
  persons: number;
  head: Uint8Array;
  words: Uint8Array;
  identity: Uint8Array;
  shareB: Uint8Array;
  receipt: Uint8Array;
  files: Uint8Array;
  saltDetail: Uint8Array;
  saltTally: Uint8Array;
}

export const manifestLines = (m: HouseholdManifest): Uint8Array => canonical([
  ["v", "1"], ["purpose", "household"], ["device", m.device], ["number", String(m.number)], ["thread", m.thread], ["stationing", m.stationing],
  ["vault", m.vault], ["epoch", String(m.epoch)], ["statement", hex(m.statement)], ["sealed-on", m.sealedOn], ["channel", "household"],
  ["persons", String(m.persons)], ["head", hex(m.head)], ["words", hex(m.words)], ["identity", hex(m.identity)], ["share-b", hex(m.shareB)],
  ["receipt", hex(m.receipt)], ["files", hex(m.files)], ["salt-detail", hex(m.saltDetail)], ["salt-tally", hex(m.saltTally)],
]);

/** The way back; each may be empty. `printed`: id of a card. */
export interface WayBack {
  answerRecipient: string;
  verifyKey: Uint8Array;
  lookup: Uint8Array;
  W: Uint8Array;
  printed: string;
  shows: string;
}

export const receiptLines = (r: WayBack): Uint8Array => canonical([
  ["answer-recipient", r.answerRecipient], ["verify-key", hex(r.verifyKey)], ["lookup", hex(r.lookup)], ["w", hex(r.W)], ["printed", r.printed],
  ["shows", r.shows],
]);

export interface FileLine {
  id: string;
  of: number;
  held: boolean;
  manifest: Uint8Array;
}

export const fileLines = (files: readonly FileLine[]): Uint8Array =>
  canonical(files.map((one) => [one.id, `${one.of} ${one.held ? 1 : 0} ${hex(sha256(one.manifest))}`] as const));
