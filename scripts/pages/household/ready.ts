/** What must be there before one goes: the device's key, the team's signed statement, and how long both hold. */

import { type Inlet, NotOurs, type Recipient, dayOf, fetchInlet, parseInlet, recipientOf } from "../inlet.js";
import { Trouble, b64, getJson, postJson } from "../net.js";
import { newKey } from "./device-key.js";
import { type Card, type Device, type Pack, mark, one, put, wipe } from "./store.js";

/** Without a word from the desk for this long, the key goes: a telephone that was found or forgotten records nothing more. */
export const IDLE_HOURS = 72;
const HOUR = 3_600_000;

export type Line = "" | "offline" | "signed_out" | "refused";
/** `team` null: nothing may be sealed, for the reason in `why`. */
export interface Ready {
  device: Device | null;
  pack: Pack | null;
  inlet: Inlet | null;
  team: Recipient | null;
  above: Recipient | null;
  why: "" | "none" | "expired" | "clock" | "chain" | "other_line" | "idle";
  clock: string; // the desk's day, where this device has quite another
  line: Line; // what the desk answered when it was last asked
}

/** This device's day: without a network there is no other. */
export function deviceDay(now = new Date()): string {
  return `${now.getFullYear()}-${String(now.getMonth() + 1).padStart(2, "0")}-${String(now.getDate()).padStart(2, "0")}`;
}

/** Reads what is here, asks the desk where it can be reached, and judges both. */
export async function look(): Promise<Ready> {
  const found: Ready = { device: (await one("device")) ?? null, pack: null, inlet: null, team: null, above: null, why: "", clock: "", line: "" };
  try {
    found.line = await renew(found);
  } catch (error) {
    found.line = lineOf(error);
  }
  if (found.device && Date.now() - found.device.heard > IDLE_HOURS * HOUR) {
    await wipe(false);
    found.device = null;
    found.why = "idle";
  }
  found.pack = (await one("pack")) ?? null;
  judge(found);
  return found;
}

export const lineOf = (error: unknown): Line =>
  !(error instanceof Trouble) || error.kind === "offline" ? "offline" : error.code === "signed_out" ? "signed_out" : "refused";

function isDayHere(today: string): boolean {
  try {
    return dayOf(today) === today;
  } catch {
    return false;
  }
}

interface State {
  member: string;
  code: string;
  device: Device["state"];
  cards: Card[];
}

async function renew(found: Ready): Promise<Line> {
  const state = (await getJson(`/desk/household/state?device=${found.device?.device ?? ""}`)) as unknown as State;
  if (found.device && found.device.member !== state.member) {
    found.device = null; // somebody else signed in on this device: the records stay, the key is not theirs
    await wipe(false);
  }
  if (found.device) {
    found.device = { ...found.device, state: state.device || found.device.state, heard: Date.now() };
    await put("device", found.device);
  }
  const raw = await fetchInlet(state.code);
  const inlet = parseInlet(raw);
  found.clock = isDayHere(inlet.today) ? "" : inlet.today;
  const team = recipientOf(inlet, false, inlet.today);
  if (found.device && team && team.line !== found.device.line) {
    found.why = "other_line"; // what was kept before still holds
    return "";
  }
  const used = (await one("pack"))?.used ?? [];
  await put("pack", { id: "pack", raw, cards: state.cards, used: used.filter((serial) => state.cards.some((card) => card.serial === serial)) });
  return "";
}

function judge(found: Ready): void {
  if (!found.pack) return void (found.why ||= "none");
  try {
    const inlet = parseInlet(found.pack.raw);
    found.inlet = inlet;
    const team = recipientOf(inlet, false, deviceDay());
    if (!team) return void (found.why ||= "none");
    if (found.device && team.line !== found.device.line) return void (found.why ||= "other_line");
    const above = recipientOf(inlet, true, deviceDay());
    Object.assign(found, { team, above: above && above.vault !== team.vault ? above : null });
  } catch (error) {
    const held = heldThen(found.inlet);
    // It held on a later day than this device's: then it is no older, the device is behind.
    if (held && found.inlet && deviceDay() < found.inlet.today) {
      found.clock ||= found.inlet.today;
      found.why ||= "clock";
    } else found.why ||= held ? "expired" : "chain";
    if (!(error instanceof NotOurs || error instanceof Trouble)) throw error;
  }
}

/** Whether the statement held on the day it was fetched: then it is only old, or not begun for a device that is behind. */
function heldThen(inlet: Inlet | null): boolean {
  try {
    return !!inlet && !!recipientOf(inlet, false, inlet.today);
  } catch {
    return false;
  }
}

/** Makes the key and registers its public half. The fingerprint of this moment is the one that later statements must have. */
export async function enrol(found: Ready): Promise<void> {
  const raw = await fetchInlet(((await getJson("/desk/household/state")) as unknown as State).code);
  const team = recipientOf(parseInlet(raw), false);
  if (!team) throw new NotOurs("none");
  const { verifyKey, key } = await newKey();
  const answer = await postJson("/desk/household/enrol", JSON.stringify({ v: 1, verify_key: b64(verifyKey) }));
  const state = (await getJson("/desk/household/state")) as unknown as State;
  found.device = {
    id: "me", device: String(answer["device"]), state: "waiting", member: state.member, line: team.line, made: 0, heard: Date.now(), verifyKey, key,
  };
  await put("pack", { id: "pack", raw, cards: state.cards, used: [] });
  await put("device", found.device);
  mark(true);
  await navigator.storage?.persist?.();
}
