/** Check your answers: what will be sent, what in it points to the writer, and the digits before anything is sent. */

import { cleaned } from "../attach-list.js";
import { type Child, h, icon } from "../dom.js";
import { bigDigits, button, note, show } from "../look.js";
import { c, gap, language, say } from "../words.js";
import { type App, go } from "./app.js";
import { type Draft, contactOf, namedInWords, noWayBack } from "./draft.js";
import { dropAll, send } from "./sending.js";
import { t } from "./words.js";

export function check(app: App, quiet: boolean): void {
  const { draft } = app;
  const empty = !draft.what.trim() && !draft.files.length;
  show([
    button([icon("back"), t().before], () => history.back(), "back lk"),
    h("h1", {}, say(t().check_h)), h("p", { class: "lead" }, say(t().check_lead)),
    warnings(app),
    h("dl", { class: "sum" }, rows(draft)),
    h("section", { class: "blk card", "aria-labelledby": "first" },
      h("h2", { id: "first" }, say(t().digits_first)), h("p", { class: "hint" }, say(t().digits_first_hint)),
      bigDigits(app.ahead.digits, true), h("p", { class: "by" }, say(t().twice))),
    empty && h("div", { class: "blk" }, note("bad", "warn", h("p", {}, h("strong", {}, t().empty), gap(), edit(2, t().empty_go)))),
    h("div", { class: "acts" }, !empty && button(t().send, () => void send(app)), button(t().drop, () => dropAll(app), "go lk")),
    h("div", { class: "blk" }, note("", "lock", h("p", {}, say(t().locks_now)))),
  ], { quiet });
}

const edit = (step: number, label: Child): HTMLElement => button(label, () => go(step, true), "lk");

function warnings({ draft, above }: App): Child {
  const found: Child[] = [];
  for (const { what, step } of namedInWords(draft)) {
    found.push(note("care", "info", h("p", {}, h("strong", {}, say(what === "name" ? t().name_seen : t().phone_seen)), gap(), say(t().reader_sees), gap(),
      edit(step, t().go_change), say(t().or_send_so))));
  }
  if (noWayBack(draft)) {
    found.push(note("care", "info", h("p", {}, h("strong", {}, say(t().no_way)), gap(), say(t().no_way_why), gap(), edit(8, t().change_shows))));
  }
  if (draft.aboutTeam === "yes" && above) found.push(note("", "lock", h("p", {}, say(t().goes_above))));
  return found;
}

function rows(draft: Draft): Child {
  const none = () => h("span", { class: "hint" }, t().not_said);
  const said = (text: string): Child => (text.trim() ? h("span", { class: "said", dir: "auto" }, text.trim()) : none());
  const joined = (...texts: string[]): Child => said(texts.map((text) => text.trim()).filter(Boolean).join(c().comma));
  const still = { "": "", yes: t().goes_on, no: t().is_over, unsure: "" }[draft.ongoing];
  const files = draft.files.length
    ? h("ul", { class: "files" }, draft.files.map((file) => h("li", {}, file.preview ? h("img", { src: file.preview, alt: "", class: "thumb" })
      : icon(file.kind === "recording" ? "voice" : "file"), h("span", { class: "fn" }, h("bdi", {}, file.name)), h("div", { class: "by" }, cleaned(file)))))
    : none();
  const contact = said(contactOf(draft, c().comma));
  const listed: [number, string, Child][] = [
    [1, t().team_q, { "": none(), no: t().team_no, yes: t().team_yes, unsure: t().unsure }[draft.aboutTeam]],
    [2, t().what_q, said(draft.what)], [3, t().about_q, said(draft.about)], [4, t().when_q, joined(draft.when, still)],
    [5, t().amount_q, joined(draft.amount, draft.people)], [6, t().files_short, files],
    [7, t().contact_short, draft.mayContact === "yes" ? [t().contact_yes, h("p", { class: "by" }, contact)] : t().contact_none],
    [8, t().who_short, [{ anonymous: t().anonymous, confidential: t().confidential, open: t().open }[draft.level],
      draft.level !== "anonymous" && h("p", { class: "by" }, t().name_filled)]],
    [8, t().shows_short, draft.shows === "state" ? t().shows_state : t().shows_answers],
  ];
  return listed.map(([step, asked, answer]) => h("div", {}, h("dt", {}, say(asked)), h("dd", {}, answer),
    h("dd", { class: "ed" }, edit(step, [t().change, h("span", { class: "vh" }, (language() === "zh-hans" ? "：" : ": ") + asked)]))));
}
