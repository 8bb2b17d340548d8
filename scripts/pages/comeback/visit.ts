/** What the digits open: fetched as 64 KiB that say nothing on the way, opened and checked here. */

import { openText, openWith } from "../../seal/age.js";
import type { ReceiptDerived } from "../../seal/digits.js";
import { concat, fixedHex, fromUtf8, hex, sha256 } from "../../seal/primitives.js";
import { SealBroken } from "../../seal/errors.js";
import { unpadExact } from "../../seal/frames.js";
import { type ComplainantKeys, complainantKeys, openCs, unpadReply } from "../../seal/receipts.js";
import { verify } from "../../seal/signing.js";
import { makeStatement } from "../../seal/statements.js";
import { type Inlet, type Recipient, checkedRecipient, dayOf } from "../inlet.js";
import { postBytes, unb64 } from "../net.js";

const PAGE = 62 * 1024;
const W_END = 74; // version, then 73 bytes of W

interface Line {
  number: number;
  direction: "in" | "out";
  kind: string;
  day: string;
  deleted: boolean;
  body: string;
  signature: string;
}
interface InletLine {
  vault: string;
  current: boolean;
  not_after: string;
  answer_key: string;
  statement: string;
}
/** The page inside the look-up (mailbox.lookup). */
export interface Page {
  v: number;
  thread: string;
  shows: "answers" | "state";
  known_to_staff: boolean;
  card: { state: string; next_step: string; question: string; asked: string; due_day: string; vault: string; holder: string; stationing: string; about_team: boolean };
  days: { state: string; day: string }[];
  words: { kind: string; day: string; how: string; word: string; answered: string }[];
  inlets: InletLine[];
  messages: Line[];
  more: number;
}
/**
 * `state`: mine (never shown back), deleted, shown (signed by the team), forged (signed by nobody known: never shown), unread (the
 * signature holds, but it does not open). `hash`: what an answer to it names.
 */
export interface Letter {
  number: number;
  kind: string;
  day: string;
  state: "mine" | "deleted" | "shown" | "forged" | "unread";
  text: string;
  hash: string;
}
export interface Visit {
  inlet: Inlet;
  derived: ReceiptDerived;
  cs: Uint8Array;
  keys: ComplainantKeys;
  page: Page;
  letters: Letter[];
  recipients: Recipient[];
}
/** Nothing is open under these digits: unknown, replaced and closed look the same, here as on the server. */
export class NothingOpen extends Error {
  override name = "NothingOpen";
}

async function fetchPage(derived: ReceiptDerived, before?: number): Promise<{ cs: Uint8Array; page: Page }> {
  const asked = before === undefined ? derived.lookup : concat(derived.lookup, bigEndian(before));
  const reply = await postBytes("/api/lookup", asked);
  try {
    const body = unpadReply(reply);
    if (body[0] !== 1) throw new SealBroken("a reply of another version");
    const cs = openCs(derived.wrap, body.slice(1, W_END));
    const opened = unpadExact(await openWith(complainantKeys(cs).age.secret, body.slice(W_END)), PAGE);
    const page = JSON.parse(fromUtf8(opened)) as Page;
    if (page.v !== 1) throw new SealBroken("a page of another version");
    return { cs, page };
  } catch {
    throw new NothingOpen();
  }
}

const bigEndian = (number: number): Uint8Array => {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setUint32(0, number);
  return bytes;
};

export async function lookUp(inlet: Inlet, derived: ReceiptDerived): Promise<Visit> {
  const { cs, page } = await fetchPage(derived);
  const keys = complainantKeys(cs);
  const recipients = believed(page, inlet);
  const visit = { inlet, derived, cs, keys, page, recipients, letters: [] };
  return { ...visit, letters: await readAll(visit, page) };
}

/** Adds the letters before the oldest that is shown. */
export async function earlier(visit: Visit): Promise<Visit> {
  const { page } = await fetchPage(visit.derived, visit.page.more);
  return { ...visit, letters: [...(await readAll(visit, page)), ...visit.letters], page: { ...visit.page, more: page.more } };
}

/** Recipients whose statement two signers signed; older ones are judged by their own last day, for answers given then. */
function believed(page: Page, inlet: Inlet): Recipient[] {
  const today = dayOf(inlet.today);
  const found: Recipient[] = [];
  for (const line of page.inlets) {
    try {
      const recipient = checkedRecipient(JSON.parse(line.statement) as object, line.current || line.not_after > today ? today : line.not_after);
      if (recipient.vault === line.vault) found.push({ ...recipient, current: line.current });
    } catch {
      // not believed: nothing is sealed to it and nothing it signed is shown
    }
  }
  return found;
}

async function readAll(visit: Omit<Visit, "letters">, page: Page): Promise<Letter[]> {
  const letters = await Promise.all(page.messages.map((line) => read(visit, line)));
  return letters.reverse(); // oldest first, as a conversation is read
}

async function read({ page, keys, recipients }: Omit<Visit, "letters">, line: Line): Promise<Letter> {
  const letter: Letter = { number: line.number, kind: line.kind, day: line.day, state: "mine", text: "", hash: "" };
  if (line.direction === "in") return letter;
  if (line.deleted || !line.body) return { ...letter, state: "deleted" };
  try {
    const body = unb64(line.body);
    const statement = makeStatement("answer", { thread: page.thread, seq: String(line.number), ciphertext: hex(sha256(body)), day: line.day });
    letter.hash = hex(sha256(statement.bytes));
    if (!recipients.some((one) => holds(one, statement.bytes, unb64(line.signature)))) return { ...letter, state: "forged" };
    const said = JSON.parse(fromUtf8(await openText(keys.age.secret, body))) as { v?: unknown; text?: unknown };
    if (said.v !== 1 || typeof said.text !== "string") return { ...letter, state: "unread" };
    return { ...letter, state: "shown", text: said.text };
  } catch {
    return { ...letter, state: letter.hash ? "unread" : "forged" };
  }
}

function holds(recipient: Recipient, statement: Uint8Array, signature: Uint8Array): boolean {
  try {
    verify(fixedHex(recipient.answerKey, 32), "answer", statement, signature);
    return true;
  } catch {
    return false;
  }
}

/** Whoever reads now, else whoever it was filed with. */
export function reader({ page, recipients }: Visit): Recipient | null {
  const now = recipients.filter((one) => one.current && ["", "-", "all"].includes(one.scope));
  return now.find((one) => one.vault === page.card.holder) ?? now.find((one) => one.vault === page.card.vault) ?? null;
}
