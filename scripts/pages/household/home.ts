/** The list: how many are to be sent, what this device is, and what stops it from recording or sending. */

import { spokenFingerprint } from "../../seal/spoken.js";
import { type Child, h, icon } from "../dom.js";
import { NotOurs } from "../inlet.js";
import { button, ltrLine, note, show as put } from "../look.js";
import { Trouble } from "../net.js";
import { day, ltr, plain, say } from "../words.js";
import { PAGE, type Page, leave, refresh } from "./app.js";
import { IDLE_HOURS, enrol } from "./ready.js";
import { begin } from "./recording.js";
import { isSending } from "./sending.js";
import { type Gone, type Waiting, all } from "./store.js";
import { t } from "./words.js";

const SHOWN = 20;

export async function home(page: Page): Promise<void> {
  const [waiting, sent, kept] = [await all("queue"), await all("sent"), keptHere()];
  const { device, team } = page.ready;
  const may = !!device && device.state !== "revoked" && !!team;
  put([
    h("h1", {}, waiting.length ? say(t().to_send_h, { n: waiting.length }) : t().home_h),
    h("p", { class: "lead" }, say(waiting.length ? t().to_send_lead : t().home_lead)),
    h("div", { class: "tells", role: "status" }, tells(page)),
    !device && enrolling(page),
    h("div", { class: "acts" },
      device && button(t().record, () => begin(page), may ? "btn" : "btn alt off"),
      waiting.length > 0 && button(isSending() ? t().sending : t().send_now, () => void refresh(), "btn alt"),
      !waiting.length && button(t().again, () => void refresh(), "go lk")),
    device?.state === "waiting" && words(device.verifyKey),
    waiting.length > 0 && h("section", { class: "blk", "aria-labelledby": "l1" }, h("h2", { id: "l1" }, t().list_h), h("ul", { class: "queue" }, waiting.map(toSend))),
    sent.length > 0 && h("section", { class: "blk", "aria-labelledby": "l2" }, h("h2", { id: "l2" }, t().sent_h),
      h("ul", { class: "queue" }, sent.slice(-SHOWN).reverse().map(gone))),
    h("section", { class: "blk small" },
      h("p", { class: "hint" }, kept ? t().ready : t().not_ready), team && h("p", { class: "hint" }, say(t().until, { day: day(team.until) })),
      team && h("details", {}, h("summary", {}, t().line_q), h("p", {}, say(t().line_why)), ltrLine(team.line))),
    h("div", { class: "acts" }, button(t().out, leave, "go lk")),
  ], { languages: true, quiet: document.querySelector("main h1") !== null && !document.querySelector("main[aria-busy]") && !page.ready.line });
  const record = document.querySelector<HTMLButtonElement>("main .off");
  if (record) record.disabled = true;
}

/** Whether the service worker stands before this page: only then does the page open without a network. */
function keptHere(): boolean {
  return navigator.serviceWorker?.controller?.state === "activated";
}

function tells({ ready }: Page): Child {
  const { device, why, line, clock } = ready;
  const found: Child[] = [];
  if (line === "offline") found.push(note("plain", "info", h("p", {}, say(t().offline))));
  if (line === "signed_out") {
    found.push(note("care", "info", h("p", {}, say(t().signed_out), " ", h("a", { class: "go", href: "/staff/sign-in/?next=" + encodeURIComponent(PAGE) }, t().sign_in))));
  }
  if (line === "refused") found.push(note("bad", "warn", h("p", {}, say(t().not_yours))));
  if (clock) found.push(note("bad", "warn", h("p", {}, say(t().clock, { day: day(clock) }))));
  if (device?.state === "revoked") found.push(note("bad", "warn", h("p", {}, say(t().revoked))));
  if (why === "idle") found.push(note("care", "info", h("p", {}, say(t().idle, { hours: IDLE_HOURS }))));
  else if (why && why !== "clock" && device) found.push(note(why === "none" ? "care" : "bad", "warn", h("p", {}, say(t()[why]))));
  return found;
}

function enrolling(page: Page): Child {
  const said = h("p", { class: "err", role: "alert", hidden: true });
  const go = button(t().enrol, () => {
    go.disabled = true;
    enrol(page.ready).then(refresh, (error: unknown) => {
      said.hidden = go.disabled = false;
      said.textContent = error instanceof NotOurs && error.why === "clock" ? t().enrol_clock
        : error instanceof Trouble && error.code === "too-many" ? t().enrol_many : t().enrol_no;
    });
  });
  return h("section", { class: "blk card", "aria-labelledby": "e1" }, h("h2", { id: "e1" }, t().enrol_h), h("p", {}, say(t().enrol_why)), said, h("div", { class: "acts" }, go));
}

const words = (key: Uint8Array): Child => h("section", { class: "blk card", "aria-labelledby": "w1" }, h("h2", { id: "w1" }, t().words_h),
  h("p", { class: "six-words", dir: "ltr", lang: "en" }, spokenFingerprint(key).split("-").map((word) => h("span", {}, word))), h("p", { class: "hint" }, say(t().words_why)));

const WHY = ["waiting", "unknown", "revoked", "signature", "stale", "differs", "promise"] as const;

function toSend(row: Waiting): HTMLElement {
  const known = WHY.find((one) => one === row.why);
  const why = row.filed ? t().why_parts : known ? t()[`why_${known}`] : row.why ? t().why_other : "";
  return h("li", {}, h("p", {}, h("b", {}, say(t().list_row, { n: row.number })), " · ", day(row.day, false), " · ", say(t().people, { n: row.persons }),
    row.files.length > 0 && [" · ", say(t().files, { n: row.files.length })], " · ", say(t().send_by, { day: day(row.until, false) })),
  why && h("p", { class: row.filed || row.why === "waiting" ? "hint" : "err" }, why));
}

function gone(row: Gone): HTMLElement {
  const number = row.registered === null ? "" : `${row.year}-${String(row.registered).padStart(4, "0")}`;
  return h("li", {}, h("p", {}, icon("done"), " ", number ? say(t().sent_as, { n: row.number, number: ltr(number) }) : say(t().sent_above, { n: row.number }), " · ",
    row.byDevice ? say(t().sent_day, { day: day(row.receivedOn, false) }) : h("span", { class: "uncleaned" }, t().sent_clock)),
  h("details", {}, h("summary", { "aria-label": plain(`${t().slip} ${row.number}`) }, t().slip), h("pre", { class: "slip-text", dir: "ltr", tabindex: "0" }, row.slip)));
}

