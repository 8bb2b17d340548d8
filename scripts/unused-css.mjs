// The script pages share the portal's style sheet but show a part of it: rules for what no view of theirs can hold are left out.
// A rule stays unless a class or id in it occurs nowhere in the sources, in code, text or comment: too much stays rather than too little.

/** Every word in the sources that could be a class or an id. */
export const wordsOf = (sources) => new Set(sources.join("\n").match(/[A-Za-z][\w-]*/g) ?? []);

const closing = (css, open) => {
  let depth = 1;
  let at = open + 1;
  for (; depth && at < css.length; at++) depth += css[at] === "{" ? 1 : css[at] === "}" ? -1 : 0;
  if (depth) throw new Error("a block of the style sheet is not closed");
  return at;
};

function selectorsOf(head) {
  const found = [""];
  let depth = 0;
  for (const sign of head) {
    depth += sign === "(" || sign === "[" ? 1 : sign === ")" || sign === "]" ? -1 : 0;
    if (sign === "," && !depth) found.push("");
    else found[found.length - 1] += sign;
  }
  return found;
}

/** What stands in brackets offers a choice or denies, so it decides nothing here. */
const outside = (selector) => {
  let before;
  do {
    before = selector;
    selector = selector.replace(/:[a-z-]+\([^()]*\)|\[[^\]]*\]/g, "");
  } while (selector !== before);
  return selector;
};

/** `css` is minified: no comments, no braces in strings. */
export function used(css, words) {
  const lives = (selector) => [...outside(selector).matchAll(/[.#]([A-Za-z][\w-]*)/g)].every(([, name]) => words.has(name));
  let made = "";
  let at = 0;
  for (let open; (open = css.indexOf("{", at)) >= 0; ) {
    const end = closing(css, open);
    const start = css.lastIndexOf(";", open) >= at ? css.lastIndexOf(";", open) + 1 : at; // statements such as @layer a,b;
    const [head, body] = [css.slice(start, open), css.slice(open + 1, end - 1)];
    made += css.slice(at, start);
    if (/^@(layer|media|supports)/.test(head)) {
      const inside = used(body, words);
      if (inside) made += `${head}{${inside}}`;
    } else if (head.startsWith("@")) {
      made += css.slice(start, end);
    } else {
      const live = selectorsOf(head).filter(lives);
      if (live.length) made += `${live.join(",")}{${body}}`;
    }
    at = end;
  }
  return made + css.slice(at);
}
