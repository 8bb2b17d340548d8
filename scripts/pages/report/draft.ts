/** What is being written, in this page's memory and nowhere else, and how it becomes the words and the identity that are sealed. */

import { IDENTITY_MAX, type Level } from "../../seal/envelope.js";
import type { Attached } from "../attach.js";
import { canonicalJson } from "../canonical.js";
import { western } from "../typed.js";
import { language } from "../words.js";
import { t } from "./words.js";

export const LONG = 20_000;
export const LINE = 1_000;
export const SHORT = 300;
export type Answer = "" | "no" | "yes" | "unsure";

export interface Draft {
  aboutTeam: Answer;
  what: string;
  about: string;
  when: string;
  ongoing: Answer;
  amount: string;
  people: string;
  mayContact: "no" | "yes";
  way: string;
  time: string;
  place: string;
  level: Level;
  name: string;
  phone: string;
  other: string;
  shows: "answers" | "state";
  files: Attached[];
}

export const newDraft = (): Draft => ({
  aboutTeam: "", what: "", about: "", when: "", ongoing: "", amount: "", people: "", mayContact: "no", way: "", time: "", place: "",
  level: "confidential", name: "", phone: "", other: "", shows: "answers", files: [],
});

/** Whether closing the page would lose anything. */
export const isWritten = (draft: Draft): boolean =>
  [draft.what, draft.about, draft.when, draft.amount, draft.people, draft.way, draft.time, draft.place, draft.name, draft.phone, draft.other]
    .some((text) => text.trim() !== "") || draft.files.length > 0;

/** How the person may be reached; empty when they may not. Who leaves all three open minds none, and has still said yes. */
export const contactOf = (draft: Draft, between: string): string => draft.mayContact !== "yes" ? ""
  : [draft.way, draft.time, draft.place].map((text) => text.trim()).filter(Boolean).join(between) || t().contact_any;

/** Canonical JSON (docs/formats/portal-json.md). */
export function words(draft: Draft): Uint8Array {
  const contact = contactOf(draft, " · ");
  const { aboutTeam, what, about, when, ongoing, amount, people, level, shows } = draft;
  return canonicalJson({ v: 1, language: language(), about_team: aboutTeam, what, about, when, ongoing, amount, people, contact, level, shows });
}

/** What is sealed behind two keys; null for somebody who gives no name. */
export function identity(draft: Draft): Uint8Array | null {
  if (draft.level === "anonymous") return null;
  return canonicalJson({ v: 1, name: draft.name.trim(), phone: draft.phone.trim(), other: draft.other.trim() });
}

export const identityFits = (draft: Draft): boolean => (identity(draft)?.length ?? 0) <= IDENTITY_MAX;
export const isNamed = (draft: Draft): boolean => [draft.name, draft.phone, draft.other].some((text) => text.trim() !== "");

const flat = (text: string): string => text.normalize("NFKC").toLowerCase().replace(/\s+/g, "");

/** Which of name and phone stand in the words too, where whoever reads the story reads them, and in which step. */
export function namedInWords(draft: Draft): { what: "name" | "phone"; step: number }[] {
  const places: [number, string][] = [
    [2, draft.what], [3, draft.about], [4, draft.when], [5, draft.amount + " " + draft.people],
    [7, draft.mayContact === "yes" ? [draft.way, draft.time, draft.place].join(" ") : ""],
  ];
  const name = flat(draft.name);
  const number = western(draft.phone);
  const found: { what: "name" | "phone"; step: number }[] = [];
  for (const [step, text] of places) {
    if (draft.level !== "anonymous" && name.length > 1 && flat(text).includes(name)) found.push({ what: "name", step });
    const known = draft.level !== "anonymous" && number.length > 5 && western(text).includes(number);
    if (known || /(^|\D)(\d[ -]?){10}\d(?!\d)/.test(text.normalize("NFKC"))) found.push({ what: "phone", step });
  }
  return found;
}

/** Nobody could ever be told the answer: no text to the receipt, no name, no agreed way. */
export const noWayBack = (draft: Draft): boolean => draft.shows === "state" && draft.mayContact !== "yes" && draft.level === "anonymous";
