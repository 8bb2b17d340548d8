/** What one may seal to: fetched, checked down from the body's keyset, or refused. Nothing of it is believed unsigned. */

import type { Cost } from "../seal/digits.js";
import { RECEIPT_COST } from "../seal/digits.js";
import { fingerprint } from "../seal/signing.js";
import { type Signature, keysetKeys, parseStatement, verifyStatement } from "../seal/statements.js";
import { type Json, Trouble, getJson, unb64 } from "./net.js";

/** From a statement that two signers of the body signed. `line`: the keyset's fingerprint, as the printed notice has it. */
export interface Recipient {
  vault: string;
  epoch: number;
  scope: string;
  inbound: string;
  custodians: string;
  answerKey: string;
  bytes: Uint8Array; // exactly what was signed
  until: string; // the last day on which anything is sealed to it
  current?: boolean; // false: of an earlier time
  line: string;
}
export interface Inlet {
  code: string;
  stationing: string;
  phone: string;
  emergency: string; // whom to call in danger; empty where nothing is known
  receiving: boolean;
  today: string;
  texts: Partial<Record<string, { unit: string; team: string }>>;
  salt: Uint8Array;
  cost: Cost;
  log: { name: string; key: Uint8Array; scope: string; period: string };
  limits: { files: number; bytes: number };
  rows: Json[];
}
/** Why nothing may be sealed: the chain does not hold, or this device's day is another than the server's. */
export class NotOurs extends Error {
  override name = "NotOurs";
  constructor(readonly why: "chain" | "clock" | "none") {
    super(why);
  }
}

const DAY = 86_400_000;
const SIGNED = 96; // bytes of one signature with its key

export const loadInlet = async (code: string): Promise<Inlet> => parseInlet(await fetchInlet(code));
export const fetchInlet = (code: string): Promise<Json> => getJson(`/api/inlet/${encodeURIComponent(code)}.json`);

/** From what was fetched, now or earlier. Throws Trouble, NotOurs. */
export function parseInlet(found: Json): Inlet {
  const { log, kdf, limits } = found as { log: Json; kdf: Json; limits: Json };
  if (found["v"] !== 1 || !log || !kdf || !limits || !Array.isArray(found["inlets"])) throw new Trouble("broken");
  const cost = { memoryKib: Number(kdf["memory_kib"]), passes: Number(kdf["passes"]) };
  // a cheaper derivation would make the digits guessable: it is never taken, whoever asks
  if (cost.memoryKib < RECEIPT_COST.memoryKib || cost.passes < RECEIPT_COST.passes) throw new NotOurs("chain");
  return {
    code: text(found["code"]), stationing: text(found["stationing"]), phone: text(found["phone"]),
    emergency: String(found["emergency"] ?? ""), receiving: found["receiving"] === true, today: text(found["today"]), texts: found["texts"] as Inlet["texts"], salt: unb64(found["salt"]), cost,
    log: { name: text(log["name"]), key: unb64(log["key"]), scope: text(log["scope"]), period: text(log["period"]) },
    limits: { files: Number(limits["files"]), bytes: Number(limits["bytes"]) }, rows: found["inlets"] as Json[],
  };
}

function text(value: unknown): string {
  if (typeof value !== "string") throw new Trouble("broken");
  return value;
}

function unpack(data: Uint8Array): Signature[] {
  if (data.length % SIGNED) throw new Trouble("broken");
  return Array.from({ length: data.length / SIGNED }, (_, n) => ({
    key: data.slice(n * SIGNED, n * SIGNED + 32), signature: data.slice(n * SIGNED + 32, (n + 1) * SIGNED),
  }));
}

/**
 * The day by which statements are judged: the server's, when this device's clock is within a day of it. A server that replays
 * an old statement would have to call it an old day.
 */
export function dayOf(serverToday: string, now = new Date()): string {
  const here = Date.UTC(now.getFullYear(), now.getMonth(), now.getDate());
  if (!(Math.abs(Date.parse(serverToday + "T00:00:00Z") - here) <= DAY)) throw new NotOurs("clock");
  return serverToday;
}

/** The recipient that a signed statement names; throws when it is not signed by two keys of its keyset, or not valid today. */
export function checkedRecipient(row: { statement?: unknown; signatures?: unknown; keyset?: unknown }, today: string): Recipient {
  const keyset = parseStatement("keyset", unb64(row.keyset));
  const statement = parseStatement("recipient", unb64(row.statement));
  verifyStatement(statement, unpack(unb64(row.signatures)), keysetKeys(keyset), today);
  const at = (name: string) => statement.values[name] ?? "";
  if (!/^[0-9a-f]{32}$/.test(at("vault"))) throw new Trouble("broken");
  return {
    vault: at("vault"), epoch: Number(at("epoch")), scope: at("scope"), inbound: at("inbound"), custodians: at("custodians"),
    answerKey: at("answer-key"), bytes: statement.bytes, until: at("not-after"), line: fingerprint(keyset.bytes),
  };
}

/** For the team, or for the body above it; null where that one has no inlet. Throws NotOurs when one is there and does not hold. */
export function recipientOf(inlet: Inlet, aboutTeam: boolean, today = dayOf(inlet.today)): Recipient | null {
  const rows = inlet.rows.filter((row) => row["about_team"] === aboutTeam);
  if (!rows.length) return null;
  try {
    const all = rows.map((row) => checkedRecipient(row, today));
    // the widest scope, then the newest epoch: nobody picked a unit here
    all.sort((one, two) => width(one.scope) - width(two.scope) || two.epoch - one.epoch);
    return all[0] ?? null;
  } catch {
    throw new NotOurs("chain");
  }
}

const width = (scope: string): number => (["", "-", "all"].includes(scope) ? 0 : scope.length);
