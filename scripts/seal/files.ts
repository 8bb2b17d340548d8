/** Attachments in sealed parts of 256 KiB: the twin of dingxin/sealing/files.py. Memory: one part. */

import { sha256 } from "@noble/hashes/sha2.js";
import { SealBroken } from "./errors.js";
import { pad, unpad } from "./frames.js";
import { aeadOpen, aeadSeal, associated, canonical, concat, fixedHex, hex, hkdf, parseCanonical, sameBytes } from "./primitives.js";

export const PART = 256 * 1024;
const SMALLEST = 64 * 1024;
const LARGEST = 16 * 1024 * 1024;
const KEYS = ["v", "purpose", "file", "name", "type", "size", "sha256"] as const;

export interface FileManifest {
  name: string;
  mediaType: string;
  size: number;
  sha256: Uint8Array;
}
/** A browser's File and Blob, or anything that gives slices. */
export interface Source {
  readonly size: number;
  slice(start: number, end: number): { arrayBuffer(): Promise<ArrayBuffer> };
}

export function paddedSize(size: number): number {
  let rounded = SMALLEST;
  while (rounded < size && rounded < LARGEST) rounded *= 4;
  return size <= rounded ? rounded : Math.ceil(size / LARGEST) * LARGEST;
}
export const partCount = (size: number): number => Math.ceil(paddedSize(size) / PART);

const key = (S: Uint8Array, file: string): Uint8Array => hkdf(S, "file", fixedHex(file, 16));
const ad = (file: string, number: number, last: boolean): Uint8Array =>
  associated("file", file, "part", ["number", String(number)], ["last", last ? "1" : "0"]);

export const sealPart = (S: Uint8Array, file: string, number: number, last: boolean, plaintext: Uint8Array): Uint8Array =>
  aeadSeal(key(S, file), plaintext, ad(file, number, last));
export const openPart = (S: Uint8Array, file: string, number: number, last: boolean, sealed: Uint8Array): Uint8Array =>
  aeadOpen(key(S, file), sealed, ad(file, number, last));

/**
 * Hands each sealed part to `send`, one after the other, and returns the manifest. Parts below `skip` are read for the hash
 * but not sealed again: what the server already has after a broken upload. A line feed in the name becomes a space.
 */
export async function sealFile(
  S: Uint8Array, file: string, source: Source, about: { name: string; mediaType: string },
  send: (number: number, sealed: Uint8Array) => Promise<void>, skip = 0,
): Promise<FileManifest> {
  const digest = sha256.create();
  const count = partCount(source.size);
  const width = Math.min(PART, paddedSize(source.size));
  for (let number = 0; number < count; number++) {
    const start = Math.min(number * PART, source.size);
    const plain = new Uint8Array(await source.slice(start, Math.min(start + PART, source.size)).arrayBuffer());
    digest.update(plain);
    if (number < skip) continue;
    await send(number, sealPart(S, file, number, number === count - 1, concat(plain, new Uint8Array(width - plain.length))));
  }
  const oneLine = (text: string) => text.replace(/[\r\n]+/g, " ");
  return { name: oneLine(about.name), mediaType: oneLine(about.mediaType), size: source.size, sha256: digest.digest() };
}

/** The content, whole in memory; SealBroken when a part is missing, altered, out of place or not filled up with zeros. */
export function openFile(S: Uint8Array, file: string, manifest: FileManifest, parts: readonly Uint8Array[]): Uint8Array {
  const width = Math.min(PART, paddedSize(manifest.size));
  if (parts.length !== partCount(manifest.size)) throw new SealBroken("not as many parts as the manifest says");
  let left = manifest.size;
  const content = parts.map((sealed, number) => {
    const plain = openPart(S, file, number, number === parts.length - 1, sealed);
    const cut = Math.min(left, plain.length);
    if (plain.length !== width || plain.subarray(cut).some((byte) => byte !== 0)) throw new SealBroken("a part is not filled up as it must be");
    left -= cut;
    return plain.subarray(0, cut);
  });
  const whole = concat(...content);
  if (!sameBytes(sha256(whole), manifest.sha256)) throw new SealBroken("the file is not the one of its manifest");
  return whole;
}

const manifestKey = (S: Uint8Array, file: string): Uint8Array => hkdf(S, "file-manifest", fixedHex(file, 16));

export function sealManifest(S: Uint8Array, file: string, manifest: FileManifest): Uint8Array {
  const facts = ["1", "file-manifest", file, manifest.name, manifest.mediaType, String(manifest.size), hex(manifest.sha256)];
  const statement = canonical(KEYS.map((name, i) => [name, facts[i] ?? ""] as const));
  return aeadSeal(manifestKey(S, file), pad(statement), associated("file", file, "manifest"));
}

export function openManifest(S: Uint8Array, file: string, sealed: Uint8Array): FileManifest {
  const values = parseCanonical(unpad(aeadOpen(manifestKey(S, file), sealed, associated("file", file, "manifest"))), KEYS);
  const [v = "", purpose = "", inner = "", name = "", mediaType = "", size = "", hash = ""] = values;
  if (v !== "1" || purpose !== "file-manifest" || inner !== file) throw new SealBroken("not the manifest of this file");
  if (!/^(0|[1-9][0-9]{0,14})$/.test(size)) throw new SealBroken("manifest has no size");
  return { name, mediaType, size: Number(size), sha256: fixedHex(hash, 32) };
}
