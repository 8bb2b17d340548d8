"""Cases of envelopes, records, keys, compartments, receipts and files."""

from collections.abc import Iterator
from io import BytesIO
from typing import Any

from .. import age, compartments, envelope, files, keys, receipts, records, spoken
from .cases_primitives import Case, case, flipped, squeezed

SUBMISSION, OTHER = "0123456789abcdef" * 2, "f" * 32
ONE, TWO = age.identity_from_seed(b"\1" * 32), age.identity_from_seed(b"\2" * 32)
SMALL = {"memory_kib": 64, "passes": 3}


def _envelope(level: str, identity: bytes | None) -> envelope.Envelope:
    return envelope.seal_submission(
        submission_id=SUBMISSION,
        vault="0a" * 16,
        epoch=7,
        inbound=ONE.recipient,
        custodians=TWO.recipient,
        words="水泵三个月没人修。".encode(),
        identity=identity,
        level=level,
    )


def envelopes() -> Iterator[Case]:
    for level, identity in (("anonymous", None), ("confidential", b"Wang"), ("open", b"Wang")):
        made = _envelope(level, identity)
        head = {"secret": ONE.secret, "blob": squeezed(made.head), "submission": SUBMISSION, "vault": "0a" * 16}
        yield case(f"head, {level}", "open_head", **head)
        share = {"secret": TWO.secret, "blob": squeezed(made.share_b), "submission": SUBMISSION}
        yield case(f"share b, {level}", "open_share_b", **share)
        shares = {"a": made.secrets.a.hex(), "b": made.secrets.b.hex(), "submission": SUBMISSION}
        yield case(f"identity, {level}", "open_identity", **shares, blob=made.identity.hex())
    words = {"S": made.secrets.S.hex(), "submission": SUBMISSION}
    yield case("words", "open_words", **words, blob=made.words.hex())
    yield case("words sealed", "seal_words", **words, words="61*3000", random="01")
    given = {"a": "0a*32", "b": "0b*32", "submission": SUBMISSION}
    yield case("identity sealed", "seal_identity", **given, identity="61*10", random="02")
    yield case("dummy sealed", "seal_identity", **given, identity=None, random="02")
    yield case("largest identity", "seal_identity", **given, identity=f"61*{envelope.IDENTITY_MAX}", random="02")
    yield case(
        "identity too long",
        "seal_identity",
        fails=True,
        **given,
        identity=f"61*{envelope.IDENTITY_MAX + 1}",
        random="02",
    )
    yield case(
        "words, other submission", "open_words", fails=True, **words | {"submission": OTHER}, blob=made.words.hex()
    )
    yield case("words, bit flipped", "open_words", fails=True, **words, blob=flipped(made.words, 999))
    yield case("words, truncated", "open_words", fails=True, **words, blob=made.words[:-1].hex())
    yield case("words as identity", "open_identity", fails=True, **shares, blob=made.words.hex())
    for name, wrong in {
        "a alone": {"b": "00*32"},
        "b alone": {"a": "00*32"},
        "a for both": {"b": shares["a"]},
        "shares exchanged": {"a": shares["b"], "b": shares["a"]},
        "b missing": {"b": ""},
        "other submission": {"submission": OTHER},
    }.items():
        yield case(f"identity, {name}", "open_identity", fails=True, **shares | wrong, blob=made.identity.hex())
    yield case("head, other submission", "open_head", fails=True, **head | {"submission": OTHER})
    yield case("head, other vault", "open_head", fails=True, **head | {"vault": "0b" * 16})
    yield case("head, other reader", "open_head", fails=True, **head | {"secret": TWO.secret})
    yield case("head, padding not zero", "open_head", fails=True, **head | {"blob": (made.head[:-1] + b"\1").hex()})
    yield case("share, other submission", "open_share_b", fails=True, **share | {"submission": OTHER})
    yield case("share as head", "open_head", fails=True, **head | {"secret": TWO.secret, "blob": share["blob"]})
    yield case("head as share", "open_share_b", fails=True, **share | {"secret": ONE.secret, "blob": head["blob"]})


