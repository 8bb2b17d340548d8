"""The operations vectors name, from and to JSON. `scripts/test/ops.ts` has the same table for the browser.

Bytes are hex; `61*5` is five bytes 61, and `+` joins. Results above 256 bytes are given as length and SHA-256 unless an
operation's vectors need them as input elsewhere.
"""

from collections.abc import Callable, Collection
from datetime import date
from hashlib import sha256
from typing import Any

from .. import (
    age,
    compartments,
    envelope,
    files,
    frames,
    household,
    keys,
    receipts,
    records,
    release,
    signing,
    spoken,
    statements,
)
from .. import primitives as p

Json = Any
KINDS: dict[str, Any] = {
    "recipient": statements.RecipientStatement,
    "member": statements.MemberCertificate,
    "answer": statements.Answer,
    "complainant": statements.ComplainantWord,
    "keyset": statements.BodyKeyset,
}


_HASHES = frozenset({
    "statement", "head", "words", "identity", "share_b", "receipt", "files", "salt_detail", "salt_tally",
})  # fmt: skip


def data(text: str) -> bytes:
    """Bytes from the notation above."""
    out = b""
    for piece in text.split("+") if text else []:
        byte, star, times = piece.partition("*")
        out += bytes.fromhex(byte) * (int(times) if star else 1)
    return out


def shown(value: Json) -> Json:
    """A result as JSON."""
    if isinstance(value, bytes):
        return value.hex() if len(value) <= 256 else {"length": len(value), "sha256": sha256(value).hexdigest()}
    if isinstance(value, dict):
        return {key: shown(item) for key, item in value.items()}
    return [shown(item) for item in value] if isinstance(value, list | tuple) else value


def _cost(i: Json) -> keys.Cost:
    return keys.Cost(i["memory_kib"], i["passes"])


def _head(i: Json) -> Json:
    head = envelope.open_head(i["secret"], data(i["blob"]), submission=i["submission"], vault=i["vault"])
    return [head.submission, head.vault, head.epoch, head.S, head.a, head.b, head.level]


def _record(i: Json) -> dict[str, Any]:
    return {name: i[name] for name in ("label", "object_id", "field", "key_number")}


def _signatures(i: Json) -> list[statements.Signature]:
    return [statements.Signature(data(key), data(value)) for key, value in i["signatures"]]


def _verify_statement(i: Json) -> str:
    statement = KINDS[i["kind"]].parse(data(i["statement"]))
    signers, today = [data(key) for key in i["signers"]], date.fromisoformat(i["today"])
    statements.verify_statement(statement, _signatures(i), signers=signers, today=today, needed=i.get("needed", 2))
    return "holds"


def _verify_change(i: Json) -> str:
    old, new = (statements.BodyKeyset.parse(data(i[name])) for name in ("old", "new"))
    statements.verify_keyset_change(old, new, _signatures(i), today=date.fromisoformat(i["today"]))
    return "holds"


def _verify(i: Json) -> str:
    signing.verify(data(i["key"]), i["purpose"], data(i["statement"]), data(i["signature"]))
    return "holds"


def _open_file(i: Json) -> bytes:
    S, parts = data(i["S"]), [data(part) for part in i["parts"]]
    manifest = files.open_manifest(S, i["file"], data(i["manifest"]))
    return b"".join(files.open_parts(S, i["file"], manifest, parts))


def _complainant(i: Json) -> Json:
    made = receipts.complainant_keys(data(i["cs"]))
    return [made.age.secret, made.age.recipient, made.seed, made.verify]


def _receipt(i: Json) -> Json:
    derived = receipts.derive_receipt(i["digits"], data(i["salt"]), _cost(i))
    return [derived.lookup, derived.wrap]


def _member(i: Json) -> Json:
    derived = keys.derive_member(i["passphrase"], data(i["salt"]), data(i["pepper"]), _cost(i))
    return [derived.wrap, derived.verifier]


def _member_keys(i: Json) -> Json:
    made = keys.unwrap_member_keys(data(i["wrap"]), data(i["blob"]))
    return [made.secret, made.recipient, made.seed, made.verify]


def _release(i: Json) -> Json:
    names = _places(i, "request", "submission", "member", "use")
    found = release.open_release(i["secret"], data(i["blob"]), today=date.fromisoformat(i["today"]), **names)
    return [found.request, found.submission, found.member, found.use, found.expires.isoformat(), found.b]


def _places(i: Json, *names: str) -> dict[str, Any]:
    return {name: i[name] for name in names}


def _given(i: Json, as_bytes: Collection[str]) -> dict[str, Any]:
    return {name: data(value) if name in as_bytes else value for name, value in i.items()}


