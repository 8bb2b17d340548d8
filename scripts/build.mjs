// Bundles scripts/entries/*.ts into src/dingxin/web/static/dist/*.js: one classic script per entry, the same bytes on every machine.
// Static pages (PAGES) are made of scripts/pages/page.html, page.css and their entry: the page names the hash of both.
// `node scripts/build.mjs --check` writes nothing and fails when the committed files are not what the sources give.
import { createHash } from "node:crypto";
import { mkdir, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import { used, wordsOf } from "./unused-css.mjs";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const dist = join(root, "src/dingxin/web/static/dist");

// age-encryption brings kinds of recipients that age.ts refuses before it is asked: they are left out, more than half of the bytes.
const unused = {
  name: "unused-recipients",
  setup(builder) {
    const left = /^(@noble\/(post-quantum\/hybrid|curves\/nist|curves\/abstract\/fft|hashes\/scrypt)|\.\/(webauthn|cbor))\.js$/;
    builder.onResolve({ filter: left }, (args) => ({ path: args.path, namespace: "unused" }));
    const names = ["MLKEM768P256", "MLKEM768X25519", "p256", "scrypt"];
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
  charset: "utf8", // every page that loads a script is UTF-8; words in escapes would weigh twice as much
  legalComments: "none",
  logLevel: "warning",
  plugins: [unused],
};

// Each dist/NAME.html with its NAME.js, the shared page.css, one NAME.LANGUAGE.js for each language, and scripts loaded when needed.
const PAGES = {
  seal: { messages: ["common", "seal"], parts: ["receipt-worker", "square"] },
  back: { messages: ["common", "back", "cards"], parts: ["receipt-worker"] },
  household: { messages: ["common", "seal", "household"], parts: ["receipt-worker"], at: "/desk/household/", template: "household/page.html" },
};
const WORKERS = { "household-worker": "household" }; // a service worker that keeps the files of a page
const COPIED = { "household.webmanifest": "household/manifest.webmanifest", "household-icon.svg": "household/icon.svg" };

const integrity = (text) => "sha384-" + createHash("sha384").update(text).digest("base64");
const mark = (text) => createHash("sha256").update(text).digest("hex").slice(0, 12); // a new file has a new address
const address = (name, text) => ({ src: `/static/dist/${name}?${mark(text)}`, integrity: integrity(text) });

async function script(name, define = {}) {
  const result = await build({ ...options, define, entryPoints: [join("scripts/entries", `${name}.ts`)], write: false });
  const text = result.outputFiles[0].text;
  if (/\beval\(|new Function\(|WebAssembly/.test(text)) throw new Error(`${name}: evaluates code`);
  return text;
}

async function words(made, name, sections) {
  for (const file of (await readdir(join(root, "scripts/messages"))).sort()) {
    const all = JSON.parse(await readFile(join(root, "scripts/messages", file), "utf8"));
    const some = Object.fromEntries(sections.map((section) => [section, all[section]]));
    made.set(`${name}.${basename(file, ".json")}.js`, `self.dingxinWords=${JSON.stringify(some)};\n`);
  }
}

/** A page names the hash of its style and script, and the script those of all that it loads: the page's bytes stand for everything. */
async function page(made, name, { messages, parts, at = "/seal/", template: file = "page.html" }) {
  await words(made, name, messages);
  const loaded = [...made.keys()].filter((file) => parts.includes(basename(file, ".js")) || (file.startsWith(`${name}.`) && file.endsWith(".js")));
  const PARTS = Object.fromEntries(loaded.map((file) => [basename(file, ".js"), address(file, made.get(file))]));
  PARTS["receipt-worker"].src = `${at}receipt-worker.js?${mark(made.get("receipt-worker.js"))}`; // under the page's own policy
  made.set(`${name}.js`, await script(name, { PARTS: JSON.stringify(PARTS) }));
  const [css, js] = [address("page.css", made.get("page.css")), address(`${name}.js`, made.get(`${name}.js`))];
  const values = { css: css.src, "css-hash": css.integrity, js: js.src, "js-hash": js.integrity };
  const template = await readFile(join(root, "scripts/pages", file), "utf8");
  made.set(`${name}.html`, template.replace(/\{\{([a-z-]+)\}\}/g, (_, key) => values[key]));
  return [css.src, js.src, ...Object.values(PARTS).map((part) => part.src)];
}

/** The worker names every file that it keeps; its bytes change with any of theirs, so that a new build is fetched. */
async function keeper(made, name, page, files) {
  const { at } = PAGES[page];
  const FILES = [`${at}page/`, `${at}manifest.webmanifest`, `${at}icon.svg`, ...files];
  const all = [`${page}.html`, "household.webmanifest", "household-icon.svg"].map((file) => made.get(file)).join("");
  made.set(`${name}.js`, await script(name, { FILES: JSON.stringify(FILES), BUILD: JSON.stringify(mark(all)) }));
}

/** What the views are made of. */
async function pageSources(folder) {
  const there = await readdir(join(root, folder), { withFileTypes: true });
  const texts = there.filter((one) => /\.(ts|html)$/.test(one.name)).map((one) => readFile(join(root, folder, one.name), "utf8"));
  const inner = there.filter((one) => one.isDirectory()).map((one) => pageSources(join(folder, one.name)));
  return [...(await Promise.all(texts)), ...(await Promise.all(inner)).flat()];
}

async function bundles() {
  const made = new Map();
  const names = (await readdir(join(root, "scripts/entries"))).map((file) => basename(file, ".ts")).sort();
  for (const name of names.filter((one) => !PAGES[one] && !WORKERS[one])) made.set(`${name}.js`, await script(name));
  const style = await build({ ...options, entryPoints: ["scripts/pages/page.css"], write: false, target: undefined });
  made.set("page.css", used(style.outputFiles[0].text, wordsOf(await pageSources("scripts/pages"))));
  for (const [name, file] of Object.entries(COPIED)) made.set(name, await readFile(join(root, "scripts/pages", file), "utf8"));
  const files = {};
  for (const name of Object.keys(PAGES)) files[name] = await page(made, name, PAGES[name]);
  for (const [name, of] of Object.entries(WORKERS)) await keeper(made, name, of, files[of]);
  return made;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const made = await bundles();
  await mkdir(dist, { recursive: true });
  const there = (await readdir(dist)).filter((name) => /\.(js|css|html|svg|webmanifest)$/.test(name));
  const check = process.argv.includes("--check");
  let differs = there.some((name) => !made.has(name));
  for (const name of there.filter((old) => !made.has(old))) if (!check) await rm(join(dist, name));
  for (const [name, text] of made) {
    const before = there.includes(name) ? await readFile(join(dist, name), "utf8") : null;
    differs ||= before !== text;
    if (!check) await writeFile(join(dist, name), text);
    const bytes = Buffer.from(text);
    console.log(name, bytes.length, "gzip", gzipSync(bytes, { level: 9 }).length, mark(text));
  }
  if (check && differs) {
    console.error("dist is not what the sources give: run `npm run build`");
    process.exit(1);
  }
}
