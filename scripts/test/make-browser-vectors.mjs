// Writes src/dingxin/sealing/vectors/browser.json: objects sealed by the browser code with its own randomness, for Python to open.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { load, root } from "./load.mjs";

const { age, envelope, ops, primitives: p } = await load();
const [one, two] = [1, 2].map((n) => age.identityFromSeed(new Uint8Array(32).fill(n)));
const submission = "0123456789abcdef".repeat(2);
const squeezed = (blob) => {
  const end = blob.length - [...blob].reverse().findIndex((byte) => byte !== 0);
  return [p.hex(blob.slice(0, end)), ...(end < blob.length ? [`00*${blob.length - end}`] : [])].join("+");
};
const text = (s) => new TextEncoder().encode(s);
const cases = [
  { name: "age file of age-encryption", op: "open_with", in: { secret: one.secret, blob: p.hex(await age.sealTo(one.recipient, text("from a browser"))) } },
  { name: "padded age file of age-encryption", op: "open_text", in: { secret: one.secret, blob: p.hex(await age.sealText(one.recipient, text("من المتصفح"))) } },
];
for (const [level, identity] of [["anonymous", null], ["confidential", text("Wang")], ["open", text("Wang")]]) {
  const made = await envelope.sealSubmission({
    submission, vault: "v1", epoch: 3, inbound: one.recipient, custodians: two.recipient, words: text("道路没有修"), identity, level,
  });
  const shares = { a: p.hex(made.secrets.a), b: p.hex(made.secrets.b), submission };
  cases.push(
    { name: `head, ${level}`, op: "open_head", in: { secret: one.secret, blob: squeezed(made.head), submission, vault: "v1" } },
    { name: `share b, ${level}`, op: "open_share_b", in: { secret: two.secret, blob: squeezed(made.shareB), submission } },
    { name: `words, ${level}`, op: "open_words", in: { S: p.hex(made.secrets.S), submission, blob: p.hex(made.words) } },
    { name: `identity, ${level}`, op: "open_identity", in: { ...shares, blob: p.hex(made.identity) } },
  );
}
for (const c of cases) c.out = await ops.run(c);
writeFileSync(join(root, "src/dingxin/sealing/vectors/browser.json"), JSON.stringify({ version: 1, cases }, null, 1) + "\n");
