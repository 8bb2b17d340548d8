/** The eight questions, the check and what follows: which view stands, and the way back and forth between them. */

import { type Child, h, icon } from "../dom.js";
import { type Ahead, drawAhead } from "../digits-ahead.js";
import { type Inlet, NotOurs, type Recipient, loadInlet, recipientOf } from "../inlet.js";
import { type Problem, button, complain, form, fragment, frame, here, note, setPlace, show, noWords, startFrame, stopped } from "../look.js";
import { Trouble } from "../net.js";
import { type Language, c, day, language, plain, say, useLanguage } from "../words.js";
import { check } from "./check.js";
import { type Draft, isWritten, newDraft } from "./draft.js";
import { stepAbout, stepAmount, stepContact, stepFiles, stepTeam, stepWhat, stepWhen, stepWho } from "./steps.js";
import { t } from "./words.js";

export interface App {
  inlet: Inlet;
  team: Recipient;
  above: Recipient | null;
  draft: Draft;
  ahead: Ahead;
  sent: boolean;
  uploading: boolean;
  sending: boolean;
  unkept: boolean; // the digits stand here and nothing says yet that they are on paper
  redraw: (() => void) | null; // the view after the check, when there is one
}
/** One question. `problems` is asked before going on. */
export interface Step {
  heading: string;
  body: Child;
  problems?: () => Problem[];
  skip?: boolean;
}

export const STEPS: ((now: App) => Step)[] = [
  stepTeam, stepWhat, stepAbout, stepWhen, stepAmount, (now) => stepFiles(now), stepContact, stepWho,
];
export const CHECK = STEPS.length + 1;

let app: App | null = null;
let at = 1;
let editing = false;

export function start(): void {
  startFrame(speak, () => !!app && ((!app.sent && isWritten(app.draft)) || app.uploading || app.unkept));
  addEventListener("popstate", (event) => {
    if (!app || app.sent) return;
    if (app.sending) return history.pushState({ step: CHECK }, ""); // what is under way is not changed any more
    app.redraw = null;
    open(Number((event.state as { step?: number } | null)?.step) || 1);
  });
  addEventListener("hashchange", () => {
    const asked = fragment();
    if (asked.code !== (app?.inlet.code ?? "")) return location.reload();
    speak(asked.language);
  });
  history.replaceState({ step: 1 }, ""); // a reload begins anew: nothing was kept
  speak(fragment().language);
}

function speak(code: Language): void {
  useLanguage("seal", code).then(redraw, () => noWords(() => speak(code)));
}

async function load(): Promise<void> {
  const { code } = fragment();
  frame(() => "");
  show([h("p", { role: "status", class: "hint" }, c().loading)], { languages: true, quiet: true });
  if (!code) return stopped(t().no_code, [h("p", {}, say(t().no_code_why))], h("a", { class: "btn", href: here("") }, t().to_first));
  try {
    const inlet = await loadInlet(code);
    place(inlet);
    if (!inlet.receiving) return closed(inlet);
    const team = recipientOf(inlet, false);
    if (!team) throw new NotOurs("none");
    const above = recipientOf(inlet, true);
    app = {
      inlet, team, above: above && above.vault !== team.vault ? above : null, draft: newDraft(),
      ahead: drawAhead(inlet.salt, inlet.cost), sent: false, uploading: false, sending: false, unkept: false,
      redraw: null,
    };
    open(1, true);
  } catch (error) {
    refused(error);
  }
}

function place(inlet: Inlet): void {
  setPlace({ code: inlet.code, phone: inlet.phone, team: inlet.texts[language()]?.team ?? "" });
  frame(() => "");
}

function closed(inlet: Inlet): void {
  stopped(t().closed, [h("p", { class: "lead" }, say(t().closed_why))],
    h("a", { class: "btn", href: `/back/#${language()}/${inlet.code}` }, say(t().have_digits)), h("a", { class: "go", href: here("") }, t().to_notice));
}

/** Nothing may be sealed: says why, in words, and how to reach people. */
function refused(error: unknown): void {
  const again = button(c().again, () => void load());
  if (error instanceof Trouble && error.code === "unknown") {
    return stopped(t().no_code, [h("p", {}, say(t().no_code_why))], h("a", { class: "btn", href: here("") }, t().to_first));
  }
  if (error instanceof Trouble && error.kind === "offline") return stopped(c().offline, [h("p", {}, say(c().offline_load))], again);
  if (error instanceof Trouble && error.code === "busy") return stopped(c().busy, [h("p", {}, say(c().busy_load))], again);
  const why = error instanceof NotOurs ? error.why : "chain";
  const says = { chain: t().not_ours_why, clock: t().clock_why, none: t().no_keys_why }[why];
  stopped(why === "none" ? t().no_keys : why === "clock" ? t().clock : t().not_ours, [
    h("p", { class: "lead" }, say(says, { day: day(localDay()) })), note("plain", "info", h("p", {}, say(t().nothing_sent))),
  ], again);
}

const localDay = (): string => {
  const now = new Date();
  return `${now.getFullYear()}-${String(now.getMonth() + 1).padStart(2, "0")}-${String(now.getDate()).padStart(2, "0")}`;
};

function redraw(): void {
  if (!app) return void load();
  place(app.inlet);
  if (app.redraw) app.redraw();
  else open(at, true);
}

/** Goes to a view and remembers it in the history by its number alone. */
export function go(step: number, edit = false): void {
  editing = edit;
  history.pushState({ step }, "");
  open(step);
}

export function open(step: number, quiet = false): void {
  if (!app) return;
  at = Math.min(Math.max(step, 1), CHECK);
  if (at === CHECK) {
    editing = false;
    frame(() => t().foot_write);
    return check(app, quiet);
  }
  question(app, at, quiet);
}

/** After sending, or while it goes on: the view keeps itself, "back" leads nowhere. */
export function stay(made: () => void): void {
  if (app) app.redraw = made;
  made();
}

/** Back among the questions, when sending was given up. */
export function resume(step: number): void {
  if (app) app.redraw = null;
  go(step, step !== CHECK);
}

function question(now: App, number: number, quiet: boolean): void {
  const made = STEPS[number - 1]?.(now);
  if (!made) return;
  const goOn = () => {
    if (!complain(made.problems?.() ?? [])) go(editing ? CHECK : number + 1);
  };
  const back = number === 1 && !editing
    ? h("a", { class: "back", href: here("") }, icon("back"), t().to_notice)
    : button([icon("back"), editing ? t().to_check : t().before], () => history.back(), "back lk");
  frame(() => (number === STEPS.length ? t().foot_who : t().foot_write));
  show([
    back,
    h("div", { class: "prog" }, h("ol", { "aria-hidden": "true" }, STEPS.map((_, n) => h("li", { class: n < number ? "did" : undefined }))),
      say(t().question_of, { n: number, all: STEPS.length })),
    form(goOn, h("h1", { id: "heading" }, say(made.heading)), made.body, h("div", { class: "acts" },
      h("button", { class: "btn", type: "submit" }, editing ? t().to_check : t().go_on),
      made.skip && !editing && button(t().skip_this, goOn, "go lk"))),
    h("div", { class: "blk" }, note("plain", "info", h("p", {}, say(number === STEPS.length ? t().only_here_filled : t().only_here)))),
  ], { tab: plain("{n}/{all}", { n: number, all: STEPS.length }), languages: number === 1, quiet });
}