def record_cases() -> Iterator[Case]:
    place: dict[str, Any] = {"label": "matter", "object_id": OTHER, "field": "title", "key_number": 1}
    sealed = records.seal_record(
        b"\5" * 32, b"water pump", label="matter", object_id=OTHER, field="title", key_number=1
    )
    yield case("sealed", "seal_record", M="05*32", plaintext="61*2045", **place, random="03")
    yield case("opened", "open_record", M="05*32", sealed=sealed.hex(), **place)
    wrongs: dict[str, dict[str, Any]] = {
        "label": {"label": "note"},
        "object": {"object_id": SUBMISSION},
        "field": {"field": "finding"},
        "key number": {"key_number": 2},
        "bit": {"sealed": flipped(sealed, 777)},
        "end": {"sealed": sealed[:-1].hex()},
        "key": {"M": "06*32"},
    }
    for name, wrong in wrongs.items():
        yield case(f"wrong {name}", "open_record", fails=True, **{"M": "05*32", "sealed": sealed.hex()} | place | wrong)


def key_cases() -> Iterator[Case]:
    member = {"salt": "07*16", "pepper": "08*32", **SMALL}
    yield case("member", "derive_member", **{"passphrase": "bimov-nudag-rupah-davak-zaroz"} | member)
    yield case("member, as typed", "derive_member", **{"passphrase": " Bimov  nudag RUPAH davak-zaroz"} | member)
    made = keys.new_member_keys()
    blob = keys.wrap_member_keys(b"\4" * 32, made)
    yield case("keys", "unwrap_member_keys", wrap="04*32", blob=blob.hex())
    yield case("keys, wrong passphrase", "unwrap_member_keys", fails=True, wrap="05*32", blob=blob.hex())
    yield case("keys, bit flipped", "unwrap_member_keys", fails=True, wrap="04*32", blob=flipped(blob, 400))
    session = {"cookie": "01*32", "boot_key": "02*32", "row_id": "03*32"}
    held = keys.session_wrap(b"\1" * 32, b"\2" * 32, b"\3" * 32, b"unlocked").hex()
    yield case("session", "session_unwrap", **session, blob=held)
    for name in session:
        yield case(f"session, other {name}", "session_unwrap", fails=True, **session | {name: "09*32"}, blob=held)
    yield case("passphrase", "generate_passphrase", count=6, random="05")
    yield case("recovery code", "recovery_code", random="06")
    code = spoken.recovery_code()
    yield case(
        "recovery code typed", "check_recovery_code", text=f" {code.lower().replace('-', ' ')} ".replace("0", "o")
    )
    last = "0" if code[-1] != "0" else "2"
    yield case("recovery code mistyped", "check_recovery_code", fails=True, text=code[:-1] + last)
    yield case("recovery code short", "check_recovery_code", fails=True, text=code[:-2])
    yield case("recovery code with U", "check_recovery_code", fails=True, text="U" + code[1:])
    yield case("spoken", "spoken_fingerprint", data=made.verify.hex())
    place = {"compartment": "c1", "epoch": 2, "member": "m1"}
    sealed = compartments.seal_compartment_key(ONE.recipient, b"\7" * 32, compartment="c1", epoch=2, member="m1").hex()
    yield case("compartment key", "open_compartment_key", secret=ONE.secret, blob=sealed, **place)
    for name, wrong in (("compartment", "c2"), ("epoch", 3), ("member", "m2")):
        given = {"secret": ONE.secret, "blob": sealed} | place | {name: wrong}
        yield case(f"compartment key, other {name}", "open_compartment_key", fails=True, **given)
    where: dict[str, Any] = {"purpose": "S", "object_id": SUBMISSION, "compartment": "c1", "epoch": 2}
    wrapped = compartments.wrap_secret(b"\7" * 32, b"\x09" * 32, **where).hex()
    yield case("secret", "unwrap_secret", key="07*32", blob=wrapped, **where)
    for name, value in {"purpose": "a", "object_id": OTHER, "compartment": "c2", "epoch": 3, "key": "08*32"}.items():
        given = {"key": "07*32", "blob": wrapped} | where | {name: value}
        yield case(f"secret, other {name}", "unwrap_secret", fails=True, **given)


