/** From a draft to the sealed bytes of one submission. Everything is made here; what leaves this page is unreadable. */

import type { ReceiptDerived } from "../../seal/digits.js";
import { identityFileSecret, newSecrets, sealSubmission } from "../../seal/envelope.js";
import { canonical, hex, randomBytes } from "../../seal/primitives.js";
import { complainantKeys, newCs, sealCs } from "../../seal/receipts.js";
import { type Opening, commitment, complainantSubject, tallyToken } from "../../seal/slip.js";
import type { Inlet, Recipient } from "../inlet.js";
import { b64 } from "../net.js";
import { type FileToSend, announce } from "../uploads.js";
import { type Draft, identity, words } from "./draft.js";

/** Drawn once for a draft: sending it twice, or changed, is still one submission. */
export interface Ids {
  thread: string;
  cs: Uint8Array;
  saltDetail: Uint8Array;
  saltTally: Uint8Array;
}
export const newIds = (): Ids => ({ thread: hex(randomBytes(16)), cs: newCs(), saltDetail: randomBytes(32), saltTally: randomBytes(32) });

/** `body`: the JSON of /api/submit, sent as it is each time. */
export interface Filing {
  body: string;
  opening: Opening;
  files: FileToSend[];
}

export async function fileOf(
  draft: Draft, ids: Ids, inlet: Inlet, to: Recipient, derived: ReceiptDerived, onFile: (name: string) => void,
): Promise<Filing> {
  const secrets = newSecrets();
  const sealed = await sealSubmission({
    submission: ids.thread, vault: to.vault, epoch: to.epoch, inbound: to.inbound, custodians: to.custodians, words: words(draft),
    identity: identity(draft), level: draft.level, secrets,
  });
  const files: FileToSend[] = [];
  const announced = [];
  for (const file of draft.files) {
    onFile(file.name);
    const secret = file.person ? identityFileSecret(secrets.a, secrets.b, ids.thread) : secrets.S;
    const { manifest, of } = await announce(secret, file.id, file.blob, file.name, file.type);
    announced.push({ id: file.id, of, manifest: b64(manifest), held_by_identity: file.person });
    files.push({ file: file.id, name: file.name, type: file.type, blob: file.blob, secret, of });
  }
  const keys = complainantKeys(ids.cs);
  const opening: Opening = {
    saltDetail: ids.saltDetail, saltTally: ids.saltTally, kind: "received", scope: inlet.log.scope, period: inlet.log.period,
    subject: complainantSubject(keys.verify),
  };
  const detail = canonical([["v", "1"], ["kind", opening.kind], ["tally", hex(tallyToken(opening))], ["subject", hex(opening.subject)]]);
  const body = JSON.stringify({
    v: 1, code: inlet.code, thread: ids.thread, vault: to.vault, epoch: to.epoch, head: b64(sealed.head), words: b64(sealed.words),
    identity: b64(sealed.identity), share_b: b64(sealed.shareB), answer_recipient: keys.age.recipient, verify_key: b64(keys.verify),
    shows: draft.shows, lookup: b64(derived.lookup), w: b64(sealCs(derived.wrap, ids.cs)), files: announced,
    entry: {
      commitment: b64(commitment(opening)), detail: b64(detail), salt_d: b64(ids.saltDetail), salt_t: b64(ids.saltTally),
      scope: opening.scope, period: opening.period,
    },
  });
  return { body, opening, files };
}
