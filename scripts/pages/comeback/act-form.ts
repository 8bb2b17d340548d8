/** A form that does one act: says what is missing, that it is under way, and what went wrong, without losing anything. */

import { type Child, h } from "../dom.js";
import { form } from "../look.js";
import { c, say } from "../words.js";
import { Once } from "./acts.js";
import { type Desk, explain, keepTyped, typedIn } from "./page.js";
import { TEXT_MOST } from "./acts.js";
import { w } from "./words.js";

export interface ActForm {
  label: string;
  kind?: string; // of the button
  body: Child;
  missing?: () => string; // what is not filled in yet
  act: (once: Once) => Promise<unknown>;
  done: string;
  bad?: boolean; // whether `done` is bad news
  after?: () => void; // before the state is fetched anew
  ends?: boolean; // nothing is fetched afterwards
}

export function actForm(desk: Desk, given: ActForm): HTMLFormElement {
  const once = new Once();
  const said = h("div", { role: "alert" });
  const send = h("button", { class: given.kind ?? "btn", type: "submit" }, given.label);
  let busy = false;
  const submit = async () => {
    if (busy) return; // pressed twice
    said.textContent = "";
    const missing = given.missing?.() ?? "";
    if (missing) {
      said.append(h("p", { class: "err" }, say(missing)));
      return;
    }
    busy = true;
    send.setAttribute("aria-disabled", "true");
    send.textContent = w().sending;
    try {
      await given.act(once);
      given.after?.();
      if (!given.ends) await desk.again(given.done, undefined, given.bad);
    } catch (error) {
      const why = explain(desk, error);
      if (why) said.append(why as Node);
    } finally {
      busy = false;
      send.removeAttribute("aria-disabled");
      send.textContent = given.label;
    }
  };
  return form(() => void submit(), given.body, said, h("div", { class: "acts" }, send));
}

/** A place to write that remembers what stands in it while other parts of the page are used. */
export function writing(id: string, label: Child, rows = 3): HTMLElement {
  const area = h("textarea", {
    class: "in", id, rows, maxlength: TEXT_MOST, autocomplete: "off", autocapitalize: "off", spellcheck: "false", dir: "auto",
    oninput: () => keepTyped(id, area.value),
  });
  area.value = typedIn(id);
  return h("div", { class: "q" }, h("label", { for: id }, label), area);
}

export const optional = (label: string): Child => [label, " ", h("span", { class: "hint" }, c().optional)];

/** "Sure?" in place, for what cannot be undone. */
export const sure = (label: string, question: string, inner: HTMLElement): HTMLElement =>
  h("details", { class: "sure" }, h("summary", { class: "go" }, label), h("p", {}, say(question)), inner);