def receipt_cases() -> Iterator[Case]:
    yield case("drawn", "new_digits", random="07")
    digits = "1234567890123456" + "00"
    digits = digits[:16] + f"{98 - int(digits) % 97:02}"
    yield case("grouped", "group", digits=digits)
    spaced = receipts.group(digits)
    for name, zero in {"full-width": 0xFF10, "Arabic-Indic": 0x660, "extended Arabic-Indic": 0x6F0}.items():
        yield case(name, "check_digits", text=spaced.translate({48 + n: zero + n for n in range(10)}))
    yield case("hyphens and marks", "check_digits", text="\u2067" + spaced.replace(" ", "\u2011") + "\u2069\n")
    yield case("ideographic space", "check_digits", text=spaced.replace(" ", "\u3000"))
    yield case("leading zeros", "check_digits", text="0" * 16 + "98")
    for name, text in {
        "one digit wrong": "2" + digits[1:],
        "two exchanged": digits[1] + digits[0] + digits[2:],
        "too short": digits[:-1],
        "too long": digits + "0",
        "01 for 98": "0" * 16 + "01",
        "97 more": "0" * 15 + "100",
        "letter": "O" + digits[1:],
        "other digits": digits.translate({48 + n: 0x966 + n for n in range(10)}),
        "circled": "\u2460" + digits[1:],
        "empty": "",
    }.items():
        yield case(name, "check_digits", fails=True, text=text)
    yield case("derived, small cost", "derive_receipt", digits=digits, salt="0a*16", **SMALL)
    yield case("derived from 16", "derive_receipt", digits=digits[:16], salt="0a*16", **SMALL)
    yield case("derived, real cost", "derive_receipt", digits=digits, salt="0a*16", memory_kib=65536, passes=3)
    yield case("derived, wrong check", "derive_receipt", fails=True, digits=digits[:16] + "00", salt="0a*16", **SMALL)
    yield case("complainant", "complainant_keys", cs="0c*32")
    W = receipts.seal_cs(b"\x0b" * 32, b"\x0c" * 32)
    yield case("W sealed", "seal_cs", wrap="0b*32", cs="0c*32", random="08")
    derived = receipts.derive_receipt(digits, b"\x0a" * 16, keys.RECEIPT_COST)
    yield case("W of the worked example", "seal_cs", wrap=derived.wrap.hex(), cs="0c*32", random="4d")
    yield case("W opened", "open_cs", wrap="0b*32", W=W.hex())
    yield case("W, other digits", "open_cs", fails=True, wrap="0d*32", W=W.hex())
    yield case("W, bit flipped", "open_cs", fails=True, wrap="0b*32", W=flipped(W, 300))
    pepper, lookup = b"\x0e" * 32, b"\x0f" * 32
    dummy = receipts.dummy_envelope(pepper, lookup)
    yield case("W of no receipt", "open_cs", fails=True, wrap="0b*32", W=dummy.hex())
    yield case("dummy", "dummy_envelope", pepper=pepper.hex(), lookup=lookup.hex())
    yield case("dummy answer", "dummy_message", pepper=pepper.hex(), lookup=lookup.hex(), size=100)
    yield case("row", "lookup_key", pepper=pepper.hex(), lookup=lookup.hex())
    boxed = receipts.box(pepper, W, row=b"\1")
    yield case("box", "unbox", pepper=pepper.hex(), boxed=boxed.hex(), row="01")
    yield case("box, other row", "unbox", fails=True, pepper=pepper.hex(), boxed=boxed.hex(), row="02")
    yield case("box, other pepper", "unbox", fails=True, pepper=lookup.hex(), boxed=boxed.hex(), row="01")


def _parts(content: bytes) -> tuple[list[bytes], files.FileManifest]:
    steps, parts = (
        files.seal_parts(b"\x10" * 32, SUBMISSION, BytesIO(content), name="图.jpg", media_type="image/jpeg"),
        [],
    )
    while True:
        try:
            parts.append(next(steps)[1])
        except StopIteration as done:
            return parts, done.value


def file_cases() -> Iterator[Case]:
    for size in (0, 1, 65536, 65537, 262144, 262145, 16 << 20, (16 << 20) + 1, 100 << 20):
        yield case(f"filled up from {size}", "padded_size", size=size)
    part = {"S": "10*32", "file": SUBMISSION, "number": 3, "last": True}
    yield case("part sealed", "seal_part", **part, plaintext="61*1000", random="09")
    sealed = files.seal_part(b"\x10" * 32, SUBMISSION, 3, True, b"a part")
    yield case("part opened", "open_part", **part, sealed=sealed.hex())
    for name, wrong in {
        "number": 2,
        "last": False,
        "file": OTHER,
        "S": "11*32",
        "sealed": flipped(sealed, 250),
    }.items():
        yield case(f"part, other {name}", "open_part", fails=True, **{**part, "sealed": sealed.hex(), name: wrong})
    parts, manifest = _parts(b"content of a small file")
    stub = files.seal_manifest(b"\x10" * 32, SUBMISSION, manifest).hex()
    whole = {"S": "10*32", "file": SUBMISSION, "manifest": stub, "parts": [parts[0].hex()]}
    yield case("file", "open_file", **whole)
    yield case("file without parts", "open_file", fails=True, **whole | {"parts": []})


FILES = {
    "envelope": envelopes,
    "records": record_cases,
    "keys": key_cases,
    "receipts": receipt_cases,
    "files": file_cases,
}
