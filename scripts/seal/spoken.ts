/** Six words for two people to compare aloud: the twin of dingxin/sealing/spoken.py. Proquints, 16 bits each. */

import { sha256, utf8 } from "./primitives.js";

const CONSONANTS = "bdfghjklmnprstvz";
const VOWELS = "aiou";

const word = (bits: number): string =>
  [CONSONANTS.charAt(bits >> 12), VOWELS.charAt((bits >> 10) & 3), CONSONANTS.charAt((bits >> 6) & 15), VOWELS.charAt((bits >> 4) & 3),
    CONSONANTS.charAt(bits & 15)].join("");

export function spokenFingerprint(data: Uint8Array): string {
  const hash = sha256(utf8("dingxin/spoken/v1\n"), data);
  return [0, 2, 4, 6, 8, 10].map((at) => word(((hash[at] ?? 0) << 8) | (hash[at + 1] ?? 0))).join("-");
}
