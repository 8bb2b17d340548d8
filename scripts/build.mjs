// Bundles scripts/entries/*.ts into src/dingxin/web/static/dist/*.js: one classic script per entry, the same bytes on every machine.
// `node scripts/build.mjs --check` writes nothing and fails when the committed files are not what the sources give.
import { createHash } from "node:crypto";
import { mkdir, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const dist = join(root, "src/dingxin/web/static/dist");

// age-encryption brings kinds of recipients that age.ts refuses before it is asked: they are left out, almost half of the bytes.
const unused = {
  name: "unused-recipients",
  setup(builder) {
    const left = /^@noble\/(post-quantum\/hybrid|curves\/nist|curves\/abstract\/fft)\.js$/;
    builder.onResolve({ filter: left }, (args) => ({ path: args.path, namespace: "unused" }));
    const names = ["MLKEM768P256", "MLKEM768X25519", "p256"];
    const contents = names.map((name) => `export const ${name} = undefined;`).join("\n");
    builder.onLoad({ filter: /.*/, namespace: "unused" }, () => ({ contents, loader: "js" }));
  },
};

export const options = {
  absWorkingDir: root,
  bundle: true,
  minify: true,
  format: "iife",
  platform: "browser",
  target: "es2019",
  charset: "ascii",
  legalComments: "none",
  logLevel: "warning",
  plugins: [unused],
};

async function bundles() {
  const names = (await readdir(join(root, "scripts/entries"))).filter((name) => name.endsWith(".ts")).sort();
  const made = new Map();
  for (const name of names) {
    const result = await build({ ...options, entryPoints: [join("scripts/entries", name)], write: false });
    const text = result.outputFiles[0].text;
    if (/\beval\(|new Function\(|WebAssembly/.test(text)) throw new Error(`${name}: evaluates code`);
    made.set(basename(name, ".ts") + ".js", text);
  }
  return made;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const made = await bundles();
  await mkdir(dist, { recursive: true });
  const there = (await readdir(dist)).filter((name) => name.endsWith(".js"));
  const check = process.argv.includes("--check");
  let differs = there.some((name) => !made.has(name));
  for (const name of there.filter((old) => !made.has(old))) if (!check) await rm(join(dist, name));
  for (const [name, text] of made) {
    const before = there.includes(name) ? await readFile(join(dist, name), "utf8") : null;
    differs ||= before !== text;
    if (!check) await writeFile(join(dist, name), text);
    console.log(name, text.length, createHash("sha256").update(text).digest("hex").slice(0, 16));
  }
  if (check && differs) {
    console.error("dist is not what the sources give: run `npm run build`");
    process.exit(1);
  }
}
