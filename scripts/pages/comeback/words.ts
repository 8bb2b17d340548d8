/** The words of the page of coming back: `w` its own, `k` for the codes of a card. */

import { section } from "../words.js";

export const w = section("back");
export const k = section("cards");

/** The sentence of a code; codes of a later version of the server are shown as what can be said of them: nothing wrong. */
export const ofCode = (table: Record<string, string>, code: string, otherwise: string): string => table[code] ?? table[otherwise] ?? "";
