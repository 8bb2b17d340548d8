/** Talking to this site's own JSON: bytes as base64url, every failure told apart. */

const PATIENCE = 90_000; // ms; a slow line is slow, a dead one must be said
const SIGNS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/**
 * offline: no answer came, so it is not known whether the message arrived. refused: the server said why (`code`, `field`).
 * broken: an answer came that is none of ours.
 */
export class Trouble extends Error {
  override name = "Trouble";
  constructor(readonly kind: "offline" | "refused" | "broken", readonly code = "", readonly field = "", readonly wait = 0) {
    super(kind + " " + code);
  }
}

export function b64(data: Uint8Array): string {
  let text = "";
  for (let at = 0; at < data.length; at += 3) {
    const [one = 0, two = 0, three = 0] = [data[at], data[at + 1], data[at + 2]];
    const bits = (one << 16) | (two << 8) | three;
    const signs = Math.min(4, data.length - at + 1);
    for (let n = 0; n < signs; n++) text += SIGNS[(bits >> (18 - 6 * n)) & 63];
  }
  return text;
}

/** The bytes; throws Trouble("broken") on anything that is not base64url without padding. */
export function unb64(text: unknown): Uint8Array {
  if (typeof text !== "string" || !/^[A-Za-z0-9_-]*$/.test(text) || text.length % 4 === 1) throw new Trouble("broken");
  const data = new Uint8Array(Math.floor((text.length * 3) / 4));
  let bits = 0;
  let held = 0;
  let at = 0;
  for (const sign of text) {
    bits = ((bits << 6) | SIGNS.indexOf(sign)) & 0xffffff;
    held += 6;
    if (held >= 8) data[at++] = (bits >> (held -= 8)) & 255;
  }
  return data;
}

let session: RequestCredentials = "omit";
/** For pages of the staff: their cookie goes along, and refusals come as JSON. */
export const withSession = (): unknown => (session = "same-origin");

async function fetched(path: string, init: RequestInit): Promise<Response> {
  const control = new AbortController();
  const timer = setTimeout(() => control.abort(), PATIENCE);
  try {
    const response = await fetch(path, {
      ...init, headers: { Accept: "application/json", ...init.headers }, signal: control.signal, cache: "no-store", credentials: session, redirect: "error",
    });
    if (!response.ok) throw await refusal(response);
    return response;
  } catch (error) {
    throw error instanceof Trouble ? error : new Trouble("offline");
  } finally {
    clearTimeout(timer);
  }
}

async function refusal(response: Response): Promise<Trouble> {
  const wait = Number(response.headers.get("Retry-After")) || 0;
  try {
    const said = (await response.json()) as { error?: unknown; field?: unknown };
    return new Trouble("refused", String(said.error), String(said.field ?? ""), wait);
  } catch {
    return response.status >= 500 ? new Trouble("refused", "busy", "", wait) : new Trouble("broken", String(response.status));
  }
}

export type Json = Record<string, unknown>;

async function read<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    throw error instanceof SyntaxError ? new Trouble("broken") : new Trouble("offline"); // the line broke in the middle
  }
}

export async function getJson(path: string): Promise<Json> {
  return read((await fetched(path, {})).json() as Promise<Json>);
}

/** `body` is sent as it is, so that sending again sends the same bytes. */
export async function postJson(path: string, body: string): Promise<Json> {
  return read((await fetched(path, { method: "POST", body, headers: { "Content-Type": "application/json" } })).json() as Promise<Json>);
}

export async function postBytes(path: string, body: Uint8Array): Promise<Uint8Array> {
  const init = { method: "POST", body: body as BodyInit, headers: { "Content-Type": "application/octet-stream" } };
  return new Uint8Array(await read((await fetched(path, init)).arrayBuffer()));
}

export async function putBytes(path: string, body: Uint8Array): Promise<void> {
  await fetched(path, { method: "PUT", body: body as BodyInit, headers: { "Content-Type": "application/octet-stream" } });
}
