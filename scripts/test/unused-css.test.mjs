// What the build leaves out of the style sheet of the script pages, and what it must not.
import assert from "node:assert/strict";
import { test } from "node:test";
import { used, wordsOf } from "../unused-css.mjs";

const words = wordsOf(['h("p", { class: ("note " + kind).trim() })', '<body class="task">']);

test("a rule goes only when a class in it can stand nowhere", () => {
  assert.equal(used("p{a:b}.note{a:b}.chart{c:d}", words), "p{a:b}.note{a:b}");
  assert.equal(used(".chart,.note{a:b}", words), ".note{a:b}");
  assert.equal(used(".note .chart{a:b}", words), "");
});

test("what is denied or offered in brackets decides nothing", () => {
  const kept = ".note:not(.chart){a:b}:is(.chart,.note) p{a:b}body:has(.chart:not(.x)){a:b}[href$='.pdf']{a:b}";
  assert.equal(used(kept, words), kept);
});

test("layers and media keep their order; empty ones go", () => {
  const css = "@layer a,b;@layer a{@media print{.chart{a:b}}.note{a:b}}@layer b{@page{margin:0}}@media print{.chart{a:b}}";
  assert.equal(used(css, words), "@layer a,b;@layer a{.note{a:b}}@layer b{@page{margin:0}}");
});

test("a sheet that is cut short is refused", () => {
  assert.throws(() => used(".note{a:b", words), /not closed/);
});
