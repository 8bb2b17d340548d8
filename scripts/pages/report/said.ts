/** What was said, line by line, and what in it points to the speaker: for the check before it is sealed. */

import { cleaned } from "../attach-list.js";
import { type Child, h, icon } from "../dom.js";
import { button, note } from "../look.js";
import type { Recipient } from "../inlet.js";
import { c, gap, language, say } from "../words.js";
import { type Draft, contactOf, namedInWords, noWayBack } from "./draft.js";
import { t } from "./words.js";

/** Goes to a question to change its answer. */
export type Edit = (step: number) => void;

export function warnings(draft: Draft, above: Recipient | null, go: Edit): Child {
  const edit = link(go);
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

export const link = (go: Edit) => (step: number, label: Child): HTMLElement => button(label, () => go(step), "lk");

export function rows(draft: Draft, go: Edit): Child {
  const edit = link(go);
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
