/** Frames: the twin of dingxin/sealing/frames.py. `pad` goes inside a seal, `frame` around an age file. */

import { FrameBroken } from "./errors.js";

const KIB = 1024;
const BUCKETS = [2, 8, 32, 128, 256, 1024, 4096, 16384].map((n) => n * KIB);
const STEP = 16384 * KIB;

export function bucket(size: number): number {
  return BUCKETS.find((b) => size <= b) ?? Math.ceil(size / STEP) * STEP;
}

function write(payload: Uint8Array, total: number): Uint8Array {
  const data = new Uint8Array(total);
  new DataView(data.buffer).setUint32(0, payload.length);
  data.set(payload, 4);
  return data;
}

function read(data: Uint8Array, total: (end: number) => number): Uint8Array {
  if (data.length < 4) throw new FrameBroken("shorter than its length field");
  const end = 4 + new DataView(data.buffer, data.byteOffset).getUint32(0);
  if (end > data.length || data.length !== total(end)) throw new FrameBroken("length does not fit");
  if (data.subarray(end).some((byte) => byte !== 0)) throw new FrameBroken("padding is not zero");
  return data.slice(4, end);
}

export const frame = (payload: Uint8Array) => write(payload, bucket(4 + payload.length - KIB) + KIB);
export const unframe = (data: Uint8Array) => read(data, (end) => bucket(end - KIB) + KIB);
export const pad = (payload: Uint8Array) => write(payload, bucket(4 + payload.length));
export const unpad = (data: Uint8Array) => read(data, bucket);
export const unpadExact = (data: Uint8Array, size: number) => read(data, () => size);

export function padExact(payload: Uint8Array, size: number): Uint8Array {
  if (4 + payload.length > size) throw new FrameBroken("too long for its fixed size");
  return write(payload, size);
}