OPS: dict[str, Callable[[Json], Any]] = {
    "hkdf": lambda i: p.hkdf(data(i["key"]), i["purpose"], length=i["length"], context=data(i["context"])),
    "hkdf_raw": lambda i: p.hkdf_raw(data(i["key"]), salt=data(i["salt"]), info=data(i["info"]), length=i["length"]),
    "aead_seal": lambda i: p.aead_seal(data(i["key"]), data(i["plaintext"]), ad=data(i["ad"])),
    "aead_open": lambda i: p.aead_open(data(i["key"]), data(i["sealed"]), ad=data(i["ad"])),
    "canonical": lambda i: p.canonical([(key, value) for key, value in i["pairs"]]),
    "parse_canonical": lambda i: list(p.parse_canonical(data(i["data"]), i["keys"]).values()),
    "associated": lambda i: p.associated(i["label"], i["id"], i["field"]),
    "frame": lambda i: frames.frame(data(i["payload"])),
    "unframe": lambda i: frames.unframe(data(i["data"])),
    "pad": lambda i: frames.pad(data(i["payload"])),
    "unpad": lambda i: frames.unpad(data(i["data"])),
    "identity_from_seed": lambda i: [(made := age.identity_from_seed(data(i["seed"]))).secret, made.recipient],
    "recipient_bytes": lambda i: age.recipient_bytes(i["recipient"]),
    "open_with": lambda i: age.open_with(i["secret"], data(i["blob"])),
    "open_text": lambda i: age.open_text(i["secret"], data(i["blob"])),
    "open_head": _head,
    "open_share_b": lambda i: envelope.open_share_b(i["secret"], data(i["blob"]), i["submission"]),
    "seal_words": lambda i: envelope.seal_words(data(i["S"]), i["submission"], data(i["words"])),
    "open_words": lambda i: envelope.open_words(data(i["S"]), i["submission"], data(i["blob"])),
    "seal_identity": lambda i: envelope.seal_identity(
        data(i["a"]), data(i["b"]), i["submission"], None if i["identity"] is None else data(i["identity"])
    ),
    "open_identity": lambda i: envelope.open_identity(data(i["a"]), data(i["b"]), i["submission"], data(i["blob"])),
    "open_release": _release,
    "open_note": lambda i: release.open_note(i["secret"], data(i["blob"]), i["purpose"], i["request"]),
    "identity_file_secret": lambda i: release.identity_file_secret(data(i["a"]), data(i["b"]), i["submission"]),
    "seal_record": lambda i: records.seal_record(data(i["M"]), data(i["plaintext"]), **_record(i)),
    "open_record": lambda i: records.open_record(data(i["M"]), data(i["sealed"]), **_record(i)),
    "derive_member": _member,
    "unwrap_member_keys": _member_keys,
    "session_unwrap": lambda i: keys.session_unwrap(
        data(i["cookie"]), data(i["boot_key"]), data(i["row_id"]), data(i["blob"])
    ),
    "generate_passphrase": lambda i: spoken.generate_passphrase(i["count"]),
    "recovery_code": lambda _: spoken.recovery_code(),
    "check_recovery_code": lambda i: spoken.check_recovery_code(i["text"]),
    "spoken_fingerprint": lambda i: spoken.spoken_fingerprint(data(i["data"])),
    "open_compartment_key": lambda i: compartments.open_compartment_key(
        i["secret"], data(i["blob"]), **_places(i, "compartment", "epoch", "member")
    ),
    "unwrap_secret": lambda i: compartments.unwrap_secret(
        data(i["key"]), data(i["blob"]), **_places(i, "purpose", "object_id", "compartment", "epoch")
    ),
    "new_digits": lambda _: receipts.new_digits(),
    "check_digits": lambda i: receipts.check_digits(i["text"]),
    "group": lambda i: receipts.group(i["digits"]),
    "derive_receipt": _receipt,
    "complainant_keys": _complainant,
    "seal_cs": lambda i: receipts.seal_cs(data(i["wrap"]), data(i["cs"])),
    "open_cs": lambda i: receipts.open_cs(data(i["wrap"]), data(i["W"])),
    "lookup_key": lambda i: receipts.lookup_key(data(i["pepper"]), data(i["lookup"])),
    "unbox": lambda i: receipts.unbox(data(i["pepper"]), data(i["boxed"]), row=data(i["row"])),
    "dummy_envelope": lambda i: receipts.dummy_envelope(data(i["pepper"]), data(i["lookup"])),
    "dummy_message": lambda i: receipts.dummy_message(data(i["pepper"]), data(i["lookup"]), i["size"]),
    "pad_reply": lambda i: receipts.pad_reply(data(i["reply"]), i["size"]),
    "unpad_reply": lambda i: receipts.unpad_reply(data(i["data"]), i["size"]),
    "sign": lambda i: signing.sign(data(i["seed"]), i["purpose"], data(i["statement"])),
    "verify": _verify,
    "fingerprint": lambda i: signing.fingerprint(data(i["statement"])),
    "statement": lambda i: KINDS[i["kind"]].parse(data(i["statement"])).canonical(),
    "verify_statement": _verify_statement,
    "verify_keyset_change": _verify_change,
    "household_manifest": lambda i: household.HouseholdManifest(
        **_given(i, _HASHES) | {"channel": "household", "sealed_on": date.fromisoformat(i["sealed_on"])}
    ).canonical(),
    "household_receipt": lambda i: household.receipt_lines(**_given(i, ("verify_key", "lookup", "W"))),
    "household_files": lambda i: household.file_lines((id, of, held, data(made)) for id, of, held, made in i["files"]),
    "padded_size": lambda i: files.padded_size(i["size"]),
    "seal_part": lambda i: files.seal_part(data(i["S"]), i["file"], i["number"], i["last"], data(i["plaintext"])),
    "open_part": lambda i: files.open_part(data(i["S"]), i["file"], i["number"], i["last"], data(i["sealed"])),
    "open_file": _open_file,
}


def run(case: dict[str, Any]) -> Json:
    """The result of a case as JSON; its randomness, where it draws any, is `seeded(case["random"])`."""
    with p.using_random(p.seeded(bytes.fromhex(case.get("random", "")))):
        return shown(OPS[case["op"]](case["in"]))
