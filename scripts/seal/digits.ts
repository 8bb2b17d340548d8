/** Digits of a receipt and what is derived from them. Apart from receipts.ts so that the worker holds nothing else. */

import { argon2id } from "@noble/hashes/argon2.js";
import { DigitsWrong } from "./errors.js";
import { hkdf, randomBytes, utf8 } from "./primitives.js";

const ZEROS = [0x30, 0xff10, 0x0660, 0x06f0];
const BETWEEN = /[ \t\r\n\u00a0\u2002-\u200b\u202f\u3000\ufeff\-\u2010-\u2015\u2212\uff0d\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]/g;

/** Of Argon2id: memory in KiB, passes; one lane. */
export interface Cost {
  memoryKib: number;
  passes: number;
}
export const RECEIPT_COST: Cost = { memoryKib: 64 * 1024, passes: 3 };

export interface ReceiptDerived {
  lookup: Uint8Array;
  wrap: Uint8Array;
}
/** ISO 7064 MOD 97-10, digit by digit, since 18 digits do not fit a JavaScript number. */
function checkPair(sixteen: string): string {
  let rest = 0;
  for (const digit of sixteen + "00") rest = (rest * 10 + Number(digit)) % 97;
  return String(98 - rest).padStart(2, "0");
}

export function newDigits(): string {
  let sixteen = "";
  while (sixteen.length < 16) {
    const byte = randomBytes(1)[0] ?? 255;
    if (byte < 250) sixteen += String(byte % 10); // 250 to 255 would favour the digits 0 to 5
  }
  return sixteen + checkPair(sixteen);
}

/** 18 ASCII digits from what was typed or pasted; DigitsWrong unless the check digits are right. */
export function checkDigits(text: string): string {
  let digits = "";
  for (const sign of text.replace(BETWEEN, "")) {
    const code = sign.codePointAt(0) ?? 0;
    const zero = ZEROS.find((z) => code >= z && code <= z + 9);
    digits += zero === undefined ? "x" : String(code - zero);
  }
  if (!/^[0-9]{18}$/.test(digits)) throw new DigitsWrong("a receipt has 18 digits");
  if (checkPair(digits.slice(0, 16)) !== digits.slice(16)) throw new DigitsWrong("the check digits do not fit");
  return digits;
}

export const group = (digits: string): string => (digits.match(/.{1,3}/g) ?? []).join(" ");

/** Seconds of work: call it in a worker (derive.ts). onProgress: 0 to 1. */
export function deriveReceipt(digits: string, salt: Uint8Array, cost: Cost, onProgress?: (done: number) => void): ReceiptDerived {
  const sixteen = digits.length === 18 ? checkDigits(digits).slice(0, 16) : digits;
  if (!/^[0-9]{16}$/.test(sixteen)) throw new DigitsWrong("a receipt has 18 digits");
  if (salt.length !== 16) throw new Error("a salt is 16 bytes");
  const root = argon2id(utf8(sixteen), salt, {
    m: cost.memoryKib, t: cost.passes, p: 1, dkLen: 32, ...(onProgress ? { onProgress } : {}),
  });
  return { lookup: hkdf(root, "receipt-lookup"), wrap: hkdf(root, "receipt-wrap") };
}
