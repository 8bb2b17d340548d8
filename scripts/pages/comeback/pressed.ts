/** "Somebody is pressing me": the shortest way on the page to say so. */

import { h } from "../dom.js";
import { choices, currentPlace } from "../look.js";
import { gap, language, ltr, say } from "../words.js";
import { actForm, optional, writing } from "./act-form.js";
import { giveWord } from "./acts.js";
import { type Desk, keepTyped, typedIn } from "./page.js";
import { w } from "./words.js";

export function interference(desk: Desk): HTMLElement {
  let kind = "";
  const listed = [
    { value: "asking", label: w().press_asking }, { value: "warning", label: w().press_warning },
    { value: "threat", label: w().press_threat }, { value: "retaliation", label: w().press_retaliation },
  ];
  return h("section", { class: "press", "aria-labelledby": "press" }, h("h2", { id: "press" }, say(w().press_h)), h("p", {}, say(w().press_why)),
    h("details", { class: "sure" }, h("summary", { class: "btn" }, w().press_go), actForm(desk, {
      label: w().send,
      body: [choices("kind", say(w().press_what), listed, "", (value) => (kind = value)), writing("pressed", optional(w().press_who))],
      act: (once) => giveWord(once, desk.visit, "interference", kind || "interference", { text: typedIn("pressed") }),
      after: () => keepTyped("pressed", ""), done: w().done_interference,
    })),
    desk.visit.inlet.emergency && h("p", { class: "by" }, say(w().danger, { number: ltr(desk.visit.inlet.emergency) })),
    h("p", { class: "by" }, say(w().press_team), gap(), h("a", { class: "go", href: `/seal/#${language()}/${currentPlace().code}` }, w().press_above)));
}
