/** The operations vectors name, for the browser code: the same table as dingxin/sealing/vectors/ops.py. */

import * as age from "../seal/age.js";
import * as envelope from "../seal/envelope.js";
import * as files from "../seal/files.js";
import * as frames from "../seal/frames.js";
import * as household from "../seal/household.js";
import * as p from "../seal/primitives.js";
import * as receipts from "../seal/receipts.js";
import * as signing from "../seal/signing.js";
import { spokenFingerprint } from "../seal/spoken.js";
import * as statements from "../seal/statements.js";

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- vectors are JSON of many shapes
type Given = any;
export interface Case {
  name: string;
  op: string;
  in: Given;
  random?: string;
  out?: unknown;
  error?: string;
  reason?: string;
}

/** Made of the server's pepper, a member's passphrase or a matter's key: never done in a browser. */
export const SERVER_ONLY = [
  "seal_record", "open_record", "derive_member", "unwrap_member_keys", "session_unwrap", "generate_passphrase", "recovery_code",
  "check_recovery_code", "open_compartment_key", "unwrap_secret", "lookup_key", "unbox", "dummy_envelope",
  "dummy_message", "open_release", "open_note",
];

/** Hex with `61*5` for repetition and `+` for joining. */
export function data(text: string): Uint8Array {
  if (!text) return new Uint8Array(0);
  return p.concat(...text.split("+").map((piece) => {
    const [byte = "", times] = piece.split("*");
    const once = p.fixedHex(byte, byte.length / 2);
    if (times === undefined) return once;
    return new Uint8Array(Number(times)).fill(once[0] ?? 0);
  }));
}

function shown(value: unknown): unknown {
  if (value instanceof Uint8Array) return value.length <= 256 ? p.hex(value) : { length: value.length, sha256: p.hex(p.sha256(value)) };
  return Array.isArray(value) ? value.map(shown) : value;
}

const signatures = (i: Given): statements.Signature[] =>
  i.signatures.map(([key, signature]: [string, string]) => ({ key: data(key), signature: data(signature) }));
const cost = (i: Given): receipts.Cost => ({ memoryKib: i.memory_kib, passes: i.passes });

