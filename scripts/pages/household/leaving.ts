/** Signing out of the device: counts what is not sent, and deletes nothing of it without being asked twice. */

import { type Child, h } from "../dom.js";
import { button, note, show as put } from "../look.js";
import { postJson } from "../net.js";
import { say } from "../words.js";
import { type Page, refresh, show } from "./app.js";
import { home } from "./home.js";
import { all, wipe } from "./store.js";
import { t } from "./words.js";

export async function leaving(page: Page): Promise<void> {
  const n = (await all("queue")).length;
  const everything = button(n ? t().out_all_n : t().out_all, () => (n ? sure(page, n) : void out(page, true)), n ? "go lk" : "btn");
  const acts: Child[] = n ? [
    button(t().out_send, () => void refresh()), button(t().out_keep, () => void out(page, false), "btn alt"), everything,
  ] : [everything];
  put([
    h("h1", {}, t().out_h), n > 0 && h("div", { class: "blk" }, note("bad", "warn", h("p", {}, say(t().out_waiting, { n })))), h("p", { class: "lead blk" }, say(t().out_lead)),
    n > 0 && h("p", { class: "hint" }, say(t().out_keep_hint)), h("div", { class: "acts" }, acts, button(t().out_back, () => {
      history.replaceState(null, "", location.pathname);
      show(home);
    }, "go lk")),
  ]);
}

function sure(page: Page, n: number): void {
  const yes = button(say(t().out_sure, { n }), () => void out(page, true), "btn bad");
  document.querySelector("main > .acts")?.replaceChildren(yes, button(t().out_back, () => show(leaving), "btn alt"));
  yes.focus();
}

/** The device is wiped first: whatever becomes of the line, nothing that signs is left here. */
async function out(page: Page, everything: boolean): Promise<void> {
  const left = everything ? 0 : (await all("queue")).length;
  const { device } = page.ready;
  await wipe(everything);
  page.ready = { ...page.ready, device: null, team: null };
  const told = await postJson("/desk/household/out", JSON.stringify({ v: 1, device: (!left && device?.device) || "" })).then(() => true, () => false);
  put([
    h("h1", {}, t().out_done), h("p", { class: "lead" }, left ? say(t().out_kept_why, { n: left }) : t().out_done_why),
    !told && h("p", { class: "hint" }, say(t().out_offline)),
    h("div", { class: "acts" }, h("a", { class: "btn", href: "/staff/sign-in/?next=/desk/household/page/" }, t().sign_in)),
  ]);
}
