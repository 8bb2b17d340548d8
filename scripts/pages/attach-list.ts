/** The list of added files, with what was taken out of each and what could not be. */

import { type Child, add, h, icon } from "./dom.js";
import { type Attached, attach, forget, limitsOf, partsOf } from "./attach.js";
import { button, tick } from "./look.js";
import { c, gap, plain, say, size } from "./words.js";

export interface Picker {
  files: Attached[];
  limits: { files: number; bytes: number };
  accept: string;
  recording?: boolean;
  lockable?: boolean; // whether a file can be locked twice
  person?: boolean; // whether each is, unless that is taken back
  title: string;
  hint: string;
  own: (file: Attached) => boolean; // which of the files this list shows
}

/** A field to add files and the list below it; it draws itself again in place. */
export function picker(given: Picker): HTMLElement {
  const root = h("div", {});
  const said = h("p", { class: "err", role: "alert", hidden: true });
  const busy = h("p", { class: "by", role: "status" });
  const list = h("ul", { class: "files" });
  const input = h("input", {
    type: "file", accept: given.accept || undefined, multiple: !given.recording,
    onchange: () => void take(),
  });
  const take = async () => {
    const chosen = Array.from(input.files ?? []);
    said.hidden = true;
    busy.textContent = chosen.length ? c().cleaning : "";
    for (const file of chosen) {
      const made = await attach(file, given.recording);
      if (given.person) made.person = true;
      const most = limitsOf(given.limits);
      const why = !file.size ? c().empty_file : given.files.length >= most.files ? plain(c().too_many, { n: most.files })
        : partsOf([...given.files, made]) > most.parts ? plain(c().too_large, { size: size(given.limits.bytes) }) : "";
      if (why) {
        said.textContent = plain(why, {}) + " " + file.name;
        said.hidden = false;
        forget(made);
      } else given.files.push(made);
    }
    busy.textContent = "";
    input.value = "";
    draw();
  };
  const draw = () => {
    list.textContent = "";
    given.files.filter(given.own).forEach((file) => list.append(row(file)));
  };
  const row = (file: Attached): HTMLElement => {
    const says = h("div", { class: "by" }, cleaned(file));
    const locked = (on: boolean) => {
      file.person = on;
      says.textContent = "";
      add(says, [cleaned(file)]);
    };
    return h("li", {},
      file.preview ? h("img", { src: file.preview, alt: "", class: "thumb" }) : icon(file.kind === "recording" ? "voice" : "file"),
      h("span", { class: "fn" }, h("bdi", {}, file.name), " ", h("bdi", { class: "by", dir: "ltr" }, size(file.blob.size))),
      button(h("span", {}, c().remove, h("span", { class: "vh" }, " " + file.name)), () => {
        given.files.splice(given.files.indexOf(file), 1);
        forget(file);
        draw();
        input.focus();
      }, "lk"),
      says,
      given.lockable && !file.spoken && h("div", { class: "by" },
        tick(file.kind === "recording" ? c().person_voice : c().person, c().person_hint, file.person, locked)));
  };
  draw();
  root.append(
    h("label", { class: "voice" }, icon(given.recording ? "voice" : "picture"),
      h("span", {}, h("b", {}, given.title), h("small", {}, say(given.hint, { size: size(given.limits.bytes) }))), input),
    said, busy, list);
  return root;
}

export function cleaned(file: Attached): Child {
  if (file.kind === "recording") return file.person ? say(c().voice_locked) : say(c().uncleaned);
  if (!file.clean) return h("span", { class: "uncleaned" }, say(c().uncleaned));
  const told = file.removed.map((what) => ({ place: c().told_place, time: c().told_time, device: c().told_device })[what]);
  return [told.length ? say(c().removed, { what: told.join(c().comma) }) : say(c().remade), gap(), say(c().look)];
}