export const OPS: Record<string, (i: Given) => unknown> = {
  hkdf: (i) => p.hkdf(data(i.key), i.purpose, data(i.context), i.length),
  hkdf_raw: (i) => p.hkdfRaw(data(i.key), data(i.salt), data(i.info), i.length),
  aead_seal: (i) => p.aeadSeal(data(i.key), data(i.plaintext), data(i.ad)),
  aead_open: (i) => p.aeadOpen(data(i.key), data(i.sealed), data(i.ad)),
  canonical: (i) => p.canonical(i.pairs),
  parse_canonical: (i) => p.parseCanonical(data(i.data), i.keys),
  associated: (i) => p.associated(i.label, i.id, i.field),
  frame: (i) => frames.frame(data(i.payload)),
  unframe: (i) => frames.unframe(data(i.data)),
  pad: (i) => frames.pad(data(i.payload)),
  unpad: (i) => frames.unpad(data(i.data)),
  identity_from_seed: (i) => {
    const made = age.identityFromSeed(data(i.seed));
    return [made.secret, made.recipient];
  },
  recipient_bytes: (i) => age.recipientBytes(i.recipient),
  open_with: (i) => age.openWith(i.secret, data(i.blob)),
  open_text: (i) => age.openText(i.secret, data(i.blob)),
  open_head: async (i) => {
    const h = await envelope.openHead(i.secret, data(i.blob), i.submission, i.vault);
    return [h.submission, h.vault, h.epoch, h.S, h.a, h.b, h.level];
  },
  open_share_b: (i) => envelope.openShareB(i.secret, data(i.blob), i.submission),
  seal_words: (i) => envelope.sealWords(data(i.S), i.submission, data(i.words)),
  open_words: (i) => envelope.openWords(data(i.S), i.submission, data(i.blob)),
  seal_identity: (i) => envelope.sealIdentity(data(i.a), data(i.b), i.submission, i.identity === null ? null : data(i.identity)),
  open_identity: (i) => envelope.openIdentity(data(i.a), data(i.b), i.submission, data(i.blob)),
  identity_file_secret: (i) => envelope.identityFileSecret(data(i.a), data(i.b), i.submission),
  new_digits: () => receipts.newDigits(),
  check_digits: (i) => receipts.checkDigits(i.text),
  group: (i) => receipts.group(i.digits),
  derive_receipt: (i) => {
    const made = receipts.deriveReceipt(i.digits, data(i.salt), cost(i));
    return [made.lookup, made.wrap];
  },
  complainant_keys: (i) => {
    const made = receipts.complainantKeys(data(i.cs));
    return [made.age.secret, made.age.recipient, made.seed, made.verify];
  },
  seal_cs: (i) => receipts.sealCs(data(i.wrap), data(i.cs)),
  open_cs: (i) => receipts.openCs(data(i.wrap), data(i.W)),
  pad_reply: (i) => receipts.padReply(data(i.reply), i.size),
  unpad_reply: (i) => receipts.unpadReply(data(i.data), i.size),
  sign: (i) => signing.sign(data(i.seed), i.purpose, data(i.statement)),
  verify: (i) => {
    signing.verify(data(i.key), i.purpose, data(i.statement), data(i.signature));
    return "holds";
  },
  fingerprint: (i) => signing.fingerprint(data(i.statement)),
  statement: (i) => {
    const read = statements.parseStatement(i.kind, data(i.statement));
    return i.kind === "keyset" ? read.bytes : statements.makeStatement(i.kind, read.values).bytes;
  },
  verify_statement: (i) => {
    const statement = statements.parseStatement(i.kind, data(i.statement));
    statements.verifyStatement(statement, signatures(i), i.signers.map(data), i.today, i.needed);
    return "holds";
  },
  verify_keyset_change: (i) => {
    const [old, next] = [i.old, i.new].map((text) => statements.parseStatement("keyset", data(text)));
    if (old && next) statements.verifyKeysetChange(old, next, signatures(i), i.today);
    return "holds";
  },
  spoken_fingerprint: (i) => spokenFingerprint(data(i.data)),
  household_manifest: (i) => household.manifestLines({
    device: i.device, number: i.number, thread: i.thread, stationing: i.stationing, vault: i.vault, epoch: i.epoch, persons: i.persons,
    statement: data(i.statement), sealedOn: i.sealed_on, head: data(i.head), words: data(i.words), identity: data(i.identity),
    shareB: data(i.share_b), receipt: data(i.receipt), files: data(i.files), saltDetail: data(i.salt_detail), saltTally: data(i.salt_tally),
  }),
  household_receipt: (i) => household.receiptLines({
    answerRecipient: i.answer_recipient, verifyKey: data(i.verify_key), lookup: data(i.lookup), W: data(i.W), printed: i.printed, shows: i.shows,
  }),
  household_files: (i) => household.fileLines(i.files.map(([id, of, held, made]: [string, number, boolean, string]) => (
    { id, of, held, manifest: data(made) }))),
  padded_size: (i) => files.paddedSize(i.size),
  seal_part: (i) => files.sealPart(data(i.S), i.file, i.number, i.last, data(i.plaintext)),
  open_part: (i) => files.openPart(data(i.S), i.file, i.number, i.last, data(i.sealed)),
  open_file: (i) => files.openFile(data(i.S), i.file, files.openManifest(data(i.S), i.file, data(i.manifest)), i.parts.map(data)),
};

/** The result of a case as JSON. Only synchronous operations draw from the case's seed; age files draw their own. */
export async function run(c: Case): Promise<unknown> {
  const op = OPS[c.op];
  if (!op) throw new Error("no such operation: " + c.op);
  const source = p.seeded(data(c.random ?? ""));
  return shown(await (c.random === undefined ? op(c.in) : p.usingRandom(source, () => op(c.in))));
}
