/** Digits as people type them. */

/** ASCII digits of what was typed, whatever the keyboard; all else is dropped. */
export const western = (text: string): string =>
  text.normalize("NFKC").replace(/[\u0660-\u0669\u06f0-\u06f9]/g, (sign) => String(sign.charCodeAt(0) & 15)).replace(/[^0-9]/g, "");
