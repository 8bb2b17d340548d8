/** The eight questions. Each writes what is typed into the draft at once, so that going back and forth loses nothing. */

import { picker } from "../attach-list.js";
import { h } from "../dom.js";
import { type Field, choices, field, ltrLine, note } from "../look.js";
import { c, say } from "../words.js";
import type { App, Step } from "./app.js";
import { type Answer, type Draft, LINE, LONG, SHORT, identityFits, isNamed } from "./draft.js";
import { t } from "./words.js";

/** What a question needs to know. */
export type Asked = Pick<App, "draft" | "inlet" | "team" | "above">;
type Written = "what" | "about" | "when" | "amount" | "people" | "way" | "time" | "place" | "name" | "phone" | "other";

const written = (draft: Draft, name: Written, most: number, rest: Partial<Field> & Pick<Field, "label">): HTMLElement =>
  field({ id: name, value: draft[name], most, onInput: (value) => (draft[name] = value), ...rest });

export function stepTeam({ draft, team, above, inlet }: Asked): Step {
  const listed = [
    { value: "no", label: t().team_no, hint: say(t().team_no_hint) },
    { value: "yes", label: t().team_yes, hint: above ? say(t().team_yes_hint) : say(t().team_yes_none, { phone: inlet.phone }) },
    { value: "unsure", label: t().unsure, hint: say(above ? t().team_unsure_hint : t().team_no_hint) },
  ];
  const true_us = h("details", {}, h("summary", {}, t().really_us),
    h("p", {}, say(t().really_us_why)), ltrLine(team.line), above && [h("p", { class: "by" }, say(t().line_above)), ltrLine(above.line)]);
  return {
    heading: t().team_q,
    body: [
      h("p", { class: "hint" }, say(t().team_hint)),
      choices("aboutTeam", null, listed, draft.aboutTeam, (value) => (draft.aboutTeam = value as Answer), "heading"), true_us,
    ],
    problems: () => {
      if (!draft.aboutTeam) return [{ at: "aboutTeam", says: t().choose_one }];
      return draft.aboutTeam === "yes" && !above ? [{ at: "aboutTeam", says: t().no_above }] : [];
    },
  };
}

export function stepWhat({ draft, inlet }: Asked): Step {
  return {
    heading: t().what_q, skip: true,
    body: [
      written(draft, "what", LONG, {
        label: t().what_q, hideLabel: true, hint: say(t().what_hint), rows: 9, tall: true,
        after: h("div", { class: "before-in" }, note("care", "lock", h("p", {}, say(t().no_name_here)))),
      }),
      h("div", { class: "or" }, t().or_speak),
      picker({ files: draft.files, limits: inlet.limits, accept: "audio/*", recording: true, title: t().voice, hint: t().voice_hint, own: (file) => file.spoken }),
      h("details", {}, h("summary", {}, t().example_q), h("p", {}, say(t().example))),
    ],
  };
}

export function stepAbout({ draft }: Asked): Step {
  return {
    heading: t().about_q, skip: true,
    body: [
      written(draft, "about", LINE, { label: t().about_q, hideLabel: true, hint: say(t().about_hint), rows: 3 }),
      note("plain", "lock", h("p", {}, say(t().about_team_member))),
    ],
  };
}

export function stepWhen({ draft }: Asked): Step {
  const listed = [{ value: "yes", label: t().still_yes }, { value: "no", label: t().still_no }, { value: "unsure", label: t().unsure }];
  return {
    heading: t().when_q, skip: true,
    body: [
      written(draft, "when", SHORT, { label: t().when_q, hideLabel: true, hint: say(t().when_hint) }),
      choices("ongoing", t().still_q, listed, draft.ongoing, (value) => (draft.ongoing = value as Answer)),
    ],
  };
}

export function stepAmount({ draft }: Asked): Step {
  return {
    heading: t().amount_q, skip: true,
    body: [
      h("p", { class: "hint" }, say(t().amount_hint)), written(draft, "amount", SHORT, { label: t().amount, hint: say(t().amount_eg) }),
      written(draft, "people", SHORT, { label: t().people, hint: say(t().people_eg) }),
    ],
  };
}

/** `person`: each file is locked twice unless that is taken back. */
export function stepFiles({ draft, inlet }: Asked, person = false): Step {
  return {
    heading: t().files_q, skip: true,
    body: [
      h("p", { class: "hint" }, say(t().files_hint)),
      picker({ files: draft.files, limits: inlet.limits, accept: "", title: c().files_add, hint: c().files_add_hint, own: () => true, lockable: true, person }),
      h("div", { class: "blk" }, note("plain", "info", h("p", {}, say(t().files_cannot)))),
    ],
  };
}

export function stepContact({ draft }: Asked): Step {
  const how = h("div", { class: "then", hidden: draft.mayContact !== "yes" },
    written(draft, "way", SHORT, { label: [t().how, " ", h("span", { class: "hint" }, c().optional)], hint: say(t().how_hint) }),
    written(draft, "time", SHORT, { label: [t().at_what_time, " ", h("span", { class: "hint" }, c().optional)], hint: say(t().time_hint) }),
    written(draft, "place", SHORT, { label: [t().where, " ", h("span", { class: "hint" }, c().optional)], hint: say(t().where_hint) }),
    note("care", "lock", h("p", {}, say(t().number_later))));
  const listed = [
    { value: "no", label: t().contact_no, hint: say(t().contact_no_hint) }, { value: "yes", label: t().contact_yes, hint: say(t().contact_yes_hint) },
  ];
  const chosen = (value: string) => {
    draft.mayContact = value as "no" | "yes";
    how.hidden = value !== "yes";
  };
  return {
    heading: t().contact_q,
    body: [h("p", { class: "hint" }, say(t().contact_hint)), choices("mayContact", null, listed, draft.mayContact, chosen, "heading"), how],
  };
}

export function stepWho({ draft }: Asked): Step {
  const named = h("div", { class: "then", hidden: draft.level === "anonymous" },
    written(draft, "name", 100, { label: t().your_name }),
    written(draft, "phone", 60, { label: [t().your_phone, " ", h("span", { class: "hint" }, c().optional)], mode: "tel", ltr: true }),
    written(draft, "other", 200, { label: [t().other, " ", h("span", { class: "hint" }, c().optional)] }));
  const levels = [
    { value: "anonymous", label: t().anonymous, hint: say(t().anonymous_hint) },
    { value: "confidential", label: t().confidential, hint: say(t().confidential_hint), tag: t().if_unsure },
    { value: "open", label: t().open, hint: say(t().open_hint) },
  ];
  const shown = [
    { value: "answers", label: t().shows_answers, hint: say(t().shows_answers_hint) },
    { value: "state", label: t().shows_state, hint: say(t().shows_state_hint), tag: t().safer },
  ];
  const group = choices("level", t().choose_one, levels, draft.level, (value) => {
    draft.level = value as Draft["level"];
    named.hidden = value === "anonymous";
  });
  group.append(named);
  return {
    heading: t().who_q,
    body: [
      h("p", { class: "lead" }, say(t().who_lead)), group,
      choices("shows", h("h2", {}, t().shows_q), shown, draft.shows, (value) => (draft.shows = value as Draft["shows"]), "", say(t().shows_hint)),
    ],
    problems: () => {
      if (draft.level !== "anonymous" && !isNamed(draft)) return [{ at: "name", says: t().name_missing }];
      return identityFits(draft) ? [] : [{ at: "other", says: t().name_long }];
    },
  };
}
