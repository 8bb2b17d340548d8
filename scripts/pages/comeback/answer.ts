/** The answer or question that stands, and the person's word on it. */

import { type Child, h } from "../dom.js";
import { choices, note } from "../look.js";
import { say } from "../words.js";
import { actForm, optional, writing } from "./act-form.js";
import { giveWord } from "./acts.js";
import { letterBody } from "./letters.js";
import { type Desk, keepTyped, typedIn } from "./page.js";
import { k, w } from "./words.js";

export function answerSection(desk: Desk): Child {
  const { page, letters } = desk.visit;
  const asked = letters.find((letter) => letter.hash !== "" && letter.hash === page.card.asked);
  if (!asked && !page.card.question) return null;
  const given: Record<string, string> = {};
  for (const word of page.words) if (word.answered === page.card.asked && page.card.asked) given[word.kind] ??= word.word;
  const question = page.card.question;
  const forged = asked?.state === "forged";
  return h("section", { class: "blk", "aria-labelledby": "ans" },
    h("h2", { id: "ans" }, asked?.kind === "question" ? w().our_question : w().answer_h),
    asked ? h("div", { class: forged ? "card forged" : "card" }, letterBody(asked)) : page.shows === "state" && h("p", { class: "hint" }, say(w().answer_elsewhere)),
    forged || !page.card.asked ? null : words(desk, question, given));
}

function words(desk: Desk, question: string, given: Record<string, string>): Child {
  if (question.startsWith("outcome")) {
    if (!given["confirm"] && !given["dispute"]) return outcome(desk);
    return [
      h("div", { class: "blk" }, note("ok", "done", h("p", {}, say(given["confirm"] ? k().given.confirm : k().given.dispute)))),
      !given["satisfied"] && satisfied(desk),
    ];
  }
  if (question === "follow_up") return given["well"] ? h("div", { class: "blk" }, note("ok", "done", h("p", {}, say(w().peace_said)))) : peace(desk);
  if (!["contact", "hand_on", "name"].includes(question)) return null;
  if (given["consent"]) return h("div", { class: "blk" }, note("ok", "done", h("p", {}, say(given["consent"] === "agree" ? w().you_agreed : w().you_declined))));
  return question === "contact" ? meeting(desk) : consent(desk, question);
}

function outcome(desk: Desk): HTMLElement {
  let word = "";
  const why = h("div", { class: "then", hidden: true }, writing("why", optional(w().what_missing)));
  const listed = [
    { value: "confirm", label: w().solved, hint: say(w().solved_hint) }, { value: "dispute", label: w().not_solved, hint: say(w().not_solved_hint) },
  ];
  const group = choices("word", say(w().is_it_solved), listed, "", (value) => {
    word = value;
    why.hidden = value !== "dispute";
  });
  group.append(why);
  return h("div", { class: "blk" }, actForm(desk, {
    label: w().answer_so, body: group, missing: () => (word ? "" : w().choose_one),
    act: (once) => giveWord(once, desk.visit, word, word, word === "dispute" ? { text: typedIn("why") } : {}),
    after: () => keepTyped("why", ""), get done() { return word === "confirm" ? w().done_confirm : w().done_dispute; },
  }));
}

function satisfied(desk: Desk): HTMLElement {
  let word = "";
  const listed = [{ value: "yes", label: w().yes }, { value: "partly", label: w().partly }, { value: "no", label: w().no }];
  return h("div", { class: "blk" }, actForm(desk, {
    label: w().say_so, kind: "btn alt", missing: () => (word ? "" : w().choose_one),
    body: choices("satisfied", say(w().satisfied_q), listed, "", (value) => (word = value)),
    act: (once) => giveWord(once, desk.visit, "satisfied", word), done: w().done_satisfied,
  }));
}

/** Time, place and way, each by itself: without all three nobody comes. */
function meeting(desk: Desk): HTMLElement {
  const parts: Record<string, string> = {};
  const part = (name: string, asked: string) => h("li", {}, choices(name, say(asked), [
    { value: "agree", label: w().agree }, { value: "decline", label: w().decline },
  ], "", (value) => (parts[name] = value)));
  return h("div", { class: "blk" }, actForm(desk, {
    label: w().answer_so, missing: () => (Object.keys(parts).length === 3 ? "" : w().each_of_three),
    body: [h("p", { class: "hint" }, say(w().meet_hint)), h("ul", { class: "agree3" }, part("time", w().meet_time), part("place", w().meet_place), part("way", w().meet_way)),
      writing("why", optional(w().other_wish))],
    act: (once) => giveWord(once, desk.visit, "consent", whole(parts), { text: typedIn("why"), parts: { ...parts } }),
    after: () => keepTyped("why", ""), get done() { return whole(parts) === "agree" ? w().done_agree : w().done_decline; },
  }));
}

const whole = (parts: Record<string, string>): string => (Object.values(parts).every((word) => word === "agree") ? "agree" : "decline");

function consent(desk: Desk, question: string): HTMLElement {
  let word = "";
  const listed = [{ value: "agree", label: w().agree_yes }, { value: "decline", label: w().agree_no, hint: say(w().agree_no_hint) }];
  return h("div", { class: "blk" }, actForm(desk, {
    label: w().answer_so, missing: () => (word ? "" : w().choose_one),
    body: [choices("consent", say(question === "name" ? w().name_q : w().hand_on_q), listed, "", (value) => (word = value)), writing("why", optional(w().add_words))],
    act: (once) => giveWord(once, desk.visit, "consent", word, { text: typedIn("why") }),
    after: () => keepTyped("why", ""), get done() { return word === "agree" ? w().done_agree : w().done_decline; },
  }));
}

/** Months after somebody was pressed: is it still well? */
function peace(desk: Desk): HTMLElement {
  let word = "";
  const more = h("div", { class: "then", hidden: true }, writing("why", optional(w().press_who)));
  const listed = [{ value: "well", label: w().peace_yes }, { value: "pressed", label: w().peace_no, hint: say(w().peace_no_hint) }];
  const group = choices("peace", say(w().peace_q), listed, "", (value) => {
    word = value;
    more.hidden = value !== "pressed";
  });
  group.append(more);
  return h("div", { class: "blk" }, actForm(desk, {
    label: w().answer_so, missing: () => (word ? "" : w().choose_one), body: [h("p", { class: "hint" }, say(w().peace_hint)), group],
    act: (once) => (word === "well" ? giveWord(once, desk.visit, "well", "well") : giveWord(once, desk.visit, "interference", "interference", { text: typedIn("why") })),
    after: () => keepTyped("why", ""), get done() { return word === "well" ? w().done_well : w().done_interference; },
  }));
}
