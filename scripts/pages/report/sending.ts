/** Sending: lock, hand over, check the promise. If anything fails nothing goes out until the person has chosen what to do. */

import { makeSlip } from "../../seal/slip.js";
import { forget } from "../attach.js";
import { type Child, h, icon } from "../dom.js";
import { type Recipient, loadInlet, recipientOf } from "../inlet.js";
import { bigDigits, button, here, note, phone, show } from "../look.js";
import { Trouble, postJson, unb64 } from "../net.js";
import { type Progress, sendFiles } from "../uploads.js";
import { c, plain, say } from "../words.js";
import { type App, CHECK, resume, stay } from "./app.js";
import { newDraft } from "./draft.js";
import { type Filing, fileOf, newIds } from "./filing.js";
import { receipt } from "./receipt.js";
import { t } from "./words.js";

/** The promise does not hold: nothing says that it was received. */
class Unproved extends Error {
  override name = "Unproved";
}

const ids = newIds();
let tried: Filing[] = []; // went out, and no answer came: one of them may have arrived
let last: Filing | null = null; // sealed from the draft as it stands

const recipient = (app: App): Recipient => (app.draft.aboutTeam === "yes" && app.above ? app.above : app.team);

/** `again`: exactly what went out before, for a line that broke. */
export async function send(app: App, again = false): Promise<void> {
  app.sending = true;
  const says = progressView(app);
  try {
    if (!again || !last) {
      if (await failed(app.ahead.derived)) app.ahead.again();
      const derived = await derivedWith(app, says);
      says(t().locking);
      last = await fileOf(app.draft, ids, app.inlet, recipient(app), derived, (name) => says(plain(t().locking_file, { name })));
    }
    says(t().sending);
    const { filing, answer, older } = await deliver(app, last);
    const slip = proved(app, filing, answer);
    arrived(app, filing, slip, answer, older);
  } catch (error) {
    app.sending = false;
    stay(() => notSent(app, error));
  }
}

const failed = (work: Promise<unknown>): Promise<boolean> =>
  Promise.race([work.then(() => false, () => true), new Promise<boolean>((resolve) => setTimeout(() => resolve(false), 0))]);

async function derivedWith(app: App, says: (text: string, done?: number) => void) {
  const timer = setInterval(() => says(t().preparing, app.ahead.done), 200);
  try {
    return await app.ahead.derived;
  } finally {
    clearInterval(timer);
  }
}

interface Answer {
  commitment: string;
  day: string;
  publish_by: string;
  promise: string;
  key: string;
  log: string;
}

async function deliver(app: App, filing: Filing, renewed = false): Promise<{ filing: Filing; answer: Answer; older: boolean }> {
  try {
    if (!tried.includes(filing)) tried.push(filing);
    return { filing, answer: (await postJson("/api/submit", filing.body)) as unknown as Answer, older: filing !== last };
  } catch (error) {
    if (!(error instanceof Trouble) || error.kind !== "refused") throw error;
    if (error.code === "differs") {
      // an earlier version arrived although no answer did: its promise is still to be had
      for (const earlier of tried.filter((one) => one !== filing)) {
        const answer = await postJson("/api/submit", earlier.body).catch(() => null);
        if (answer) return { filing: earlier, answer: answer as unknown as Answer, older: true };
      }
    }
    tried = tried.filter((one) => one !== filing); // refused: it is not there
    const stale = (error.code === "stale" && error.field !== "code") || (error.code === "bad" && error.field === "entry");
    if (!stale || renewed) throw error;
    await renew(app);
    last = await fileOf(app.draft, ids, app.inlet, recipient(app), await app.ahead.derived, () => undefined);
    return deliver(app, last, true);
  }
}

/** Keys were rotated while the person wrote: the new ones must come from the same body. */
async function renew(app: App): Promise<void> {
  const inlet = await loadInlet(app.inlet.code);
  const [team, above] = [recipientOf(inlet, false), recipientOf(inlet, true)];
  const same = (old: Recipient | null, found: Recipient | null) => !old || (!!found && found.line === old.line && found.vault === old.vault);
  if (!team || !same(app.team, team) || !same(app.above, above)) throw new Trouble("refused", "stale");
  Object.assign(app, { inlet, team, above: app.above ? above : null });
}

