import { build } from "esbuild";
import { gzipSync } from "node:zlib";
import { options } from "/work/main/scripts/build.mjs";
const res = await build({ ...options, entryPoints:["scripts/entries/"+process.argv[2]+".ts"], write: false, metafile: true });
for (const [k,v] of Object.entries(Object.values(res.metafile.outputs)[0].inputs).sort((a,b)=>b[1].bytesInOutput-a[1].bytesInOutput).slice(0,30)) console.log(v.bytesInOutput,k);
