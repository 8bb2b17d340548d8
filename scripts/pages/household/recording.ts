/** One household: the questions of every door, one a page, read aloud; then sealed. All of it is in this page's memory only. */

import { type Child, h, icon } from "../dom.js";
import { forget } from "../attach.js";
import { type Ahead, drawAhead } from "../digits-ahead.js";
import { button, choices, complain, field, form, note, show as put, type Problem } from "../look.js";
import { type Draft, isWritten, newDraft } from "../report/draft.js";
import { link, rows, warnings } from "../report/said.js";
import { type Asked, stepAbout, stepAmount, stepContact, stepFiles, stepTeam, stepWhat, stepWhen, stepWho } from "../report/steps.js";
import { western } from "../typed.js";
import { gap, say, size } from "../words.js";
import { type Page, refresh, show } from "./app.js";
import { type Said, sealAndKeep } from "./sealing.js";
import type { Card, Waiting } from "./store.js";
import { put as store } from "./store.js";
import { told } from "./told.js";
import { t } from "./words.js";

export interface Recording extends Asked {
  draft: Draft;
  persons: string;
  way: "" | "digits" | "card" | "none";
  serial: string;
  ahead: Ahead;
  at: number;
  editing: boolean;
  sealed: Waiting | null;
  unkept: boolean; // the digits stand here, and nobody said that they are on paper
}
interface Step {
  heading: string;
  body: Child;
  problems?: () => Problem[];
  skip?: boolean;
}

/** Whether closing the page would lose anything. */
export const isOpen = (one: Recording): boolean => one.unkept || (!one.sealed && isWritten(one.draft));

const free: { bytes: number } = { bytes: 0 };

export function begin(page: Page, persons = ""): void {
  const { inlet, team, above } = page.ready;
  if (!inlet || !team) return;
  page.recording = {
    inlet, team, above, draft: newDraft(), persons: persons || "1", way: "", serial: "", ahead: drawAhead(inlet.salt, inlet.cost), at: 0, editing: false,
    sealed: null, unkept: false,
  };
  void navigator.storage?.estimate?.().then(({ quota = 0, usage = 0 }) => (free.bytes = quota - usage));
  onpopstate = (event) => back(page, Number((event.state as { step?: number } | null)?.step ?? -1));
  go(page, 0);
}

/** As on the sealing page, whose numbers begin with 1: here the first place is for how many speak. */
const STEPS: ((one: Recording, page: Page) => Step)[] = [
  stepPeople, stepTeam, stepWhat, stepAbout, stepWhen, stepAmount, (one) => filesOf(one), stepContact, stepWho, stepReceipt,
];
const CHECK = STEPS.length;

function go(page: Page, step: number, editing = false): void {
  history.pushState({ step }, "");
  open(page, step, editing);
}

function open(page: Page, step: number, editing: boolean): void {
  const one = page.recording;
  if (!one) return;
  Object.assign(one, { at: Math.min(step, CHECK), editing });
  show(one.at === CHECK ? check : question);
}

function back(page: Page, step: number): void {
  const one = page.recording;
  if (!one || one.sealed) return;
  if (step >= 0) return open(page, step, false);
  if (isWritten(one.draft)) return go(page, one.at, one.editing); // "back" out of the questions throws nothing away
  end(page);
}

export function end(page: Page): void {
  page.recording?.draft.files.forEach(forget);
  page.recording = null;
  onpopstate = null;
  void refresh();
}

function question(page: Page): void {
  const one = page.recording;
  const made = one && STEPS[one.at]?.(one, page);
  if (!one || !made) return;
  const goOn = () => {
    if (!complain(made.problems?.() ?? [])) go(page, one.editing ? CHECK : one.at + 1);
  };
  put([
    one.at === 0 && !one.editing ? button([icon("back"), t().skip_home], () => (isWritten(one.draft) ? throwAway(page) : end(page)), "back lk")
      : button([icon("back"), one.editing ? t().to_check : t().before], () => go(page, one.editing ? CHECK : one.at - 1), "back lk"),
    h("div", { class: "prog" }, h("ol", { "aria-hidden": "true" }, STEPS.map((_, n) => h("li", { class: n <= one.at ? "did" : undefined }))),
      say(t().question_of, { n: one.at + 1, all: STEPS.length })),
    form(goOn, h("h1", { id: "heading" }, say(made.heading)), made.body, h("div", { class: "acts" },
      h("button", { class: "btn", type: "submit" }, one.editing ? t().to_check : t().go_on), made.skip && !one.editing && button(t().skip, goOn, "go lk"))),
    h("div", { class: "blk" }, note("plain", "info", h("p", {}, say(t().read_aloud)))),
  ]);
}

function stepPeople(one: Recording): Step {
  return {
    heading: t().people_q,
    body: [
      h("p", { class: "lead" }, say(t().people_hint)),
      field({ id: "persons", label: t().people_field, value: one.persons, most: 2, mode: "numeric", ltr: true, onInput: (value) => (one.persons = value) }),
      note("plain", "info", h("p", {}, say(t().people_alone))),
    ],
    problems: () => (countOf(one) ? [] : [{ at: "persons", says: t().people_wrong }]),
  };
}

