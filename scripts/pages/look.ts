/** The frame of both pages and the parts that their views are made of. */

import { type Child, type IconName, add, byId, h, icon } from "./dom.js";
import { LANGUAGES, type Language, c, isLanguage, language, plain, say } from "./words.js";

export interface Place {
  code: string;
  phone: string;
  team: string;
}
let place: Place = { code: "", phone: "", team: "" };
let footer: () => string = () => "";
let leaving = false;
let unsaved: () => boolean = () => false;

/** `#language/code`: both stay behind the # and are never sent with the page's address. */
export function fragment(): { language: Language; code: string } {
  const [first = "", code = ""] = location.hash.slice(1).split("/");
  const asked = (navigator.languages || [navigator.language]).map((name) => name.toLowerCase());
  const guess = asked.some((name) => name.startsWith("zh")) ? "zh-hans" : asked.some((name) => name.startsWith("ug")) ? "ug" : "en";
  return { language: isLanguage(first) ? first : guess, code: /^[-a-zA-Z0-9_]{1,60}$/.test(code) ? code : "" };
}

export const here = (path: string): string => `/${language()}/${place.code ? place.code + "/" : ""}${path}`;
export const logPage = (): string => `/${language()}/log/?at=${place.code}`;
export const phone = (): HTMLElement => h("a", { href: "tel:" + place.phone.replace(/[^0-9+]+/g, "-"), class: "phone" }, h("bdi", { dir: "ltr" }, place.phone));
export const currentPlace = (): Place => place;

/** "Leave now" takes the page out of the way back and what was written out of the page. */
function leave(event: Event): void {
  event.preventDefault();
  leaving = true;
  const to = byId("leave").getAttribute("href") ?? "/leave";
  document.body.textContent = "";
  location.replace(to);
}

export function startFrame(onLanguage: (code: Language) => void, isUnsaved: () => boolean): void {
  unsaved = isUnsaved;
  byId("leave").addEventListener("click", leave);
  byId("skip").addEventListener("click", (event) => {
    event.preventDefault(); // the address holds language and place, not a mark in the page
    byId("main").focus();
  });
  const nav = byId("langs");
  for (const [code, { tag, dir, name }] of Object.entries(LANGUAGES)) {
    nav.append(h("a", {
      href: "#", lang: tag, dir, hreflang: tag, "data-code": code, onclick: (event) => {
        event.preventDefault();
        history.replaceState(history.state, "", `#${code}/${place.code}`);
        onLanguage(code as Language);
      },
    }, name));
  }
  addEventListener("beforeunload", (event) => {
    if (!leaving && unsaved()) event.preventDefault();
  });
  addEventListener("pageshow", (event) => {
    if (event.persisted) location.reload(); // nothing that was written comes back by "back"
  });
}

export function setPlace(found: Place): void {
  place = found;
}

/** Where not even the words could be fetched: in all three languages, so that somebody understands it. */
export function noWords(retry: () => void): void {
  const said = [["zh-Hans", "网络断了。再试一次", "ltr"], ["ug", "تور ئۈزۈلدى. قايتا سىناش", "rtl"], ["en", "No connection. Try again", "ltr"]] as const;
  const main = byId("main");
  main.textContent = "";
  main.append(...said.map(([lang, text, dir]) => h("p", {}, h("button", { type: "button", class: "btn alt", lang, dir, onclick: retry }, text))));
}

/** Words of header and footer; `foot` is asked again whenever the language changes. */
export function frame(foot: () => string): void {
  footer = foot;
  byId("site-name").textContent = c().name;
  byId("site-team").textContent = place.team;
  byId("brand").setAttribute("href", place.code ? `/${language()}/${place.code}/` : `/${language()}/`);
  byId("leave-word").textContent = c().leave;
  byId("skip").textContent = c().skip;
  byId("langs").setAttribute("aria-label", c().languages);
  for (const link of byId("langs").querySelectorAll("a")) {
    if (link.dataset["code"] === language()) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
    link.setAttribute("href", `#${link.dataset["code"]}/${place.code}`);
  }
  const line = byId("foot");
  line.textContent = "";
  if (footer()) line.append(say(footer(), { phone: phone() }));
}

/** Puts a view in place. `tab`: a few neutral signs before the neutral title. `quiet` leaves focus and scroll where they are. */
export function show(nodes: readonly Child[], view: { tab?: string; wide?: boolean; languages?: boolean; quiet?: boolean } = {}): void {
  const main = byId("main");
  main.textContent = "";
  main.removeAttribute("aria-busy");
  add(main, nodes);
  main.className = view.wide ? "w in-time" : "w";
  document.body.className = view.wide ? "" : "task";
  byId("langs").hidden = !view.languages;
  document.title = (view.tab ? view.tab + " " : "") + c().title;
  if (view.quiet) return;
  scrollTo(0, 0);
  const heading = main.querySelector("h1");
  heading?.setAttribute("tabindex", "-1");
  heading?.focus({ preventScroll: true });
}

export const note = (kind: "" | "care" | "plain" | "bad" | "ok", mark: IconName, ...children: Child[]): HTMLElement =>
  h("div", { class: ("note " + kind).trim() }, icon(mark), h("div", {}, children));

export const button = (label: Child, act: () => void, kind = "btn"): HTMLButtonElement =>
  h("button", { type: "button", class: kind, onclick: () => act() }, label);

