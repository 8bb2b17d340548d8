/** After sealing: the digits are read aloud, once, and typed back as the person says them. */

import { h } from "../dom.js";
import { bigDigits, button, note, phone, show as put } from "../look.js";
import { readBack } from "../read-back.js";
import { language, ltr, say } from "../words.js";
import { type Page } from "./app.js";
import { begin, end } from "./recording.js";
import { t } from "./words.js";

export function told(page: Page): void {
  const one = page.recording;
  if (!one?.sealed) return;
  const next = () => {
    const { persons } = one;
    end(page);
    begin(page, persons);
  };
  const sure = (act: () => void) => () => {
    if (!one.unkept) return act();
    const box = h("div", { class: "note care blk", role: "alert", tabindex: "-1", id: "sure" }, h("div", {}, h("p", {}, h("strong", {}, t().kept_sure)),
      h("div", { class: "acts" }, button(t().kept, () => {
        one.unkept = false;
        act();
      }, "btn alt"))));
    document.getElementById("sure")?.remove();
    document.querySelector("main > .acts")?.before(box);
    box.focus();
  };
  const digits = one.way === "digits" && [
    h("section", { class: "blk", "aria-labelledby": "num" }, h("h2", { id: "num" }, say(t().digits_h)), h("p", { class: "hint" }, say(t().digits_why)),
      bigDigits(one.ahead.digits), h("p", { class: "lead" }, say(t().digits_say, {
        address: ltr(`${location.host}/${language()}/${one.inlet.code}/`), phone: phone() }))),
    readBack(one.ahead.digits, () => (one.unkept = false)),
  ];
  put([
    h("h1", {}, t().sealed_h), note("ok", "lock", h("p", {}, say(t().sealed_lead, { n: one.sealed.number }))), digits,
    one.way === "card" && h("p", { class: "lead blk" }, say(t().card_given, { serial: ltr(one.serial.trim().toUpperCase()) })),
    one.way === "none" && h("p", { class: "lead blk" }, say(t().none_given)),
    h("div", { class: "acts" }, button(t().done, sure(() => end(page))), button(t().next_person, sure(next), "btn alt")),
  ]);
}
