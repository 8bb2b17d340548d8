/** The page that the digits open: where it stands, what is asked, messages, and everything a person can say. */

import type { ReceiptDerived } from "../../seal/digits.js";
import { type Child, h, icon } from "../dom.js";
import { type Attached, forget } from "../attach.js";
import { logPage, ltrLine, note, show } from "../look.js";
import { Trouble } from "../net.js";
import { c, day, gap, language, say } from "../words.js";
import { answerSection } from "./answer.js";
import { messages } from "./letters.js";
import { interference } from "./pressed.js";
import { settings } from "./settings.js";
import type { Visit } from "./visit.js";
import { k, ofCode, w } from "./words.js";

/** What the parts of the page may do. `again` fetches the state after an act and says `done`. */
export interface Desk {
  visit: Visit;
  again: (done: string, derived?: ReceiptDerived, bad?: boolean) => Promise<void>;
  keep: (visit: Visit) => void;
  lock: (why: string) => void;
  closed: () => void;
  stand: (made: () => void) => void;
}

// what is being written and added, so that an act elsewhere on the page or another language does not lose it
const typed = new Map<string, string>();
const added: Attached[] = [];
let whose = ""; // the thread that it belongs to
export const typedIn = (id: string): string => typed.get(id) ?? "";
export const keepTyped = (id: string, value: string): unknown => (value ? typed.set(id, value) : typed.delete(id));
export const addedFiles = (): Attached[] => added;
export const forgetAdded = (): void => added.splice(0).forEach(forget);
export const isTyped = (): boolean => typed.size > 0 || added.length > 0;
export function forgetTyped(): void {
  typed.clear();
  forgetAdded();
}

export function draw(desk: Desk, done: string, bad = false): void {
  const { page } = desk.visit;
  if (whose !== page.thread) forgetTyped(); // somebody else's digits: never show them what another wrote
  whose = page.thread;
  show([
    done && h("div", { role: "status", class: "done-line" }, note(bad ? "bad" : "ok", bad ? "warn" : "done", h("p", {}, say(done)))),
    state(desk.visit, done !== ""),
    h("div", { class: "cols" },
      h("div", {},
        page.known_to_staff && h("div", { class: "blk" }, note("care", "info", h("p", {}, h("strong", {}, say(w().staff_know)), gap(), say(w().take_new)))),
        answerSection(desk), interference(desk), messages(desk)),
      h("div", {}, line(desk.visit), settings(desk), reallyUs(desk.visit))),
  ], { wide: true, languages: true });
}

const HEARD: Record<string, [string, string]> = { confirm: ["confirmed", "none"], dispute: ["disputed", "verify_again"], consent: ["", "read"] };

/** The card as it is for somebody who has answered what it asks, until the team's own says more a few seconds later. */
function heard({ card, words, days }: Visit["page"]): Visit["page"]["card"] {
  const given = words.find((word) => word.answered === card.asked && card.asked !== "" && word.kind in HEARD);
  const found = given && HEARD[given.kind];
  if (!found || !["your_word", "your_answer"].includes(card.next_step)) return card;
  const before = days.filter((one) => one.state !== "ask_more" && one.state !== "waiting").at(-1)?.state ?? "read";
  return { ...card, state: found[0] || before, next_step: found[1], due_day: given.kind === "consent" ? card.due_day : "" };
}

function state({ page, inlet }: Visit, below: boolean): HTMLElement {
  const card = heard(page);
  const asks = card.question.startsWith("outcome");
  const fact = (name: string, value: Child, more: Child) => h("div", {}, h("dt", {}, name), h("dd", {}, value, more && h("small", {}, more)));
  return h("section", { class: below ? "state blk" : "state", "aria-labelledby": "st" },
    h("header", {}, h("p", {}, w().now), h("h1", { id: "st" }, say(ofCode(k().state, card.state, "received"))),
      h("p", { class: "lead" }, say(ofCode(k().lead, card.state, "received")))),
    h("dl", { class: "facts three" },
      fact(w().who_holds, holder(page, inlet), null),
      fact(w().next, say(ofCode(k().next, card.next_step, "read")), asks && say(w().silence)),
      fact(w().by_when, card.due_day ? day(card.due_day) : say(w().no_day), card.due_day && asks ? say(w().later_too) : null)));
}

/** Who reads now, as far as a page without the team's keys can say. */
function holder(page: Visit["page"], inlet: Visit["inlet"]): Child {
  if (page.card.about_team) return say(w().body_above);
  if (page.card.holder !== page.card.vault) return say(w().follow_up);
  return page.card.stationing === inlet.stationing ? say(inlet.texts[language()]?.team || w().the_team) : say(w().the_team);
}

function line({ page }: Visit): HTMLElement {
  const moments = [
    ...page.days.map((one) => ({ day: one.day, order: 0, text: ofCode(k().state, one.state, "received") })),
    ...page.words.filter((one) => one.kind in k().given).map((one) => ({ day: one.day, order: 1, text: ofCode(k().given, one.kind, one.kind) })),
  ].sort((one, two) => one.day.localeCompare(two.day) || one.order - two.order);
  const card = heard(page);
  return h("section", { class: "blk", "aria-labelledby": "tl" }, h("h2", { id: "tl" }, w().how_far), h("ol", { class: "line" },
    moments.map((one, n) => h("li", n === moments.length - 1 ? { class: "now", "aria-current": "step" } : {}, h("span", { class: "d" }, day(one.day, false)),
      h("p", {}, n === moments.length - 1 ? h("strong", {}, say(one.text)) : say(one.text)))),
    card.next_step !== "none" && h("li", { class: "next" }, card.due_day && h("span", { class: "d" }, say(w().by, { day: day(card.due_day, false) })),
      h("p", {}, say(ofCode(k().next, card.next_step, "read"))))));
}

function reallyUs({ recipients }: Visit): HTMLElement {
  const lines = [...new Set(recipients.map((one) => one.line))];
  return h("section", { class: "blk", "aria-labelledby": "pf" }, h("h2", { id: "pf" }, w().proof), h("p", {}, say(w().proof_why)),
    h("p", {}, h("a", { class: "go", href: logPage() }, w().proof_go, icon("go"))),
    h("details", {}, h("summary", {}, w().really_us), h("p", {}, say(w().really_us_why)), lines.map(ltrLine)));
}

/** What went wrong with an act, in place; nothing that was typed is lost. */
export function explain(desk: Desk, error: unknown): Child {
  if (error instanceof Trouble && error.code === "closed") {
    desk.lock(w().nothing_open);
    return null;
  }
  const known: Record<string, string> = {
    other: w().fail_other, stale: w().fail_stale, too_large: w().fail_large, full: w().fail_full, busy: c().busy_load, signature: w().fail_signature,
    state_only: w().fail_refused,
  };
  const why = error instanceof Trouble ? (error.kind === "offline" ? w().fail_line : known[error.code] ?? w().fail_refused) : w().fail_lock;
  return note("bad", "warn", h("p", {}, say(why)));
}
