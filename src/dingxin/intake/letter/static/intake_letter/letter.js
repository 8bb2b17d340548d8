// The letter desk: one page of the picture at a time beside the transcript, names marked by a key, lines suggested by the
// machine. Everything here is also done by hand without it; only the suggestion needs it.
(() => {
  "use strict";
  const form = document.querySelector("form.letter");
  const words = form?.elements.what;
  if (!form || !words) return;

  // The picture
  let at = 0;
  let zoom = 1;
  const sheets = () => [...form.querySelectorAll(".sheets > li")];
  const viewer = form.querySelector("[data-viewer]");
  const show = () => {
    const all = sheets();
    at = Math.min(Math.max(0, at), Math.max(0, all.length - 1));
    form.querySelector(".sheets")?.classList.add("is-paged");
    for (const [number, sheet] of all.entries()) sheet.hidden = number !== at;
    all[at]?.querySelector(".sheet-in")?.style.setProperty("--zoom", String(zoom));
    viewer.hidden = !all.length;
    viewer.querySelector("[data-at]").textContent = `${at + 1} / ${all.length}`;
    viewer.querySelector("[data-before]").disabled = at === 0;
    viewer.querySelector("[data-after]").disabled = at >= all.length - 1;
    const suggest = form.querySelector("[data-suggest]");
    if (suggest) suggest.hidden = !all[at]?.dataset.read;
  };
  const page = (step) => { at += step; show(); lay(null); };
  const scale = (by) => { zoom = Math.min(4, Math.max(.5, zoom * by)); show(); };
  let known = new Set(sheets().map((one) => one.dataset.page));
  document.addEventListener("dx:files", (event) => {
    const all = sheets();
    const fresh = all.findIndex((one) => !known.has(one.dataset.page)); // the first new page comes into sight
    const held = all.findIndex((one) => one.contains(document.activeElement)); // a page that was moved stays in sight
    if (fresh >= 0) at = event.detail.next ? at : fresh; // of several, the first
    else if (held >= 0) at = held;
    known = new Set(all.map((one) => one.dataset.page));
    show();
  });
  viewer.addEventListener("click", (event) => {
    const act = event.target.closest("button")?.dataset ?? {};
    if ("before" in act) page(-1);
    else if ("after" in act) page(1);
    else if ("more" in act) scale(1.25);
    else if ("less" in act) scale(.8);
  });
  const scroll = (share) => { const sheet = sheets()[at]?.querySelector(".sheet"); sheet?.scrollBy({ top: share * sheet.clientHeight }); };

  // Marks: what names somebody goes to the identity, and a framed word of its kind stays in the transcript.
  const preview = form.querySelector("[data-preview]");
  const framed = (text) => text.split(/([[［][^\]］]{1,12}[\]］])/).map((part) => {
    if (!/^[[［].*[\]］]$/.test(part)) return part;
    return Object.assign(document.createElement("span"), { className: "hid", textContent: part.slice(1, -1) });
  });
  const tell = (around) => {
    preview.hidden = false;
    preview.replaceChildren(`${preview.dataset.reads} …`, ...framed(around.replace(/\n/g, " ")), "…");
  };
  const write = (text, from, to, caret) => {
    words.focus();
    words.setSelectionRange(from, to);
    // As typing does it, so that the browser's own undo takes it back. Where it cannot, the text is put there.
    if (!document.execCommand("insertText", false, text)) words.setRangeText(text, from, to, "end");
    words.setSelectionRange(caret, caret);
    words.dispatchEvent(new Event("input", { bubbles: true }));
  };
  const CHINESE = { 零: 0, 〇: 0, 一: 1, 二: 2, 三: 3, 四: 4, 五: 5, 六: 6, 七: 7, 八: 8, 九: 9 };
  const digits = (text) => [...text.normalize("NFKC")].map((one) => CHINESE[one] ?? one).join("");
  const phone = (text) => /^[+\d][\d ()/-]{4,}$/.test(digits(text));
  const mark = (kind, word) => {
    const [from, to] = [words.selectionStart, words.selectionEnd];
    const picked = words.value.slice(from, to).trim();
    if (!picked) {
      preview.hidden = false;
      preview.textContent = preview.dataset.first;
      return;
    }
    const field = form.elements[kind];
    const value = kind === "phone" ? digits(picked) : picked;
    if (!field.value.includes(value)) field.value = field.value ? `${field.value}；${value}` : value;
    const text = words.value.split(picked).join(word);
    const caret = words.value.slice(0, from).split(picked).join(word).length + word.length;
    write(text, 0, words.value.length, caret);
    tell(text.slice(Math.max(0, caret - word.length - 12), caret + 12));
  };
  const bar = form.querySelector("[data-marks]");
  const buttonOf = (kind) => bar.querySelector(`[data-mark="${kind}"]`);
  const guess = () => (phone(words.value.slice(words.selectionStart, words.selectionEnd).trim()) ? "phone" : "name");
  const byKind = (kind) => mark(kind, buttonOf(kind).dataset.word);
  const put = (text) => write(text, words.selectionStart, words.selectionEnd, words.selectionStart + text.length);
  bar.hidden = false;
  bar.addEventListener("mousedown", (event) => event.preventDefault()); // the selection stays
  bar.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (button?.dataset.mark) mark(button.dataset.mark, button.dataset.word);
    else if (button?.dataset.put) put(button.dataset.put);
  });

  const turn = () => sheets()[at]?.querySelector("[data-turn]")?.click();
  const KEYS = {
    "c+KeyM": () => byKind(guess()), "cs+KeyM": () => byKind("other"), "c+KeyU": () => put(bar.querySelector("[data-put]").dataset.put),
    "a+Equal": () => scale(1.25), "as+Equal": () => scale(1.25), "a+NumpadAdd": () => scale(1.25), "a+Minus": () => scale(.8),
    "a+NumpadSubtract": () => scale(.8), "a+KeyR": turn, "a+PageDown": () => page(1), "a+PageUp": () => page(-1),
    "a+ArrowDown": () => scroll(.4), "a+ArrowUp": () => scroll(-.4),
  };
  document.addEventListener("keydown", (event) => {
    if (document.body.dataset.keys === "off" || event.isComposing) return;
    const held = `${event.ctrlKey || event.metaKey ? "c" : ""}${event.altKey ? "a" : ""}${event.shiftKey ? "s" : ""}`;
    const act = KEYS[`${held}+${event.code}`];
    if (!act) return;
    event.preventDefault();
    act();
  });

  // What the machine believes to see. Nothing of it is in the form until the clerk takes it over, line by line.
  const list = form.querySelector("[data-lines]");
  const lay = (box) => {
    for (const old of form.querySelectorAll(".sheet-in > .here")) old.remove();
    const holder = sheets()[at]?.querySelector(".sheet-in");
    if (!box || !holder) return;
    const here = document.createElement("div");
    here.className = "here";
    for (const [name, per] of [["left", box[0]], ["top", box[1]], ["width", box[2]], ["height", box[3]]]) here.style[name] = `${per / 10}%`;
    holder.append(here);
    here.scrollIntoView({ block: "nearest" });
  };
  const ask = form.querySelector("[data-read-it]");
  const rest = form.querySelector("[data-all]");
  const waiting = () => [...list.querySelectorAll("li:not(.is-done, .is-left)")];
  const focusOn = (row) => {
    for (const one of list.children) one.classList.toggle("is-on", one === row);
    rest.hidden = !waiting().length;
    if (!row) { lay(null); words.focus(); return; }
    row.scrollIntoView({ block: "nearest" });
    row.querySelector("input")?.focus();
    lay(JSON.parse(row.dataset.box));
  };
  const end = (row, taken) => {
    const text = row.querySelector("input").value.trim();
    if (taken && text) words.value += (words.value && !words.value.endsWith("\n") ? "\n" : "") + text;
    if (taken) words.dispatchEvent(new Event("input", { bubbles: true }));
    row.classList.add(taken ? "is-done" : "is-left");
    const said = document.createElement("span");
    said.className = "txt";
    said.textContent = text;
    row.querySelector(".txt").replaceWith(said);
    row.querySelector(".acts").remove();
  };
  const button = (label, key, css, act) => {
    const made = document.createElement("button");
    made.type = "button";
    made.className = css;
    made.textContent = `${label} `;
    if (key) made.append(Object.assign(document.createElement("kbd"), { textContent: key }));
    made.addEventListener("click", act);
    return made;
  };
  const rowOf = (line, number) => {
    const row = document.createElement("li");
    row.dataset.box = JSON.stringify(line.box);
    const input = Object.assign(document.createElement("input"), { className: "in", value: line.text, autocomplete: "off" });
    input.setAttribute("aria-label", `${list.dataset.line} ${number}`);
    if (line.sure < .85) input.classList.add("doubt");
    const text = Object.assign(document.createElement("span"), { className: "txt" });
    text.append(input);
    const next = (taken) => { end(row, taken); focusOn(waiting()[0]); };
    const acts = Object.assign(document.createElement("span"), { className: "acts" });
    acts.append(button(list.dataset.take, "↵", "btn btn-s", () => next(true)), button(list.dataset.leave, "", "btn btn-s btn-quiet", () => next(false)));
    input.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.isComposing || event.ctrlKey || event.metaKey) return;
      event.preventDefault(); // Enter would file the letter
      next(true);
    });
    input.addEventListener("focus", () => { if (!row.classList.contains("is-on")) focusOn(row); });
    row.append(Object.assign(document.createElement("span"), { className: "no n", textContent: String(number) }), text, acts);
    return row;
  };
  ask?.addEventListener("click", async () => {
    const say = form.querySelector("[data-read-say]");
    const address = sheets()[at]?.dataset.read;
    if (!address) return;
    ask.disabled = true;
    say.textContent = ask.dataset.wait;
    const body = new URLSearchParams({ csrfmiddlewaretoken: form.elements.csrfmiddlewaretoken.value });
    try {
      const answer = await fetch(address, { method: "POST", body, headers: { Accept: "application/json" }, credentials: "same-origin" });
      const found = await answer.json();
      say.textContent = found.lines?.length ? "" : (found.lines ? ask.dataset.gone : found.error);
      list.replaceChildren(...(found.lines ?? []).map((line, number) => rowOf(line, number + 1)));
      if (found.lines?.length) focusOn(list.firstElementChild);
    } catch {
      say.textContent = ask.dataset.lost;
    }
    ask.disabled = false;
  });
  form.querySelector("[data-take-all]")?.addEventListener("click", () => {
    for (const row of waiting()) end(row, true);
    focusOn(null);
  });
  show();
})();
