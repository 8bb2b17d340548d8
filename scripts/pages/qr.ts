/** A text as a square code, drawn as SVG without styles. */

import { s } from "./dom.js";
import { loadPart } from "./parts.js";

type Draw = (text: string) => boolean[][];

/** Put in place once its script is here; without it the slip is still there as text and file. */
export function square(text: string, label: string): SVGElement {
  const made = s("svg", { class: "qr", viewBox: "0 0 1 1", role: "img", "aria-label": label, "shape-rendering": "crispEdges" });
  loadPart("square").then(() => {
    const rows = (self as unknown as { dingxinSquare: Draw }).dingxinSquare(text);
    const path = rows.map((row, y) => row.map((dark, x) => (dark ? `M${x} ${y}h1v1h-1z` : "")).join("")).join("");
    made.setAttribute("viewBox", `0 0 ${rows.length} ${rows.length}`);
    made.append(s("path", { d: path, fill: "#000", stroke: "none" }));
  }, () => made.remove());
  return made;
}
