/** Coming back: digits in, opened here, locked again when nobody is there. */

import { Cancelled, deriveInWorker } from "../../seal/derive.js";
import { type ReceiptDerived, checkDigits } from "../../seal/digits.js";
import { type Child, h } from "../dom.js";
import { type Inlet, NotOurs, loadInlet } from "../inlet.js";
import { button, form, fragment, frame, here, noWords, note, setPlace, show, startFrame, stopped } from "../look.js";
import { Trouble } from "../net.js";
import { partAddress } from "../parts.js";
import { western } from "../typed.js";
import { type Language, c, language, say, useLanguage } from "../words.js";
import { draw, forgetTyped, isTyped } from "./page.js";
import { NothingOpen, type Visit, lookUp } from "./visit.js";
import { w } from "./words.js";

const SLOW = 10_000; // ms until our computer's help is offered
const IDLE = 20 * 60_000; // ms until the page locks itself

let inlet: Inlet | null = null;
let visit: Visit | null = null;
let view: (() => void) | null = null; // what stands, for another language
let idle = 0;
let last = 0; // when somebody was here

export function start(): void {
  startFrame(speak, () => isTyped());
  addEventListener("hashchange", () => (fragment().code === (inlet?.code ?? "") ? speak(fragment().language) : location.reload()));
  for (const kind of ["pointerdown", "keydown"]) addEventListener(kind, touched, { passive: true });
  // a phone stops the clock of a page that lies in its pocket
  document.addEventListener("visibilitychange", () => visit && Date.now() - last >= IDLE && lock(w().locked_idle));
  speak(fragment().language);
}

function speak(code: Language): void {
  useLanguage("back", code).then(() => (inlet ? (place(inlet), view?.()) : load()), () => noWords(() => speak(code)));
}

function stand(made: () => void): void {
  view = made;
  made();
}

function place(found: Inlet): void {
  setPlace({ code: found.code, phone: found.phone, team: found.texts[language()]?.team ?? "" });
  frame(() => (visit ? w().foot_open : w().foot));
}

async function load(): Promise<void> {
  const { code } = fragment();
  frame(() => "");
  show([h("p", { role: "status", class: "hint" }, c().loading)], { languages: true, quiet: true });
  if (!code) return stopped(w().no_code, [h("p", {}, say(w().no_code_why))], h("a", { class: "btn", href: `/${language()}/return/` }, w().simple_page));
  try {
    inlet = await loadInlet(code);
    place(inlet);
    stand(() => ask());
  } catch (error) {
    const again = button(c().again, () => void load());
    if (error instanceof Trouble && error.code === "unknown") {
      return stopped(w().no_code, [h("p", {}, say(w().no_code_why))], h("a", { class: "btn", href: `/${language()}/return/` }, w().simple_page));
    }
    if (error instanceof NotOurs) return stopped(w().not_ours, [h("p", { class: "lead" }, say(w().not_ours_why))], again);
    if (error instanceof Trouble && error.code === "busy") return stopped(c().busy, [h("p", {}, say(c().busy_load))], again);
    stopped(c().offline, [h("p", {}, say(c().offline_load))], again);
  }
}

/** The page for the digits. `why`: what was wrong with the last ones, or why the page was locked. */
function ask(why: Child = null, typed = ""): void {
  const count = h("p", { class: "hint", id: "digits-hint" });
  const wrong = h("div", { role: "alert" });
  const input = h("input", {
    class: "in digits-in", id: "digits", inputmode: "numeric", autocomplete: "off", spellcheck: "false", maxlength: 60, dir: "ltr",
    "aria-describedby": "digits-hint", oninput: () => counted(),
  });
  input.value = typed;
  const counted = () => {
    const digits = western(input.value);
    count.textContent = "";
    count.append(say(digits ? w().so_far : w().digits_hint, { n: digits.length }));
    if (digits.length === 18) complainAbout(digits); // caught at once, before anything slow
    else say_wrong("");
  };
  const say_wrong = (text: string, n = 0) => {
    wrong.textContent = "";
    if (text) wrong.append(note("bad", "warn", h("p", {}, say(text, { n }))));
    if (text) input.setAttribute("aria-invalid", "true");
    else input.removeAttribute("aria-invalid");
  };
  const complainAbout = (digits: string): boolean => {
    try {
      checkDigits(digits);
      say_wrong("");
      return false;
    } catch {
      say_wrong(digits.length === 18 ? w().mistyped : w().not_eighteen, digits.length);
      return true;
    }
  };
  const enter = () => {
    const digits = western(input.value);
    if (complainAbout(digits)) input.focus();
    else void derive(digits);
  };
  counted();
  if (why) wrong.append(note("bad", "warn", h("p", {}, why)));
  show([
    h("h1", {}, h("label", { for: "digits" }, say(w().ask_h))),
    h("p", { class: "lead" }, say(w().ask_lead)),
    form(enter, h("div", { class: "q" }, count, input, wrong), h("div", { class: "acts" }, h("button", { class: "btn", type: "submit" }, w().look))),
    h("div", { class: "blk" }, note("", "lock", h("p", {}, say(w().stays_here)))),
    h("details", {}, h("summary", {}, w().lost_q), h("p", {}, say(w().lost))),
  ], { languages: true });
  if (why && typed) input.focus(); // to compare with the paper
}

