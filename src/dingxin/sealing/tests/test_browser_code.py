"""Python and the browser code, each opening what the other sealed just now; skipped without node and node_modules."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from dingxin.sealing import age, envelope, files
from dingxin.sealing.vectors.ops import run

ROOT = Path(__file__).parents[4]
NODE = shutil.which("node")
pytestmark = pytest.mark.skipif(
    NODE is None or not (ROOT / "node_modules" / "esbuild").exists(), reason="needs node and `npm ci`"
)
ONE, TWO = age.identity_from_seed(b"\1" * 32), age.identity_from_seed(b"\2" * 32)
ID = "0123456789abcdef" * 2

OPEN = """
import { load } from "./scripts/test/load.mjs";
const { ops } = await load();
const cases = JSON.parse(await new Promise((done) => { let all = ""; process.stdin.on("data", (d) => (all += d)).on("end", () => done(all)); }));
console.log(JSON.stringify(await Promise.all(cases.map((c) => ops.run(c)))));
"""  # noqa: E501  one statement of JavaScript
SEAL = """
import { load } from "./scripts/test/load.mjs";
const { envelope, files, age, primitives: p } = await load();
const given = JSON.parse(process.argv[1]);
const made = await envelope.sealSubmission({ ...given, words: new TextEncoder().encode(given.words), identity: new TextEncoder().encode(given.identity) });
const content = new Uint8Array(300000).fill(7), parts = [];
const source = { size: content.length, slice: (a, b) => ({ arrayBuffer: async () => content.slice(a, b).buffer }) };
const manifest = await files.sealFile(made.secrets.S, given.submission, source, { name: "a", mediaType: "b" }, async (n, part) => { parts[n] = p.hex(part); });
console.log(JSON.stringify({ head: p.hex(made.head), words: p.hex(made.words), identity: p.hex(made.identity), shareB: p.hex(made.shareB),
  parts, manifest: p.hex(files.sealManifest(made.secrets.S, given.submission, manifest)) }));
"""  # noqa: E501  one statement of JavaScript


def node(script: str, *arguments: str, given: str = "") -> object:
    command = [NODE, "--input-type=module", "-e", script, *arguments]
    done = subprocess.run(command, cwd=ROOT, input=given, capture_output=True, text=True, check=True, timeout=120)
    return json.loads(done.stdout)


@pytest.mark.parametrize(("level", "identity"), [("confidential", b"Wang"), ("open", b"Wang"), ("anonymous", None)])
def test_the_browser_opens_what_python_sealed(level, identity):
    made = envelope.seal_submission(
        submission_id=ID, vault="v1", epoch=2, inbound=ONE.recipient, custodians=TWO.recipient,
        words="水泵".encode(), identity=identity, level=level,
    )  # fmt: skip
    S, a, b = (secret.hex() for secret in (made.secrets.S, made.secrets.a, made.secrets.b))
    head = {"secret": ONE.secret, "blob": made.head.hex(), "submission": ID, "vault": "v1"}
    cases = [
        {"op": "open_head", "in": head},
        {"op": "open_words", "in": {"S": S, "submission": ID, "blob": made.words.hex()}},
        {"op": "open_identity", "in": {"a": a, "b": b, "submission": ID, "blob": made.identity.hex()}},
        {"op": "open_share_b", "in": {"secret": TWO.secret, "blob": made.share_b.hex(), "submission": ID}},
    ]
    given = None if identity is None else identity.hex()
    opened = [ID, "v1", 2, S, a, b if level == "open" else None, level]
    assert node(OPEN, given=json.dumps(cases)) == [opened, "水泵".encode().hex(), given, b]
    assert [run(case) for case in cases] == [opened, "水泵".encode().hex(), given, b]


def test_python_opens_what_the_browser_sealed():
    given = {
        "submission": ID, "vault": "v1", "epoch": 2, "inbound": ONE.recipient, "custodians": TWO.recipient,
        "words": "水泵", "identity": "Wang", "level": "confidential",
    }  # fmt: skip
    made = node(SEAL, json.dumps(given))
    assert isinstance(made, dict)
    blobs = {name: bytes.fromhex(text) for name, text in made.items() if name != "parts"}
    head = envelope.open_head(ONE.secret, blobs["head"], submission=ID, vault="v1")
    b = envelope.open_share_b(TWO.secret, blobs["shareB"], ID)
    assert envelope.open_words(head.S, ID, blobs["words"]) == "水泵".encode()
    assert envelope.open_identity(head.a, b, ID, blobs["identity"]) == b"Wang"
    manifest = files.open_manifest(head.S, ID, blobs["manifest"])
    content = b"".join(files.open_parts(head.S, ID, manifest, map(bytes.fromhex, made["parts"])))
    assert content == b"\7" * 300_000


def test_the_committed_bundles_are_what_the_sources_give():
    command = [str(NODE), "scripts/build.mjs", "--check"]
    assert subprocess.run(command, cwd=ROOT, capture_output=True, check=False).returncode == 0
