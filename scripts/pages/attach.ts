/** Files that a person adds: pictures made anew from their pixels, everything else named for what it may still tell. */

import { PART, partCount } from "../seal/files.js";
import { hex, randomBytes } from "../seal/primitives.js";

export type Told = "place" | "time" | "device";
/** `spoken`: recorded as an answer, in place of words. `clean`: made anew. `person`: it carries a person, so it is locked twice, like the name. `removed`: what it told before. */
export interface Attached {
  id: string;
  name: string;
  type: string;
  blob: Blob;
  kind: "picture" | "recording" | "other";
  spoken: boolean;
  clean: boolean;
  person: boolean;
  removed: Told[];
  preview: string;
}

const PIXELS = 16_000_000; // phones give up beyond; a page of text stays readable
const NAME = 120;

export const limitsOf = (given: { files: number; bytes: number }) => ({ files: given.files, parts: partCount(given.bytes) });
export const partsOf = (files: readonly Attached[]): number => files.reduce((sum, file) => sum + partCount(file.blob.size), 0);
export const partBytes = PART;

export async function attach(file: File, recording = false): Promise<Attached> {
  const made: Attached = {
    id: hex(randomBytes(16)), name: file.name.replace(/\s+/g, " ").slice(-NAME), type: file.type || "application/octet-stream", blob: file,
    kind: recording || /^audio\//.test(file.type) ? "recording" : "other", spoken: recording, clean: false, person: recording, removed: [], preview: "",
  };
  if (!/^image\//.test(file.type) || file.type === "image/svg+xml") return made;
  made.kind = "picture";
  const fresh = await repainted(file);
  if (!fresh) return made;
  const told = await tells(file);
  return {
    ...made, blob: fresh, type: fresh.type, clean: true, removed: told, preview: URL.createObjectURL(fresh),
    name: made.name.replace(/\.[^.]*$/, "") + (fresh.type === "image/png" ? ".png" : ".jpg"),
  };
}

export function forget(file: Attached): void {
  if (file.preview) URL.revokeObjectURL(file.preview);
}

/** The same picture from its pixels alone; null where the browser cannot read it, or falsifies pixels against tracking. */
async function repainted(file: File): Promise<Blob | null> {
  const canvas = document.createElement("canvas");
  const url = URL.createObjectURL(file);
  try {
    if (!pixelsHold()) return null;
    const image = new Image();
    image.src = url;
    await image.decode();
    const scale = Math.min(1, Math.sqrt(PIXELS / (image.naturalWidth * image.naturalHeight)));
    canvas.width = Math.max(1, Math.round(image.naturalWidth * scale));
    canvas.height = Math.max(1, Math.round(image.naturalHeight * scale));
    const brush = canvas.getContext("2d");
    if (!brush) return null;
    brush.drawImage(image, 0, 0, canvas.width, canvas.height);
    const type = file.type === "image/png" ? "image/png" : "image/jpeg";
    return await new Promise((resolve) => canvas.toBlob(resolve, type, 0.88));
  } catch {
    return null;
  } finally {
    URL.revokeObjectURL(url);
    canvas.width = canvas.height = 0; // gives the memory back at once on phones
  }
}

/** Whether this browser gives back the pixels it was given: some paint noise or white instead, and would ruin evidence. */
function pixelsHold(): boolean {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = 16;
  const brush = canvas.getContext("2d");
  if (!brush) return false;
  for (let n = 0; n < 16; n++) {
    brush.fillStyle = `rgb(${n * 16},${255 - n * 16},${(n * 53) % 256})`;
    brush.fillRect(n, 0, 1, 16);
  }
  const { data } = brush.getImageData(0, 0, 16, 16);
  for (let at = 0; at < data.length; at += 4) {
    const n = (at / 4) % 16;
    if (data[at] !== n * 16 || data[at + 1] !== 255 - n * 16 || data[at + 2] !== (n * 53) % 256) return false;
  }
  return true;
}

/** What the EXIF of a JPEG says: tags of IFD0 (EXIF 2.3, 4.6.4) for make and model, time, and the pointer to the place. */
async function tells(file: Blob): Promise<Told[]> {
  const data = new DataView(await file.slice(0, 128 * 1024).arrayBuffer());
  const found = new Set<Told>();
  try {
    if (data.getUint16(0) !== 0xffd8) return [];
    for (let at = 2; data.getUint8(at) === 0xff && data.getUint8(at + 1) !== 0xda; at += 2 + data.getUint16(at + 2)) {
      if (data.getUint16(at) === 0xffe1 && data.getUint32(at + 4) === 0x45786966) firstDirectory(data, at + 10, found);
    }
  } catch (error) {
    if (!(error instanceof RangeError)) throw error; // cut short: what was seen so far
  }
  return [...found];
}

function firstDirectory(data: DataView, start: number, found: Set<Told>): void {
  const little = data.getUint16(start) === 0x4949;
  const at = start + data.getUint32(start + 4, little);
  for (let n = 0; n < data.getUint16(at, little); n++) {
    const tag = data.getUint16(at + 2 + 12 * n, little);
    if (tag === 0x010f || tag === 0x0110) found.add("device");
    else if (tag === 0x0132 || tag === 0x8769) found.add("time");
    else if (tag === 0x8825) found.add("place");
  }
}
