/** The list "to send": one after the other, as often as needed, until each has its promise and all its parts are there. */

import { makeSlip } from "../../seal/slip.js";
import { type Inlet, parseInlet } from "../inlet.js";
import { Trouble, getJson, postJson, putBytes, unb64 } from "../net.js";
import { type Line, lineOf } from "./ready.js";
import { type Filed, type Waiting, all, one, part, put, taken } from "./store.js";

let going: Promise<Line> | null = null;
export const isSending = (): boolean => going !== null;

/** Sends what waits. Resolves with why it stopped, empty when it came to the end; what was not taken says why itself. */
export function sendAll(changed: () => void): Promise<Line> {
  going ??= run(changed).finally(() => {
    going = null;
    changed();
  });
  return going;
}

async function run(changed: () => void): Promise<Line> {
  const pack = await one("pack");
  if (!pack) return "";
  const inlet = parseInlet(pack.raw);
  for (const row of await all("queue")) {
    try {
      await sendOne(row, inlet);
    } catch (error) {
      const line = lineOf(error);
      if (line === "offline" || line === "signed_out" || (error instanceof Trouble && error.code === "busy")) return line || "offline";
      await put("queue", { ...row, why: error instanceof Trouble ? error.code : "promise" });
    }
    changed();
  }
  return "";
}

async function sendOne(row: Waiting, inlet: Inlet): Promise<void> {
  row.filed ??= await filed(row, inlet);
  await put("queue", row); // the promise is here, whatever becomes of the parts
  for (const { id, of } of row.files) await sendParts(row.thread, id, of);
  const { thread, number, day } = row;
  await taken(row, { ...row.filed, thread, number, day });
}

/** The desk's answer; rejects unless it is a promise for exactly this record, by the key of the public log. */
async function filed(row: Waiting, inlet: Inlet): Promise<Filed> {
  const answer = await postJson("/desk/household/sync", row.body);
  const at = (name: string): string => String(answer[name]);
  const promised = { log: at("log"), day: at("day"), publishBy: at("publish_by"), signature: unb64(answer["promise"]) };
  const slip = makeSlip({ ...row.opening, kind: "received", scope: at("scope"), period: at("period") }, promised, inlet.log.key);
  return {
    year: Number(answer["year"]), registered: answer["number"] === null ? null : Number(answer["number"]), receivedOn: at("received_on"),
    byDevice: answer["by_device"] === true, slip,
  };
}

async function sendParts(thread: string, file: string, of: number): Promise<void> {
  const path = `/api/file/${thread}/${file}`;
  const { have } = (await getJson(path)) as unknown as { have: number[] };
  const there = new Set(have);
  for (let number = 0; number < of; number++) {
    if (there.has(number)) continue;
    const sealed = await part(file, number);
    if (!sealed) throw new Error("a part is missing on this device");
    await putBytes(`${path}/${number}`, sealed);
  }
}
