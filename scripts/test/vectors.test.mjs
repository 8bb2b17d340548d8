// All vectors of the Python code against the browser code.
import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import test from "node:test";
import { load, root } from "./load.mjs";

const { ops } = await load();
const folder = join(root, "src/dingxin/sealing/vectors");
const files = readdirSync(folder).filter((name) => name.endsWith(".json")).sort();
const seen = new Set();

for (const file of files) {
  test(file, async (t) => {
    for (const c of JSON.parse(readFileSync(join(folder, file), "utf8")).cases) {
      if (ops.SERVER_ONLY.includes(c.op)) continue;
      seen.add(c.op);
      await t.test(`${c.op}, ${c.name}`, async () => {
        if (c.error === undefined) {
          assert.deepEqual(await ops.run(c), c.out);
          return;
        }
        // the browser may name the fault less exactly than Python, but never accept
        await assert.rejects(async () => ops.run(c), (error) => /Broken|Refused|Bad|Wrong/.test(error.name) && error.reason === c.reason);
      });
    }
  });
}

test("every operation of the browser has a vector", () => {
  assert.deepEqual([...seen].sort(), Object.keys(ops.OPS).sort());
});
