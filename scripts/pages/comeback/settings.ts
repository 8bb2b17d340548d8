/** Contact and the receipt itself: no contact any more, show less, new digits, do not go on, close. */

import { type Ahead, drawAhead } from "../digits-ahead.js";
import { h } from "../dom.js";
import { bigDigits, button, note, show } from "../look.js";
import { readBack } from "../read-back.js";
import { say } from "../words.js";
import { actForm, optional, sure, writing } from "./act-form.js";
import { Once, change, close, giveWord, narrow } from "./acts.js";
import { type Desk, draw, explain, keepTyped, typedIn } from "./page.js";
import { w } from "./words.js";

export function settings(desk: Desk): HTMLElement[] {
  const { visit } = desk;
  const one = (label: string, kind: string, done: string, act: (once: Once) => Promise<unknown>, more: Partial<Parameters<typeof actForm>[1]> = {}) =>
    actForm(desk, { label, kind, body: null, done, act, ...more });
  return [
    h("section", { class: "blk", "aria-labelledby": "ct" }, h("h2", { id: "ct" }, w().contact_h), h("p", {}, say(w().contact_why)),
      sure(w().no_contact, w().no_contact_sure, one(w().yes_so, "btn alt", w().done_no_contact, (once) => giveWord(once, visit, "withdraw-consent", "withdraw_consent")))),
    h("section", { class: "blk", "aria-labelledby": "rc" }, h("h2", { id: "rc" }, w().receipt_h),
      h("p", { class: "hint" }, say(visit.page.shows === "state" ? w().shows_state : w().shows_answers)),
      visit.page.shows === "answers" && sure(w().narrow, w().narrow_sure, one(w().yes_so, "btn alt", w().done_narrow, (once) => narrow(once, visit))),
      h("p", {}, button(w().new_digits, () => newDigits(desk), "go lk")),
      sure(w().withdraw, w().withdraw_sure, one(w().yes_so, "btn alt", w().done_withdraw,
        (once) => giveWord(once, visit, "withdraw", "withdraw", { text: typedIn("withdraw") }),
        { body: writing("withdraw", optional(w().withdraw_why)), after: () => keepTyped("withdraw", "") })),
      sure(w().close, w().close_sure, one(w().close_yes, "btn bad", "", (once) => close(once, visit), { ends: true, after: () => desk.closed() }))),
  ];
}

/** New digits count only after the person has read them back from their paper. */
function newDigits(desk: Desk): void {
  const { visit } = desk;
  const ahead: Ahead = drawAhead(visit.inlet.salt, visit.inlet.cost);
  const once = new Once();
  const said = h("div", { role: "alert" });
  const status = h("p", { role: "status", class: "hint" });
  let busy = false;
  const take = async () => {
    if (busy) return;
    busy = true;
    said.textContent = "";
    status.textContent = w().new_locking;
    try {
      const derived = await ahead.derived;
      await change(once, visit, derived);
      await desk.again(w().done_change, derived);
    } catch (error) {
      const why = explain(desk, error);
      if (why) said.append(why as Node);
      ahead.derived.catch(() => ahead.again());
    } finally {
      busy = false;
      status.textContent = "";
    }
  };
  const back = () => desk.stand(() => draw(desk, ""));
  desk.stand(() => show([
    button(w().back_unchanged, back, "back lk"),
    h("h1", {}, say(w().new_h)), h("p", { class: "lead" }, say(w().new_lead)),
    h("section", { class: "paper" }, bigDigits(ahead.digits)),
    readBack(ahead.digits, () => void take()), status, said,
    h("div", { class: "blk" }, note("plain", "info", h("p", {}, say(w().old_until)))),
  ]));
}
