// What vectors cannot hold: objects with the browser's own randomness, the worker, files with resumption.
import assert from "node:assert/strict";
import test from "node:test";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import vm from "node:vm";
import { load, root } from "./load.mjs";

const { age, derive, envelope, files, primitives: p, receipts, slip, signing } = await load();
const [one, two] = [1, 2].map((n) => age.identityFromSeed(new Uint8Array(32).fill(n)));
const submission = "5".repeat(32);
const text = (s) => new TextEncoder().encode(s);
const seal = (level, identity) =>
  envelope.sealSubmission({ submission, vault: "v", epoch: 1, inbound: one.recipient, custodians: two.recipient, words: text("words"), identity, level });

test("an envelope opens with both shares and has one size", async () => {
  for (const [level, identity] of [["anonymous", null], ["confidential", text("name")], ["open", text("n".repeat(2000))]]) {
    const made = await seal(level, identity);
    assert.deepEqual([made.head, made.words, made.identity, made.shareB].map((blob) => blob.length), [3072, 2089, 2089, 3072]);
    const head = await envelope.openHead(one.secret, made.head, submission, "v");
    const b = await envelope.openShareB(two.secret, made.shareB, submission);
    assert.deepEqual(envelope.openWords(head.S, submission, made.words), text("words"));
    assert.deepEqual(envelope.openIdentity(head.a, b, submission, made.identity), identity);
    assert.throws(() => envelope.openIdentity(head.a, head.a, submission, made.identity), { name: "SealBroken" });
  }
});

test("refuses post-quantum recipients although age-encryption knows them", async () => {
  await assert.rejects(age.sealTo("age1pq1" + "q".repeat(80), text("x")), { name: "RecipientRefused" });
});

test("files: parts, resumption, alteration", async () => {
  const S = new Uint8Array(32).fill(9);
  for (const size of [0, 1, 65537, 262144, 262145, 700_000]) {
    const content = Uint8Array.from({ length: size }, (_, i) => i * 7);
    const parts = [];
    const source = { size, slice: (from, to) => ({ arrayBuffer: async () => content.slice(from, to).buffer }) };
    const manifest = await files.sealFile(S, submission, source, { name: "a\nb", mediaType: "x/y" }, async (n, part) => void (parts[n] = part));
    assert.deepEqual(files.openFile(S, submission, files.openManifest(S, submission, files.sealManifest(S, submission, manifest)), parts), content);
    const again = [];
    const resumed = await files.sealFile(S, submission, source, { name: "a\nb", mediaType: "x/y" }, async (n, part) => void (again[n] = part), 1);
    assert.deepEqual(resumed, manifest);
    assert.equal(again[0], undefined);
    assert.throws(() => files.openFile(S, submission, manifest, parts.slice(1)), { name: "SealBroken" });
    if (parts.length > 1) assert.throws(() => files.openFile(S, submission, manifest, [parts[1], parts[0], ...parts.slice(2)]), { name: "SealBroken" });
  }
});

test("a slip is made only of a promise that holds", () => {
  const seed = new Uint8Array(32).fill(3);
  const opening = { saltDetail: p.randomBytes(32), saltTally: p.randomBytes(32), kind: "received", scope: "all", period: "2026-03", subject: new Uint8Array(32) };
  const C = p.hex(slip.commitment(opening));
  const statement = text(`v 1\npurpose promise\ncommitment ${C}\nday 2026-03-01\npublish-by 2026-03-02\n`);
  const promised = { log: "log", day: "2026-03-01", publishBy: "2026-03-02", signature: signing.sign(seed, "promise", statement) };
  const made = slip.makeSlip(opening, promised, signing.verifyKey(seed));
  slip.checkSlip(made, signing.verifyKey(seed));
  assert.throws(() => slip.makeSlip(opening, { ...promised, publishBy: "2026-03-03" }, signing.verifyKey(seed)), { name: "SignatureBad" });
  assert.throws(() => slip.checkSlip(made.replace("2026-03\n", "2026-04\n"), signing.verifyKey(seed)));
});

test("a slip written by Python is read, and refused once a sign is changed", async () => {
  const given = JSON.parse(await readFile(join(root, "src/dingxin/tlog/vectors/slip.json"), "utf8"));
  const key = p.fixedHex(given.promise_key, 32);
  slip.checkSlip(given.slip, key);
  const [head, ...rest] = given.slip.split("\n");
  for (const [i, line] of rest.entries()) {
    if (!line || line.startsWith("log ")) continue;
    const altered = [head, ...rest.with(i, line.slice(0, -1) + (line.endsWith("1") ? "2" : "1"))].join("\n");
    assert.throws(() => slip.checkSlip(altered, key), /./, line);
  }
});

// The built worker in a context that has only what a worker has; terminate() is honoured between messages.
async function fakeWorker() {
  const code = await readFile(join(root, "src/dingxin/web/static/dist/receipt-worker.js"), "utf8");
  return class {
    constructor() {
      this.ended = false;
      this.self = { onmessage: null, postMessage: (message) => setImmediate(() => this.ended || this.onmessage({ data: message })) };
      vm.runInNewContext(code, { self: this.self, Uint8Array, Uint32Array, ArrayBuffer, DataView, BigInt, TextEncoder, TextDecoder, crypto }, { contextCodeGeneration: { strings: false, wasm: false } });
    }
    postMessage(request) {
      setImmediate(() => this.self.onmessage({ data: request }));
    }
    terminate() {
      this.ended = true;
    }
  };
}

test("the built worker derives with progress, refuses mistyped digits and can be cancelled", async () => {
  globalThis.Worker = await fakeWorker();
  const request = { digits: receipts.newDigits(), salt: new Uint8Array(16), cost: { memoryKib: 1024, passes: 3 } };
  const seen = [];
  const made = await derive.deriveInWorker("x", request, { onProgress: (done) => seen.push(done) });
  const direct = receipts.deriveReceipt(request.digits, request.salt, request.cost);
  assert.deepEqual([p.hex(made.lookup), p.hex(made.wrap)], [p.hex(direct.lookup), p.hex(direct.wrap)]);
  assert.ok(seen.length > 1 && seen.every((done, i) => done <= 1 && (i === 0 || done >= seen[i - 1])));
  await assert.rejects(derive.deriveInWorker("x", { ...request, digits: "1".repeat(18) }), { name: "DigitsWrong" });
  const stop = new AbortController();
  const pending = derive.deriveInWorker("x", request, { signal: stop.signal });
  stop.abort();
  await assert.rejects(pending, { name: "Cancelled" });
  await assert.rejects(derive.deriveInWorker("x", request, { signal: stop.signal }), { name: "Cancelled" });
});