async function derive(digits: string): Promise<void> {
  if (!inlet) return;
  const control = new AbortController();
  const bar = h("progress", { max: 1, value: 0, "aria-label": w().opening });
  const slow = h("div", { class: "blk", role: "status" });
  const timer = setTimeout(() => slow.append(note("care", "info",
    h("p", {}, say(w().slow)), h("p", {}, h("a", { class: "go", href: here("return/") }, w().slow_go)))), SLOW);
  stand(() => show([h("h1", {}, w().opening), h("p", { class: "lead" }, say(w().opening_lead)), bar, slow,
    h("div", { class: "acts" }, button(w().stop, () => control.abort(), "btn alt"))]));
  try {
    const derived = await deriveInWorker(partAddress("receipt-worker"), { digits, salt: inlet.salt, cost: inlet.cost }, {
      onProgress: (done) => (bar.value = done), signal: control.signal,
    });
    await open(derived, digits);
  } catch (error) {
    if (error instanceof Cancelled) stand(() => ask(null, digits));
    else if (!navigator.onLine) stand(() => stopped(c().offline, [h("p", {}, say(c().offline_load))], button(c().again, () => void derive(digits))));
    else stand(() => stopped(w().cannot, [h("p", { class: "lead" }, say(w().cannot_why))],
      button(c().again, () => void derive(digits)), h("a", { class: "go", href: here("return/") }, w().slow_go)));
  } finally {
    clearTimeout(timer);
  }
}

async function open(derived: ReceiptDerived, digits: string): Promise<void> {
  if (!inlet) return;
  try {
    visit = await lookUp(inlet, derived);
    touched();
    stand(() => redraw());
  } catch (error) {
    if (error instanceof NothingOpen) stand(() => ask(say(w().nothing_open), digits));
    else stand(() => failedToOpen(error, () => void open(derived, digits)));
  }
}

function failedToOpen(error: unknown, retry: () => void): void {
  const busy = error instanceof Trouble && error.code === "busy";
  const clock = error instanceof NotOurs;
  stopped(clock ? w().not_ours : busy ? c().busy : c().offline, [h("p", {}, say(clock ? w().not_ours_why : busy ? c().busy_load : c().offline_load))],
    button(c().again, retry));
}

/** The page of an open receipt; `done` is said at its top. */
function redraw(done = "", bad = false): void {
  if (!visit || !inlet) return;
  place(inlet);
  draw({ visit, again, keep: (changed) => (visit = changed), lock, closed, stand }, done, bad);
}

/** Fetches the state anew after an act. */
async function again(done: string, derived?: ReceiptDerived, bad = false): Promise<void> {
  if (!visit) return;
  const known = visit;
  try {
    visit = await lookUp(known.inlet, derived ?? known.derived);
    stand(() => redraw(done, bad));
    view = () => redraw();
  } catch {
    // the act is done; only the newest state could not be fetched
    visit = derived ? { ...known, derived } : known;
    stand(() => redraw(done, bad));
    view = () => redraw();
  }
}

function lock(why: string): void {
  visit = null;
  if (inlet) place(inlet);
  stand(() => ask(why ? say(why) : null));
}

function closed(): void {
  visit = null;
  forgetTyped();
  stand(() => stopped(w().closed_h, [h("p", { class: "lead" }, say(w().closed_lead))], h("a", { class: "btn", href: here("") }, w().to_notice)));
}

function touched(): void {
  clearTimeout(idle);
  last = Date.now();
  idle = window.setTimeout(() => visit && lock(w().locked_idle), IDLE);
}