const countOf = ({ persons }: Recording): number => {
  const count = Number(western(persons) || "0");
  return count >= 1 && count <= 99 ? count : 0;
};

/** Pictures and recordings of a home show whose it is: they are locked twice unless that is taken back. */
function filesOf(one: Recording): Step {
  const made = stepFiles(one, true);
  return { ...made, body: [made.body, h("div", { class: "blk" }, note("plain", "info", h("p", {}, say(t().room, { size: size(Math.max(0, free.bytes)) }))))] };
}

function cardOf(one: Recording, page: Page): Card | undefined {
  const bare = (text: string) => text.normalize("NFKC").toUpperCase().replace(/[^A-Z0-9]/g, "");
  const serial = bare(one.serial);
  return page.ready.pack?.cards.find((card) => serial !== "" && bare(card.serial) === serial && !page.ready.pack?.used.includes(card.serial));
}

function stepReceipt(one: Recording, page: Page): Step {
  const cards = page.ready.pack?.cards.length ?? 0;
  const typed = h("div", { class: "then", hidden: one.way !== "card" },
    field({ id: "serial", label: t().serial, value: one.serial, most: 20, ltr: true, onInput: (value) => (one.serial = value) }));
  const listed = [
    { value: "digits", label: t().receipt_digits, hint: say(t().receipt_digits_hint) },
    { value: "card", label: t().receipt_card, hint: say(cards ? t().receipt_card_hint : t().receipt_card_none) },
    { value: "none", label: t().receipt_none, hint: say(t().receipt_none_hint) },
  ];
  const group = choices("way", null, cards ? listed : listed.filter(({ value }) => value !== "card"), one.way, (value) => {
    one.way = value as Recording["way"];
    typed.hidden = value !== "card";
  }, "heading");
  return {
    heading: t().receipt_q, body: [group, typed],
    problems: () => (!one.way ? [{ at: "way", says: t().choose }] : one.way === "card" && !cardOf(one, page) ? [{ at: "serial", says: t().serial_wrong }] : []),
  };
}

function check(page: Page): void {
  const one = page.recording;
  if (!one) return;
  const again = (step: number) => go(page, step, true);
  const empty = !one.draft.what.trim() && !one.draft.files.length;
  put([
    button([icon("back"), t().before], () => go(page, CHECK - 1), "back lk"),
    h("h1", {}, say(t().check_h)), h("p", { class: "lead" }, say(t().check_lead)), warnings(one.draft, one.above, again), h("dl", { class: "sum" }, rows(one.draft, again)),
    empty && h("div", { class: "blk" }, note("bad", "warn", h("p", {}, h("strong", {}, t().empty), gap(), link(again)(2, t().empty_go)))),
    h("div", { class: "acts" }, !empty && button(t().seal, () => void seal(page)), button(t().throw, () => throwAway(page), "go lk")),
  ]);
}

function throwAway(page: Page): void {
  const there = document.getElementById("sure");
  if (there) return there.focus();
  const sure = h("div", { class: "note care blk", id: "sure", tabindex: "-1", role: "alert" }, icon("warn"), h("div", {}, h("p", {}, h("strong", {}, t().throw_sure)),
    h("div", { class: "acts" }, button(t().throw_yes, () => end(page), "btn bad"), button(t().throw_no, () => sure.remove(), "go lk"))));
  document.querySelector("main h1")?.after(sure);
  sure.focus();
}

async function seal(page: Page): Promise<void> {
  const one = page.recording;
  if (!one) return;
  const status = h("p", { role: "status", class: "lead" }, t().sealing);
  const bar = h("progress", { max: 1, "aria-label": t().sealing });
  put([h("h1", {}, t().sealing), status, bar, h("p", { class: "hint blk" }, say(t().sealing_keep))]);
  try {
    const way = await wayOf(one, page, (done) => (bar.value = done));
    one.sealed = await sealAndKeep({ draft: one.draft, persons: countOf(one), inlet: one.inlet, to: one.draft.aboutTeam === "yes" && one.above ? one.above : one.team, way });
    if (way.kind === "card" && page.ready.pack) {
      page.ready.pack.used.push(way.card.serial);
      await store("pack", page.ready.pack);
    }
    one.draft.files.forEach(forget);
    one.draft = newDraft(); // what was said is not needed any more
    one.unkept = way.kind === "digits";
    show(told);
  } catch (error) {
    if (one.sealed) return show(told);
    const full = error instanceof DOMException && error.name === "QuotaExceededError";
    put([h("h1", {}, t().not_sealed), h("p", { class: "lead" }, say(full ? t().no_room : t().not_sealed_why)),
      h("div", { class: "acts" }, button(t().to_check, () => go(page, CHECK)))]);
  }
}

async function wayOf(one: Recording, page: Page, done: (part: number) => void): Promise<Said["way"]> {
  const card = one.way === "card" && cardOf(one, page);
  if (card) return { kind: "card", card };
  if (one.way !== "digits") return { kind: "none" };
  const timer = setInterval(() => done(one.ahead.done), 200);
  try {
    return { kind: "digits", derived: await one.ahead.derived };
  } catch (error) {
    one.ahead.again(); // for the next try
    throw error;
  } finally {
    clearInterval(timer);
  }
}
