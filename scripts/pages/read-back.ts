/** "Read it back": the person types the digits from their paper and learns at once in which group one is wrong. */

import { h } from "./dom.js";
import { form, note } from "./look.js";
import { western } from "./typed.js";
import { c, say } from "./words.js";

export function readBack(digits: string, onRight: () => void = () => undefined): HTMLElement {
  const result = h("div", { role: "status" });
  const input = h("input", { class: "in", id: "again", inputmode: "numeric", autocomplete: "off", maxlength: 40, "aria-describedby": "again-h", dir: "ltr" });
  const compare = () => {
    const typed = western(input.value);
    const groups = [0, 1, 2, 3, 4, 5].filter((n) => typed.slice(3 * n, 3 * n + 3) !== digits.slice(3 * n, 3 * n + 3)).map((n) => n + 1);
    const right = typed === digits;
    result.textContent = "";
    result.append(right ? note("ok", "done", h("p", {}, say(c().copied_right)))
      : note("bad", "warn", h("p", {}, typed.length === 18 ? say(c().copied_wrong, { groups: groups.join(c().comma) })
        : say(c().copied_count, { n: typed.length, group: groups[0] ?? 6 }))));
    input.setAttribute("aria-invalid", String(!right));
    if (right) onRight();
  };
  return h("section", { class: "blk", "aria-labelledby": "readback" }, h("h2", { id: "readback" }, c().read_back),
    form(compare, h("label", { class: "lab", for: "again" }, c().type_again), h("p", { class: "hint", id: "again-h" }, say(c().type_again_hint)),
      h("div", { class: "read" }, input, h("button", { class: "btn alt", type: "submit" }, c().compare)), result));
}