function proved(app: App, filing: Filing, answer: Answer): string {
  try {
    const promised = { log: answer.log, day: answer.day, publishBy: answer.publish_by, signature: unb64(answer.promise) };
    return makeSlip(filing.opening, promised, app.inlet.log.key);
  } catch {
    throw new Unproved();
  }
}

function arrived(app: App, filing: Filing, slip: string, answer: Answer, older: boolean): void {
  app.sent = app.unkept = true;
  app.draft.files.forEach(forget);
  const { shows } = app.draft;
  app.draft = newDraft(); // what was written is not needed any more
  history.replaceState({ step: 0 }, "");
  let progress: Progress | null = filing.files.length ? { parts: 0, all: 1, state: "going", failed: [] } : null;
  const view = receipt({ app, slip, day: answer.day, publishBy: answer.publish_by, older, shows, progress: () => progress });
  stay(view.draw);
  if (!progress) return;
  app.uploading = true;
  void sendFiles(ids.thread, filing.files, (now) => {
    progress = now;
    if (now.state === "done" || now.state === "failed") app.uploading = false;
    view.refresh();
  });
}

function progressView(app: App): (text: string, done?: number) => void {
  const status = h("p", { role: "status", class: "lead" }, t().preparing);
  const bar = h("progress", { max: 1, "aria-label": t().sending_h });
  stay(() => show([h("h1", {}, t().sending_h), status, bar, h("p", { class: "hint blk" }, say(t().sending_keep)), bigDigits(app.ahead.digits, true)]));
  return (text, done) => {
    if (status.textContent !== text) status.textContent = text;
    if (done === undefined) bar.removeAttribute("value");
    else bar.value = done;
  };
}

/** What happened, that nothing is lost, and every way on: the person chooses, the page does not. */
function notSent(app: App, error: unknown): void {
  const trouble = error instanceof Trouble ? error : null;
  const unknown = trouble?.kind === "offline" || error instanceof Unproved;
  const known: Record<string, string> = {
    busy: t().fail_busy, stale: trouble?.field === "code" ? t().fail_closed : t().fail_stale, too_large: t().fail_large, differs: t().fail_differs,
  };
  const why = trouble?.kind === "offline" ? t().fail_line : error instanceof Unproved ? t().fail_promise
    : trouble ? known[trouble.code] ?? t().fail_refused : t().fail_lock;
  const acts: Child[] = [
    button(unknown ? t().send_again : c().again, () => void send(app, unknown)),
    button(t().back_to_text, () => resume(CHECK), "btn alt"),
  ];
  show([
    h("h1", {}, unknown ? t().not_known : t().not_sent), h("p", { class: "lead" }, say(why, { minutes: Math.max(1, Math.ceil((trouble?.wait ?? 120) / 60)) })),
    note("ok", "done", h("p", {}, say(unknown ? t().once_only : t().still_here))),
    unknown && h("section", { class: "blk card" }, h("h2", {}, say(t().digits_first)), bigDigits(app.ahead.digits, true)),
    h("div", { class: "acts" }, acts),
    h("section", { class: "blk" }, h("h2", {}, t().other_ways), h("ul", { class: "dots" },
      h("li", {}, say(t().way_call), " ", phone()),
      !unknown && h("li", {}, say(t().way_server), " ", h("a", { class: "go", href: here("report/") }, t().way_server_go, icon("go"))))),
  ]);
}

/** Throws away everything and goes to the notice. */
export function dropAll(app: App): void {
  const sure = document.getElementById("sure");
  if (sure) return sure.focus();
  const asked = h("div", { class: "note care blk", id: "sure", tabindex: "-1", role: "alert" }, icon("warn"), h("div", {},
    h("p", {}, h("strong", {}, t().drop_sure)),
    h("div", { class: "acts" }, button(t().drop_yes, () => dropped(app), "btn bad"), button(t().drop_no, () => asked.remove(), "go lk"))));
  document.querySelector("main > .acts")?.after(asked);
  asked.focus();
}

function dropped(app: App): void {
  app.draft = newDraft();
  app.sent = true; // nothing is left to ask about
  location.replace(here(""));
}
