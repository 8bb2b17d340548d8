/** The receipt: the digits on one paper, the proof slip on another, and a check that the digits were copied right. */

import { type Child, h, icon, stamp } from "../dom.js";
import { bigDigits, button, frame, logPage, note, phone, show, tick } from "../look.js";
import { square } from "../qr.js";
import { readBack } from "../read-back.js";
import type { Progress } from "../uploads.js";
import { c, day, gap, language, ltr, plain, say } from "../words.js";
import { type App } from "./app.js";
import { t } from "./words.js";

interface Given {
  app: App;
  slip: string;
  day: string;
  publishBy: string;
  older: boolean;
  shows: "answers" | "state";
  progress: () => Progress | null;
}

/** `draw` shows the page; `refresh` only how far the files are. */
export function receipt(given: Given): { draw: () => void; refresh: () => void } {
  let files: HTMLElement | null = null;
  const refresh = () => {
    const fresh = filesLeft(given.progress());
    files?.replaceWith(fresh);
    files = fresh;
  };
  const draw = () => {
    files = filesLeft(given.progress());
    frame(() => t().gone_after);
    show([
      h("div", { class: "scr" },
        h("p", { class: "hint" }, day(given.day)), h("h1", {}, t().received), h("p", { class: "lead" }, say(t().received_lead)), files,
        given.older && note("care", "info", h("p", {}, say(t().older)))),
      digitsPaper(given), h("div", { class: "scr" }, readBack(given.app.ahead.digits, () => kept(given)), keep(given), printing(given)),
      h("hr", { class: "cut" }), slipPaper(given),
      h("div", { class: "acts" }, h("a", { class: "btn", href: `/back/#${language()}/${given.app.inlet.code}`, rel: "noreferrer" }, t().look_with_digits),
        h("a", { class: "go", href: URL.createObjectURL(new Blob([given.slip], { type: "text/plain" })), download: "slip.txt" }, t().save_slip)),
    ]);
  };
  return { draw, refresh };
}

function filesLeft(now: Progress | null): HTMLElement {
  const box = h("div", { role: "status", class: "uploads" });
  if (!now) return box;
  if (now.state === "done") box.append(note("ok", "done", h("p", {}, say(t().files_there))));
  else if (now.state === "failed") box.append(note("bad", "warn", h("p", {}, say(t().files_failed, { names: now.failed.join(c().comma) }))));
  else {
    box.append(note("care", "info", h("p", {}, h("strong", {}, say(t().files_going)), gap(), say(now.state === "waiting" ? t().files_waiting : t().files_stay)),
      h("progress", { max: now.all, value: now.parts, "aria-label": t().files_going })));
  }
  return box;
}

function digitsPaper({ app, shows }: Given): HTMLElement {
  const address = ltr(`${location.host}/${app.inlet.code}`);
  return h("section", { class: "paper", "aria-labelledby": "num" }, stamp(), h("h2", { id: "num" }, say(t().your_digits)), bigDigits(app.ahead.digits),
    h("ul", { class: "dots said-list" },
      h("li", {}, say(t().come_back, { address, phone: phone() })), h("li", {}, say(t().next)),
      h("li", {}, say(shows === "state" ? t().own_eyes_state : t().own_eyes))));
}

const keep = ({ shows }: Given): HTMLElement => h("section", { class: "blk", "aria-labelledby": "keep" }, h("h2", { id: "keep" }, t().keep_h),
  h("ul", { class: "dots" }, h("li", {}, say(t().keep_paper)), h("li", {}, say(shows === "state" ? t().keep_forced_state : t().keep_forced)), h("li", {}, say(t().keep_apart))));

/** On paper: from now on leaving the page loses nothing, and nothing is asked. */
const kept = ({ app }: Given): unknown => (app.unkept = false);

const printing = (given: Given): HTMLElement => h("section", { class: "blk", "aria-labelledby": "pr" }, h("h2", { id: "pr" }, t().print_h),
  tick(t().print_bare, say(t().print_bare_hint), false, () => undefined, "bare"),
  h("p", { class: "by" }, say(t().print_how)), button(t().print_now, () => {
    print();
    kept(given);
  }, "btn alt"));

function slipPaper({ slip, publishBy }: Given): HTMLElement {
  const number = (/^commitment ([0-9a-f]{16})/m.exec(slip)?.[1] ?? "").toUpperCase().match(/.{4}/g)?.join(" ") ?? "";
  const fact = (name: string, value: Child) => h("div", {}, h("dt", {}, name), h("dd", {}, value));
  return h("section", { class: "paper second", "aria-labelledby": "proof" }, h("h2", { id: "proof" }, t().slip_h),
    h("div", { class: "slip" }, h("div", {}, h("p", {}, say(t().slip_what)),
      h("dl", { class: "facts" }, fact(t().we_promise, say(t().in_log, { day: day(publishBy) })), fact(t().slip_number, h("bdi", { dir: "ltr", class: "code" }, number)))),
    square(slip, plain(t().slip_code))),
    h("details", { class: "scr" }, h("summary", {}, t().slip_text), h("pre", { class: "slip-text", dir: "ltr", tabindex: "0" }, slip)),
    h("p", { class: "by scr" }, say(t().not_in_log)), h("p", { class: "scr" }, h("a", { class: "go", href: logPage() }, t().about_log, icon("go"))));
}
