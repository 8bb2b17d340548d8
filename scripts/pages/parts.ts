/** Scripts that are not needed at first. Their hashes stand in this script, as this script's hash stands in the page. */

declare const PARTS: Record<string, { src: string; integrity: string }>; // written in by build.mjs

export const partAddress = (name: string): string => PARTS[name]?.src ?? "";

/** Runs a part; rejects when it cannot be fetched or is not the one that was built with this page. */
export function loadPart(name: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const script = document.createElement("script");
    Object.assign(script, PARTS[name], { onload: () => resolve(), onerror: () => reject(new Error("part " + name)) });
    document.head.append(script);
  });
}
