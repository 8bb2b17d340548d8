/** Messages both ways. What the person wrote is never shown back; what the team wrote only when its signature holds. */

import { picker } from "../attach-list.js";
import { type Child, h } from "../dom.js";
import { button, note } from "../look.js";
import { sendFiles } from "../uploads.js";
import { c, day, gap, lines, plain, say } from "../words.js";
import { actForm, sure, writing } from "./act-form.js";
import { addMessage, deleteLetter } from "./acts.js";
import { type Desk, addedFiles, draw, forgetAdded, keepTyped, typedIn } from "./page.js";
import { type Letter, earlier } from "./visit.js";
import { w } from "./words.js";

export function letterBody(letter: Letter): Child {
  const on = day(letter.day, false);
  if (letter.state === "mine") return [h("p", { class: "hint" }, say(w().mine)), h("p", { class: "by" }, say(w().by_you, { day: on }))];
  if (letter.state === "deleted") return [h("p", { class: "hint" }, say(w().deleted)), h("p", { class: "by" }, say(w().by_team, { day: on }))];
  if (letter.state === "forged") return h("div", { role: "alert" }, note("bad", "warn", h("p", {}, h("strong", {}, say(w().forged)), gap(), say(w().forged_why))));
  if (letter.state === "unread") return note("care", "info", h("p", {}, say(w().unread)));
  return [lines(letter.text), h("p", { class: "by" }, say(w().by_team, { day: on }), gap(), say(w().signature_ok))];
}

export function messages(desk: Desk): HTMLElement {
  const { page, letters } = desk.visit;
  const listed = letters.filter((letter) => !letter.hash || letter.hash !== page.card.asked);
  return h("section", { class: "blk", "aria-labelledby": "ms" }, h("h2", { id: "ms", tabindex: "-1" }, w().messages),
    page.more ? button(w().earlier, () => void more(desk), "go lk") : null,
    listed.map((letter) => h("div", { class: letter.state === "forged" ? "msg forged" : "msg" }, letterBody(letter), removal(desk, letter))),
    !listed.length && h("p", { class: "hint" }, say(page.shows === "state" ? w().none_state : w().none_yet)), add(desk));
}

async function more(desk: Desk): Promise<void> {
  try {
    const fuller = await earlier(desk.visit);
    desk.keep(fuller);
    desk.stand(() => draw({ ...desk, visit: fuller }, ""));
    document.getElementById("ms")?.focus();
  } catch {
    await desk.again("");
  }
}

const removal = (desk: Desk, letter: Letter): Child => letter.state === "shown" || letter.state === "unread"
  ? sure(w().delete_this, w().delete_sure, actForm(desk, {
    label: w().delete_yes, kind: "btn alt", body: null, act: (once) => deleteLetter(once, desk.visit, letter.number), done: w().done_delete,
  }))
  : null;

function add(desk: Desk): HTMLElement {
  const files = addedFiles();
  let failed: string[] = [];
  const { inlet, page } = desk.visit;
  return h("div", { class: "blk", id: "add-form" }, actForm(desk, {
    label: w().send, kind: "btn alt", missing: () => (typedIn("add").trim() || files.length ? "" : w().nothing_written),
    body: [
      writing("add", h("span", { class: "lab" }, page.card.question === "more" ? w().answer_more : w().add_h), 4),
      h("details", { open: files.length > 0 }, h("summary", {}, w().add_files),
        picker({ files, limits: inlet.limits, accept: "", title: c().files_add, hint: c().files_add_hint, own: () => true })),
    ],
    act: async (once) => {
      const sending = await addMessage(once, desk.visit, { text: typedIn("add"), files: [...files] });
      failed = sending.length ? await upload(page.thread, sending) : [];
    },
    after: () => {
      keepTyped("add", "");
      forgetAdded();
    },
    get done() { return failed.length ? plain(w().files_failed, { names: failed.join(c().comma) }) : w().done_message; },
    get bad() { return failed.length > 0; },
  }));
}

/** The words have arrived; the files follow while the page stays. Names of those that could not be sent. */
async function upload(thread: string, files: Parameters<typeof sendFiles>[1]): Promise<string[]> {
  const status = h("p", { role: "status" });
  const bar = h("progress", { max: 1, "aria-label": w().files_going });
  document.getElementById("add-form")?.append(note("care", "info", status, bar));
  let failed: string[] = [];
  await sendFiles(thread, files, (now) => {
    const text = now.state === "waiting" ? w().files_waiting : w().files_going;
    if (status.textContent !== text) status.textContent = text;
    bar.max = now.all;
    bar.value = now.parts;
    failed = now.failed;
  });
  return failed;
}
