/** What a person says here, sealed to whoever reads and signed by the key that the digits open. */

import { sealText } from "../../seal/age.js";
import type { ReceiptDerived } from "../../seal/digits.js";
import { newSecrets } from "../../seal/envelope.js";
import { concat, hex, randomBytes, sha256 } from "../../seal/primitives.js";
import { sealCs } from "../../seal/receipts.js";
import { makeStatement, signStatement } from "../../seal/statements.js";
import type { Attached } from "../attach.js";
import { canonicalJson } from "../canonical.js";
import { Trouble, b64, postJson } from "../net.js";
import { type FileToSend, announce } from "../uploads.js";
import { type Visit, reader } from "./visit.js";

export const TEXT_MOST = 5_000;
const NOTHING = "0".repeat(64);
const ANSWERS = ["confirm", "dispute", "satisfied", "consent", "well"];

export interface Said {
  text?: string;
  parts?: Record<string, string>; // of a consent to meet: time, place, way
  files?: Attached[];
}

function signed(visit: Visit, act: string, word: string): Record<string, unknown> {
  const answered = ANSWERS.includes(act) ? visit.page.card.asked : NOTHING;
  const statement = makeStatement("complainant", { act, thread: visit.page.thread, answered, word, nonce: hex(randomBytes(16)) });
  return {
    v: 1, lookup: b64(visit.derived.lookup), statement: b64(statement.bytes), signature: b64(signStatement(visit.keys.seed, statement).signature),
  };
}

async function sealed(visit: Visit, said: Said, files: readonly FileToSend[], S: Uint8Array) {
  const to = reader(visit);
  if (!to) throw new Trouble("refused", "stale");
  const inside: Record<string, unknown> = { v: 1, thread: visit.page.thread, text: (said.text ?? "").replace(/\r\n/g, "\n").trim() };
  if (files.length) Object.assign(inside, { files: files.map((file) => file.file), S: hex(S) });
  if (said.parts) inside["parts"] = said.parts;
  const body = await sealText(to.inbound, canonicalJson(inside));
  return { hash: hex(sha256(body)), text: { vault: to.vault, epoch: to.epoch, body: b64(body) } };
}

/**
 * Sends one act, and keeps its bytes until an answer came: pressed again after the line broke, the same bytes go out and
 * count once. `content` tells whether it is still the same act.
 */
export class Once {
  private held: { content: string; body: string; files: FileToSend[] } | null = null;

  async send(path: string, content: string, make: () => Promise<{ body: Record<string, unknown>; files?: FileToSend[] }>): Promise<FileToSend[]> {
    if (this.held?.content !== content) {
      const { body, files } = await make();
      this.held = { content, body: JSON.stringify(body), files: files ?? [] };
    }
    const now = this.held;
    try {
      await postJson(path, now.body);
    } catch (error) {
      if (!(error instanceof Trouble) || error.kind !== "offline") this.held = null; // refused: made anew next time
      throw error;
    }
    this.held = null;
    return now.files;
  }
}

/** confirm, dispute, satisfied, consent, withdraw-consent, withdraw, interference; `fixed` is the word itself. */
export const giveWord = (once: Once, visit: Visit, act: string, fixed: string, said: Said = {}): Promise<unknown> =>
  once.send("/api/word", JSON.stringify([act, fixed, said.text, said.parts, visit.page.card.asked]), async () => {
    if (!said.text?.trim() && !said.parts) return { body: signed(visit, act, fixed) };
    const { hash, text } = await sealed(visit, said, [], new Uint8Array(0));
    return { body: { ...signed(visit, act, `${fixed} ${hash}`), text } };
  });

/** A message, with files under a secret of their own. Returns the files that are to be sent now. */
export const addMessage = (once: Once, visit: Visit, said: Said): Promise<FileToSend[]> =>
  once.send("/api/message", JSON.stringify([said.text, (said.files ?? []).map((file) => file.id)]), async () => {
    const { S } = newSecrets();
    const files: FileToSend[] = [];
    const announced = [];
    for (const file of said.files ?? []) {
      const { manifest, of } = await announce(S, file.id, file.blob, file.name, file.type);
      announced.push({ id: file.id, of, manifest: b64(manifest) });
      files.push({ file: file.id, name: file.name, type: file.type, blob: file.blob, secret: S, of });
    }
    const { hash, text } = await sealed(visit, said, files, S);
    return { body: { ...signed(visit, "message", hash), text, files: announced }, files };
  });

export const narrow = (once: Once, visit: Visit): Promise<unknown> =>
  once.send("/api/receipt", "narrow", async () => ({ body: { ...signed(visit, "narrow", "state"), act: "narrow" } }));

export const close = (once: Once, visit: Visit): Promise<unknown> =>
  once.send("/api/receipt", "close", async () => ({ body: { ...signed(visit, "close", "close"), act: "close" } }));

export const deleteLetter = (once: Once, visit: Visit, number: number): Promise<unknown> =>
  once.send("/api/receipt", "delete " + number, async () => ({ body: { ...signed(visit, "delete", String(number)), act: "delete", number } }));

/** New digits: the same secret behind another lock. Sent again with the same bytes it changes nothing more. */
export const change = (once: Once, visit: Visit, fresh: ReceiptDerived): Promise<unknown> =>
  once.send("/api/receipt", "change " + hex(fresh.lookup), async () => {
    const W = sealCs(fresh.wrap, visit.cs);
    const body = signed(visit, "change", hex(sha256(concat(fresh.lookup, W))));
    return { body: { ...body, act: "change", new_lookup: b64(fresh.lookup), new_w: b64(W) } };
  });
