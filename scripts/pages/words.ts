/** The language of the page: its words, its dates, and texts whose numbers stay in order in both directions. */

import type messages from "../messages/en.json";
import { type Child, h } from "./dom.js";
import { loadPart } from "./parts.js";

export const LANGUAGES = {
  "zh-hans": { tag: "zh-Hans", dir: "ltr", name: "中文" },
  en: { tag: "en", dir: "ltr", name: "English" },
  ug: { tag: "ug", dir: "rtl", name: "ئۇيغۇرچە" },
} as const;
export type Language = keyof typeof LANGUAGES;
export type Value = string | number | Node;

let current: Language = "en";
export const language = (): Language => current;
export const isLanguage = (text: string): text is Language => Object.keys(LANGUAGES).includes(text);

function setLanguage(code: Language): void {
  current = code;
  document.documentElement.lang = LANGUAGES[code].tag;
  document.documentElement.dir = LANGUAGES[code].dir;
}

type Messages = typeof messages;
const loaded: Partial<Record<Language, Messages>> = {};

/** Fetches the words of a language, once. Rejects when the line is down; the words shown before stay. */
export async function useLanguage(page: "seal" | "back" | "household", code: Language): Promise<void> {
  if (!loaded[code]) {
    await loadPart(`${page}.${code}`);
    loaded[code] = (self as unknown as { dingxinWords: Messages }).dingxinWords;
  }
  setLanguage(code);
}

/** A section of the messages in the language of the moment. A page has its own sections only. */
export const section = <K extends keyof Messages>(name: K) => (): Messages[K] => (loaded[current] as Messages)[name];
export const c = section("common");

const RUN = /(\{[a-z]+\}|\*\*|\d[\d.,:–\- ]*\d|\d)/;
const SUFFIX = /^-[\u0600-\u06ff]+/;

export const ltr = (text: string | number): HTMLElement => h("bdi", { dir: "ltr" }, String(text));

function wrapped(value: Value): Node {
  if (typeof value === "number") return ltr(value);
  return typeof value === "string" ? isolated(value) : value;
}

/** A text as written by somebody, each run of digits isolated. */
export function isolated(text: string): DocumentFragment {
  const made = document.createDocumentFragment();
  text.split(/(\d[\d.,:–\- ]*\d|\d)/).forEach((part, i) => part && made.append(i % 2 ? ltr(part) : part));
  return made;
}

/**
 * A message as nodes: `{name}` is filled from `values`, `**…**` is strong, digits are isolated, and in Uyghur a number stays
 * on one line with its suffix.
 */
export function say(message: string, values: Record<string, Value> = {}): DocumentFragment {
  const made = document.createDocumentFragment();
  const parts = message.split(RUN);
  let into: Node & ParentNode = made;
  for (let i = 0; i < parts.length; i++) {
    const part = parts[i] ?? "";
    if (i % 2 === 0) {
      into.append(part);
    } else if (part === "**") {
      into = into === made ? made.appendChild(h("strong", {})) : made;
    } else {
      const node = part.startsWith("{") ? wrapped(values[part.slice(1, -1)] ?? part) : ltr(part);
      const suffix = SUFFIX.exec(parts[i + 1] ?? "")?.[0];
      if (suffix) parts[i + 1] = (parts[i + 1] ?? "").slice(suffix.length);
      into.append(suffix ? h("span", { class: "nw" }, node, suffix) : node);
    }
  }
  return made;
}

/** A message for attributes and announcements. */
export const plain = (message: string, values: Record<string, string | number> = {}): string =>
  message.replace(/\{([a-z]+)\}/g, (whole, name: string) => String(values[name] ?? whole)).replace(/\*\*/g, "");

/** A day (ISO 8601) as people write it. */
export function day(iso: string, full = true): Node {
  const [year = 0, month = 1, date = 1] = iso.split("-").map(Number);
  const name = c().months.split(" ")[month - 1] ?? "";
  if (current === "ug") {
    const short = h("span", { class: "nw" }, ltr(date), "-" + name);
    return full ? h("span", {}, h("span", { class: "nw" }, ltr(year), "-يىلى"), " ", short) : short;
  }
  if (current === "zh-hans") return ltr(full ? `${year}年${month}月${date}日` : `${month}月${date}日`);
  return ltr(full ? `${date} ${name} ${year}` : `${date} ${name}`);
}

/** An amount of bytes, isolated so that number and unit keep their order in a line from right to left. */
export const size = (bytes: number): string => {
  const amount = bytes < 1 << 20 ? `${Math.max(1, Math.round(bytes / 1024))} KB` : `${(bytes / (1 << 20)).toFixed(1).replace(/\.0$/, "")} MB`;
  return `\u2066${amount}\u2069`;
};

/** Between two sentences: nothing in Chinese. */
export const gap = (): HTMLElement => h("span", { class: "sp" }, " ");

export const lines = (text: string): Child[] => text.split(/\n{2,}/).map((part) => h("p", { class: "said", dir: "auto" }, part));
