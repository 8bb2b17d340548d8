/** What this device keeps: sealed records and their signatures, public keys, its own key. Never a word that somebody said. */

import type { Json } from "../net.js";
import type { HeldKey } from "./device-key.js";

export interface Device {
  id: "me";
  device: string; // as the desk knows it; empty until it answered
  state: "" | "waiting" | "active" | "revoked";
  member: string;
  line: string; // fingerprint of the body's keyset, kept when it was enrolled
  made: number; // records so far
  heard: number; // ms: when the desk last said that the member is signed in
  verifyKey: Uint8Array;
  key: HeldKey;
}
export interface Card {
  id: string;
  serial: string;
  recipient: string;
  verify_key: string;
}
/** Public: signed statements as they came, and the public keys of cards. `used`: serials given out since. */
export interface Pack {
  id: "pack";
  raw: Json;
  cards: Card[];
  used: string[];
}
/** The answer of the desk to one record, with the slip that was checked against it. */
export interface Filed {
  year: number;
  registered: number | null;
  receivedOn: string;
  byDevice: boolean;
  slip: string;
}
/** One sealed record. `body`: the JSON as it is sent each time; `until`: the last day on which its key surely opens. */
export interface Waiting {
  thread: string;
  number: number;
  day: string;
  until: string;
  persons: number;
  body: string;
  files: { id: string; of: number }[];
  opening: { saltDetail: Uint8Array; saltTally: Uint8Array; subject: Uint8Array };
  why: string; // why it was not taken when it was last sent
  filed: Filed | null; // taken; parts of files are still on their way
}
export interface Gone extends Filed {
  thread: string;
  number: number;
  day: string;
}
interface Rows {
  device: Device;
  pack: Pack;
  queue: Waiting;
  sent: Gone;
}

const KEYS = { device: "id", pack: "id", queue: "thread", sent: "thread" } as const;
const ALL = ["device", "pack", "queue", "sent", "parts"] as const;
let opened: Promise<IDBDatabase> | null = null;

function database(): Promise<IDBDatabase> {
  opened ??= new Promise((resolve, reject) => {
    const asked = indexedDB.open("dingxin-household", 1);
    asked.onupgradeneeded = () => {
      for (const [name, keyPath] of Object.entries(KEYS)) asked.result.createObjectStore(name, { keyPath });
      asked.result.createObjectStore("parts"); // key: [file, number]
    };
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error ?? new Error("no storage"));
  });
  return opened;
}

/** One transaction; resolves when it is on the disk, as far as the browser says so. */
async function within<T>(stores: readonly string[], mode: IDBTransactionMode, act: (at: (name: string) => IDBObjectStore) => IDBRequest<T> | void): Promise<T | undefined> {
  const base = await database();
  return new Promise((resolve, reject) => {
    const all = base.transaction([...stores], mode, { durability: "strict" });
    let made: IDBRequest<T> | void;
    all.oncomplete = () => resolve(made ? made.result : undefined);
    all.onabort = all.onerror = () => reject(all.error ?? new Error("not stored"));
    made = act((name) => all.objectStore(name));
  });
}

export const one = <K extends "device" | "pack">(name: K): Promise<Rows[K] | undefined> =>
  within<Rows[K] | undefined>([name], "readonly", (at) => at(name).get(name === "device" ? "me" : "pack"));

export const all = async <K extends "queue" | "sent">(name: K): Promise<Rows[K][]> =>
  ((await within<Rows[K][]>([name], "readonly", (at) => at(name).getAll())) ?? []).sort((a, b) => a.number - b.number);

export async function put<K extends keyof Rows>(name: K, row: Rows[K]): Promise<void> {
  await within([name], "readwrite", (at) => void at(name).put(row));
}

export const part = (file: string, number: number): Promise<Uint8Array | undefined> =>
  within<Uint8Array>(["parts"], "readonly", (at) => at("parts").get([file, number]));

/**
 * Stores a record whole or not at all, and counts it. False where another window made one meanwhile: its number is taken.
 * Rejects where the device has no room.
 */
export async function keep(row: Waiting, parts: readonly { file: string; number: number; sealed: Uint8Array }[]): Promise<boolean> {
  let counted = false;
  await within(["device", "queue", "parts"], "readwrite", (at) => {
    const asked = at("device").get("me");
    asked.onsuccess = () => {
      const device = asked.result as Device | undefined;
      if (!device || device.made !== row.number - 1) return;
      counted = true;
      at("device").put({ ...device, made: row.number });
      at("queue").put(row);
      parts.forEach(({ file, number, sealed }) => at("parts").put(sealed, [file, number]));
    };
  });
  return counted;
}

/** The promise is in, and every part: only now the record leaves the device. */
export async function taken(row: Waiting, gone: Gone): Promise<void> {
  await within(["queue", "parts", "sent"], "readwrite", (at) => {
    at("sent").put(gone);
    at("queue").delete(row.thread);
    row.files.forEach(({ id }) => at("parts").delete(IDBKeyRange.bound([id, 0], [id, Infinity])));
  });
}

const MARK = "dx-household"; // says only that there is a key to wipe: web/desk.js asks before it signs out
export const mark = (on: boolean): void => (on ? localStorage.setItem(MARK, "1") : localStorage.removeItem(MARK));

/** Without `everything` the sealed records that wait stay, and what sends them; key, statements and what was sent go. */
export async function wipe(everything: boolean): Promise<void> {
  mark(false);
  await within(ALL, "readwrite", (at) => {
    for (const name of everything ? ALL : (["device", "sent"] as const)) at(name).clear();
  });
}
