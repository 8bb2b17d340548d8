/** Sending sealed files part by part: goes on by itself where the line broke, and never sends a part twice in two ways. */

import { partCount, sealFile, sealManifest } from "../seal/files.js";
import { Trouble, getJson, putBytes } from "./net.js";

export interface FileToSend {
  file: string;
  name: string;
  type: string;
  blob: Blob;
  secret: Uint8Array;
  of: number;
}
export type UploadState = "going" | "waiting" | "done" | "failed";
/** `parts` of `all` are there. waiting: the line is broken, it will be tried again. failed: these files cannot be sent. */
export interface Progress {
  parts: number;
  all: number;
  state: UploadState;
  failed: string[];
}

const LONGEST = 60_000; // ms between two tries

export async function sendFiles(thread: string, files: readonly FileToSend[], changed: (progress: Progress) => void): Promise<void> {
  const now: Progress = { parts: 0, all: files.reduce((sum, file) => sum + file.of, 0), state: "going", failed: [] };
  let before = 0;
  for (const file of files) {
    try {
      await sendFile(thread, file, (parts, state) => {
        now.parts = before + parts;
        now.state = state;
        changed(now);
      });
    } catch {
      now.failed.push(file.name);
    }
    before += file.of;
    now.parts = before;
  }
  now.state = now.failed.length ? "failed" : "done";
  changed(now);
}

async function sendFile(thread: string, file: FileToSend, changed: (parts: number, state: UploadState) => void): Promise<void> {
  let there = 0;
  for (let tries = 0; ; tries++) {
    try {
      return await sendMissing(thread, file, (parts) => {
        tries = 0;
        there = parts;
        changed(parts, "going");
      });
    } catch (error) {
      const passing = error instanceof Trouble && (error.kind === "offline" || error.code === "busy" || error.code === "differs");
      if (!passing || (error.code === "differs" && tries > 3)) throw error;
      changed(there, "waiting"); // what is there stays there
      await pause(Math.min(LONGEST, 2000 * 2 ** tries));
    }
  }
}

/** Every sealing draws new randomness, so what is there already is asked first and skipped. */
async function sendMissing(thread: string, file: FileToSend, changed: (parts: number) => void): Promise<void> {
  const path = `/api/file/${thread}/${file.file}`;
  const { have } = (await getJson(path)) as { have: number[] };
  const there = new Set(have);
  changed(there.size);
  let first = 0;
  while (there.has(first)) first++;
  if (first >= file.of) return;
  await sealFile(file.secret, file.file, file.blob, { name: file.name, mediaType: file.type }, async (number, sealed) => {
    if (!there.has(number)) await putBytes(`${path}/${number}`, sealed);
    there.add(number);
    changed(there.size);
  }, first);
}

/** Waits, or until the browser says that the line is back. */
function pause(ms: number): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer);
      removeEventListener("online", end);
      resolve();
    };
    const timer = setTimeout(end, ms);
    addEventListener("online", end);
  });
}

/** The sealed manifest of a file, which is read once for its hash, and the number of its parts. */
export async function announce(secret: Uint8Array, id: string, blob: Blob, name: string, mediaType: string): Promise<{ manifest: Uint8Array; of: number }> {
  const of = partCount(blob.size);
  const manifest = await sealFile(secret, id, blob, { name, mediaType }, () => Promise.resolve(), of);
  return { manifest: sealManifest(secret, id, manifest), of };
}