/** A form that never goes anywhere by itself. */
export const form = (submit: () => void, ...children: Child[]): HTMLFormElement =>
  h("form", { novalidate: true, autocomplete: "off", onsubmit: (event) => { event.preventDefault(); submit(); } }, children);

export interface Field {
  id: string;
  label: Child;
  hint?: Child;
  value: string;
  most: number;
  rows?: number;
  tall?: boolean;
  mode?: "tel" | "numeric";
  ltr?: boolean;
  hideLabel?: boolean;
  after?: Child; // between hint and field
  onInput: (value: string) => void;
}

export function field(given: Field): HTMLElement {
  const typed = (event: Event) => given.onInput((event.target as HTMLInputElement).value);
  const shared = {
    class: given.tall ? "in tall" : "in", id: given.id, autocomplete: "off", autocapitalize: "off", spellcheck: "false",
    maxlength: given.most, dir: given.ltr ? "ltr" : "auto", oninput: typed, ...(given.hint ? { "aria-describedby": given.id + "-hint" } : {}),
  };
  const input = given.rows ? h("textarea", { ...shared, rows: given.rows }) : h("input", { ...shared, type: "text", inputmode: given.mode });
  input.value = given.value;
  const label = h("label", { for: given.id, class: given.hideLabel ? "vh" : undefined }, given.label);
  return h("div", { class: "q" }, label, given.hint && h("p", { class: "hint", id: given.id + "-hint" }, given.hint), given.after, input);
}

export interface Choice {
  value: string;
  label: Child;
  hint?: Child;
  tag?: string;
}

/** Radio buttons. The group's name is its legend, or the heading of the page by id. */
export function choices(
  name: string, legend: Child, listed: readonly Choice[], chosen: string, onChoose: (value: string) => void, labelledBy = "", hint?: Child,
): HTMLElement {
  return h("fieldset", { class: "q", id: name, "aria-labelledby": labelledBy || undefined },
    legend && h("legend", {}, legend), hint && h("p", { class: "hint" }, hint),
    listed.map((one) => h("label", { class: "choice" },
      h("input", { type: "radio", name, value: one.value, checked: one.value === chosen, onchange: () => onChoose(one.value) }),
      h("span", {}, h("b", {}, one.label, one.tag && h("span", { class: "tag" }, one.tag)), one.hint && h("span", {}, one.hint)))));
}

/** A printed line to compare, such as a fingerprint. */
export const ltrLine = (text: string): HTMLElement => h("p", {}, h("bdi", { dir: "ltr", class: "code long" }, text));

export const tick = (label: Child, hint: Child, checked: boolean, onTick: (on: boolean) => void, extra = ""): HTMLElement =>
  h("label", { class: "choice" },
    h("input", { type: "checkbox", class: extra || undefined, checked, onchange: (event) => onTick((event.target as HTMLInputElement).checked) }),
    h("span", {}, h("b", {}, label), hint && h("span", {}, hint)));

export interface Problem {
  at: string; // id of the field
  says: string;
}

/** Says at the top and at each place what is missing; returns whether there was anything. */
export function complain(found: readonly Problem[]): boolean {
  document.querySelectorAll(".wrong, .err").forEach((old) => old.remove());
  document.querySelectorAll("[aria-invalid]").forEach((old) => old.removeAttribute("aria-invalid"));
  if (!found.length) return false;
  for (const { at, says } of found) {
    const where = document.getElementById(at);
    if (!where) continue;
    const line = h("p", { class: "err", id: at + "-err" }, icon("warn"), says);
    if (where.tagName === "FIELDSET") where.insertBefore(line, where.querySelector("label"));
    else where.parentElement?.insertBefore(line, where);
    const input = where.tagName === "FIELDSET" ? where.querySelector("input") : where;
    input?.setAttribute("aria-invalid", "true");
    const described = input?.getAttribute("aria-describedby");
    input?.setAttribute("aria-describedby", [described, at + "-err"].filter(Boolean).join(" "));
  }
  const box = h("div", { class: "wrong", role: "alert", tabindex: "-1" }, h("h2", {}, c().wrong), found.map(({ at, says }) =>
    h("a", { href: "#", onclick: (event) => { event.preventDefault(); focusOn(at); } }, says)));
  const heading = byId("main").querySelector("h1");
  heading?.parentElement?.insertBefore(box, heading);
  box.focus();
  return true;
}

function focusOn(id: string): void {
  const where = document.getElementById(id);
  const input = where?.tagName === "FIELDSET" ? where.querySelector("input") : where;
  (input as HTMLElement | null)?.focus();
}

/** The page where nothing goes on: what happened, what is safe, what to do. */
export function stopped(heading: string, says: readonly Child[], ...acts: Child[]): void {
  show([h("h1", {}, say(heading)), says, acts.length ? h("div", { class: "acts" }, acts) : null,
    place.phone ? h("p", { class: "tel blk" }, say(c().call), " ", phone()) : null], { languages: true });
}

export const bigDigits = (digits: string, mini = false): HTMLElement => {
  const groups = digits.match(/.{3}/g) ?? [];
  const label = plain(groups.map((three) => three.split("").join(" ")).join(", "));
  return h("div", { class: mini ? "digits mini" : "digits", role: "img", "aria-label": label }, groups.map((three) => h("span", {}, three)));
};
