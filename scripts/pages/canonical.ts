/** One value, one text: what stands inside sealed words. */

import { utf8 } from "../seal/primitives.js";

/** UTF-8 JSON with sorted keys and no spaces, as mailbox.texts.canonical_json. Half a surrogate pair becomes U+FFFD. */
export function canonicalJson(value: unknown): Uint8Array {
  const sorted = (inner: unknown): unknown => {
    if (Array.isArray(inner)) return inner.map(sorted);
    if (inner === null || typeof inner !== "object") return typeof inner === "string" ? whole(inner) : inner;
    return Object.fromEntries(Object.entries(inner).sort(([one], [two]) => (one < two ? -1 : 1)).map(([key, held]) => [key, sorted(held)]));
  };
  return utf8(JSON.stringify(sorted(value)));
}

const whole = (text: string): string =>
  text.replace(/\0/g, "").replace(/[\ud800-\udbff](?![\udc00-\udfff])|(^|[^\ud800-\udbff])[\udc00-\udfff]/g, "$1\ufffd");
