/** Elements by functions: no markup is ever parsed from a string, so nothing that was typed or fetched can become code. */

export type Child = Node | string | number | false | null | undefined | readonly Child[];
type Attribute = string | number | boolean | undefined | ((event: Event) => void);
export type Attributes = Record<string, Attribute>;

const SVG = "http://www.w3.org/2000/svg";

function fill(element: Element, attributes: Attributes, children: readonly Child[]): void {
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") element.addEventListener(name.slice(2), value);
    else if (value === true) element.setAttribute(name, "");
    else if (value !== false && value !== undefined) element.setAttribute(name, String(value));
  }
  add(element, children);
}

export function add(parent: Node & ParentNode, children: readonly Child[]): void {
  for (const child of children) {
    if (Array.isArray(child)) add(parent, child as readonly Child[]);
    else if (child !== false && child !== null && child !== undefined) parent.append(child instanceof Node ? child : String(child));
  }
}

/** An element; attributes named `on…` take a listener, true an empty attribute, false and undefined none. */
export function h<K extends keyof HTMLElementTagNameMap>(tag: K, attributes: Attributes = {}, ...children: Child[]): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  fill(made, attributes, children);
  return made;
}

export function s(tag: string, attributes: Attributes = {}, ...children: Child[]): SVGElement {
  const made = document.createElementNS(SVG, tag);
  fill(made, attributes, children);
  return made;
}

const PATHS = {
  lock: "M6 11h12v9H6zM8.5 11V8a3.5 3.5 0 0 1 7 0v3M12 15v2",
  info: "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM12 11v5M12 7.5v.5",
  back: "M15 5l-7 7 7 7",
  go: "M5 12h13M13 6l6 6-6 6",
  voice: "M12 3a3 3 0 0 1 3 3v6a3 3 0 0 1-6 0V6a3 3 0 0 1 3-3zM6 11v1a6 6 0 0 0 12 0v-1M12 18v3",
  file: "M7 3h7l4 4v14H7zM14 3v4h4",
  picture: "M4 5h16v14H4zM4 16l5-5 4 4 3-3 4 4M15 9.5v.01",
  done: "M5 12.5l4.5 4.5L19 7.5",
  warn: "M12 4l9 16H3zM12 10v5M12 17.5v.5",
} as const;
export type IconName = keyof typeof PATHS;

export const icon = (name: IconName): SVGElement => s("svg", { viewBox: "0 0 24 24", "aria-hidden": "true" }, s("path", { d: PATHS[name] }));

/** The seal of the header once more. */
export const stamp = (): Node => document.querySelector(".stamp")?.cloneNode(true) ?? document.createTextNode("");

export function byId(id: string): HTMLElement {
  const found = document.getElementById(id);
  if (!found) throw new Error("the page lacks #" + id);
  return found;
}
