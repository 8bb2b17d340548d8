// Bundles the browser code as the pages get it (same target) and loads it into node.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";
import { options } from "../build.mjs";

export const root = fileURLToPath(new URL("../..", import.meta.url));

export async function load() {
  const folder = await mkdtemp(join(tmpdir(), "dingxin-seal-"));
  const outfile = join(folder, "all.mjs");
  try {
    await build({ ...options, entryPoints: [join(root, "scripts/test/all.ts")], format: "esm", outfile });
    return await import(pathToFileURL(outfile).href);
  } finally {
    await rm(folder, { recursive: true });
  }
}
