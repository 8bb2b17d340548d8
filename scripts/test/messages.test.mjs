// Every language has every message, with the same places to fill in.
import assert from "node:assert/strict";
import { readFile, readdir } from "node:fs/promises";
import test from "node:test";

const folder = new URL("../messages/", import.meta.url);
const flat = (value, path = "") => typeof value === "string" ? [[path, value]]
  : Object.entries(value).flatMap(([key, inner]) => flat(inner, `${path}.${key}`));
const shape = (table) => new Map(flat(table).map(([path, text]) => [path, (text.match(/\{[a-z]+\}/g) ?? []).sort().join()]));
const read = async (file) => JSON.parse(await readFile(new URL(file, folder), "utf8"));

test("languages agree", async () => {
  const english = shape(await read("en.json"));
  const files = (await readdir(folder)).sort();
  assert.deepEqual(files, ["en.json", "ug.json", "zh-hans.json"]);
  for (const file of files) {
    const found = await read(file);
    assert.deepEqual(shape(found), english, file);
    for (const [path, text] of flat(found)) {
      assert.ok(text.trim(), `${file}${path} is empty`);
      assert.equal((text.match(/\*\*/g) ?? []).length % 2, 0, `${file}${path}: ** is not closed`);
    }
  }
});
