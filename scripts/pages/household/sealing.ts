/** From what was said to a sealed, signed record on the device: the words are in this page until then, and nowhere after. */

import type { ReceiptDerived } from "../../seal/digits.js";
import { identityFileSecret, newSecrets, sealSubmission } from "../../seal/envelope.js";
import { sealFile, sealManifest } from "../../seal/files.js";
import { type FileLine, type WayBack, fileLines, manifestLines, receiptLines } from "../../seal/household.js";
import { hex, randomBytes, sha256 } from "../../seal/primitives.js";
import { complainantKeys, newCs, sealCs } from "../../seal/receipts.js";
import { complainantSubject } from "../../seal/slip.js";
import type { Attached } from "../attach.js";
import type { Inlet, Recipient } from "../inlet.js";
import { b64, unb64 } from "../net.js";
import { type Draft, identity, words } from "../report/draft.js";
import { signed } from "./device-key.js";
import { deviceDay } from "./ready.js";
import { type Card, type Device, type Waiting, keep, one } from "./store.js";

const KEPT_DAYS = 30; // after its last day the private half of a statement's key is kept for as long, at least
const DAY = 86_400_000;

export interface Said {
  draft: Draft;
  persons: number;
  inlet: Inlet;
  to: Recipient;
  way: { kind: "digits"; derived: ReceiptDerived } | { kind: "card"; card: Card } | { kind: "none" };
}
interface SealedPart {
  file: string;
  number: number;
  sealed: Uint8Array;
}
interface SealedFile extends FileLine {
  parts: SealedPart[];
}

const NONE = new Uint8Array(0);

function wayBack({ way, draft }: Said): WayBack {
  const none: WayBack = { answerRecipient: "", verifyKey: NONE, lookup: NONE, W: NONE, printed: "", shows: draft.shows };
  if (way.kind === "card") return { ...none, answerRecipient: way.card.recipient, verifyKey: unb64(way.card.verify_key), printed: way.card.id };
  if (way.kind === "none") return none;
  const cs = newCs();
  const keys = complainantKeys(cs);
  return { ...none, answerRecipient: keys.age.recipient, verifyKey: keys.verify, lookup: way.derived.lookup, W: sealCs(way.derived.wrap, cs) };
}

async function fileOf(secret: Uint8Array, file: Attached): Promise<SealedFile> {
  const parts: SealedPart[] = [];
  const manifest = await sealFile(secret, file.id, file.blob, { name: file.name, mediaType: file.type }, (number, sealed) => {
    parts.push({ file: file.id, number, sealed });
    return Promise.resolve();
  });
  return { id: file.id, of: parts.length, held: file.person, manifest: sealManifest(secret, file.id, manifest), parts };
}

/** Seals, signs and stores; what is stored opens with the team's keys only. Rejects where nothing was stored. */
export async function sealAndKeep(said: Said): Promise<Waiting> {
  const { draft, to, inlet } = said;
  const thread = hex(randomBytes(16));
  const secrets = newSecrets();
  const sealed = await sealSubmission({
    submission: thread, vault: to.vault, epoch: to.epoch, inbound: to.inbound, custodians: to.custodians, words: words(draft),
    identity: identity(draft), level: draft.level, secrets,
  });
  const files: SealedFile[] = [];
  for (const file of draft.files) files.push(await fileOf(file.person ? identityFileSecret(secrets.a, secrets.b, thread) : secrets.S, file));
  const way = wayBack(said);
  const opening = { saltDetail: randomBytes(32), saltTally: randomBytes(32), subject: complainantSubject(way.verifyKey) };
  const body = {
    head: b64(sealed.head), words: b64(sealed.words), identity: b64(sealed.identity), share_b: b64(sealed.shareB), shows: draft.shows,
    answer_recipient: way.answerRecipient, verify_key: b64(way.verifyKey), lookup: b64(way.lookup), w: b64(way.W), printed: way.printed,
    files: files.map((file) => ({ id: file.id, of: file.of, manifest: b64(file.manifest), held_by_identity: file.held })),
  };
  for (;;) { // again where another window of this device was faster: the number is part of what is signed
    const device = (await one("device")) as Device;
    const day = deviceDay();
    const manifest = manifestLines({
      device: device.device, number: device.made + 1, thread, stationing: inlet.stationing, vault: to.vault, epoch: to.epoch,
      statement: sha256(to.bytes), sealedOn: day, persons: said.persons, head: sha256(sealed.head), words: sha256(sealed.words),
      identity: sha256(sealed.identity), shareB: sha256(sealed.shareB), receipt: sha256(receiptLines(way)), files: sha256(fileLines(files)),
      saltDetail: opening.saltDetail, saltTally: opening.saltTally,
    });
    const row: Waiting = {
      thread, number: device.made + 1, day, persons: said.persons, opening, why: "", filed: null,
      until: new Date(Date.parse(to.until) + KEPT_DAYS * DAY).toISOString().slice(0, 10), files: files.map(({ id, of }) => ({ id, of })),
      body: JSON.stringify({ v: 1, manifest: b64(manifest), signature: b64(await signed(device.key, manifest)), ...body }),
    };
    if (await keep(row, files.flatMap((file) => file.parts))) return row;
  }
}
