/** Check your answers: what will be sent, what in it points to the writer, and the digits before anything is sent. */

import { h, icon } from "../dom.js";
import { bigDigits, button, note, show } from "../look.js";
import { gap, say } from "../words.js";
import { type App, go } from "./app.js";
import { link, rows, warnings } from "./said.js";
import { dropAll, send } from "./sending.js";
import { t } from "./words.js";

export function check(app: App, quiet: boolean): void {
  const { draft } = app;
  const empty = !draft.what.trim() && !draft.files.length;
  show([
    button([icon("back"), t().before], () => history.back(), "back lk"),
    h("h1", {}, say(t().check_h)), h("p", { class: "lead" }, say(t().check_lead)),
    warnings(draft, app.above, again),
    h("dl", { class: "sum" }, rows(draft, again)),
    h("section", { class: "blk card", "aria-labelledby": "first" },
      h("h2", { id: "first" }, say(t().digits_first)), h("p", { class: "hint" }, say(t().digits_first_hint)),
      bigDigits(app.ahead.digits, true), h("p", { class: "by" }, say(t().twice))),
    empty && h("div", { class: "blk" }, note("bad", "warn", h("p", {}, h("strong", {}, t().empty), gap(), link(again)(2, t().empty_go)))),
    h("div", { class: "acts" }, !empty && button(t().send, () => void send(app)), button(t().drop, () => dropAll(app), "go lk")),
    h("div", { class: "blk" }, note("", "lock", h("p", {}, say(t().locks_now)))),
  ], { quiet });
}

const again = (step: number): void => go(step, true);
