/** Which view stands: the list, a household being written down, what is read aloud after it, and leaving the device. */

import { byId } from "../dom.js";
import { fragment, frame, noWords, setPlace, startFrame } from "../look.js";
import { withSession } from "../net.js";
import { type Language, language, useLanguage } from "../words.js";
import { home } from "./home.js";
import { leaving } from "./leaving.js";
import { type Ready, look } from "./ready.js";
import { type Recording, isOpen } from "./recording.js";
import { sendAll } from "./sending.js";
import { t } from "./words.js";

export const PAGE = "/desk/household/page/";
const SCOPE = "/desk/household/";

export interface Page {
  ready: Ready;
  recording: Recording | null;
  draw: () => void; // the view that stands, again
}

let page: Page | null = null;

export function start(): void {
  withSession();
  startFrame(speak, () => !!page?.recording && isOpen(page.recording));
  navigator.serviceWorker?.addEventListener("controllerchange", () => setTimeout(() => page?.recording || page?.draw(), 200)); // it has just become active
  if (navigator.serviceWorker) void navigator.serviceWorker.register(SCOPE + "worker.js", { scope: SCOPE }).catch(() => undefined);
  addEventListener("online", () => void refresh());
  addEventListener("hashchange", () => (location.hash === "#out" ? leave() : speak(fragment().language)));
  speak(fragment().language);
}

function speak(code: Language): void {
  useLanguage("household", code).then(begin, () => noWords(() => speak(code)));
}

function begin(): void {
  if (page) return page.draw();
  void look().then((ready) => {
    page = { ready, recording: null, draw: () => undefined };
    place(page);
    if (location.hash === "#out") return leave();
    show(home);
    void send();
  });
}

function place({ ready }: Page): void {
  setPlace({ code: "", phone: ready.inlet?.phone ?? "", team: ready.inlet?.texts[language()]?.team ?? "" });
  frame(() => t().foot);
  byId("site-name").textContent = t().brand;
  byId("brand").setAttribute("href", PAGE);
  byId("leave-word").textContent = t().hide;
}

/** Puts a view in place and remembers it, so that it can be drawn again in another language. */
export function show(view: (page: Page) => unknown): void {
  if (!page) return;
  const now = page;
  now.draw = () => {
    place(now);
    void view(now);
  };
  now.draw();
}

/** Asks the desk anew, sends what waits, and draws the list where it stands. */
export async function refresh(): Promise<void> {
  if (!page || page.recording) return void send();
  page.ready = await look();
  show(home);
  await send();
}

/** Quietly while a household is written down: its view is not touched. */
export async function send(): Promise<void> {
  const now = page;
  if (!now) return;
  const line = await sendAll(() => now.recording || show(home));
  if (line) now.ready.line = line;
  if (!now.recording) show(home);
}

export const leave = (): void => {
  if (page && !page.recording) show(leaving);
};
