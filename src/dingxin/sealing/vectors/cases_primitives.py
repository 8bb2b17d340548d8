"""Cases of primitives, frames and age files, published vectors first."""

import hmac
from base64 import b64encode
from collections.abc import Iterator
from typing import Any

from .. import age, frames
from .. import primitives as p

Case = dict[str, Any]


def case(name: str, op: str, *, fails: Any = False, random: Any = "", **given: Any) -> Case:
    made: Case = {"name": name, "op": op, "in": given}
    if random:
        made["random"] = random
    if fails:
        made["fails"] = True
    return made


def flipped(blob: bytes, bit: int) -> str:
    changed = bytearray(blob)
    changed[bit // 8] ^= 1 << bit % 8
    return changed.hex()


def squeezed(blob: bytes) -> str:
    """The notation of ops.data, with a run of zeros at the end kept short."""
    body = blob.rstrip(b"\0")
    zeros = len(blob) - len(body)
    return "+".join(filter(None, [body.hex(), f"00*{zeros}" if zeros else ""]))


def primitives() -> Iterator[Case]:
    yield case(
        "RFC 5869 A.1",
        "hkdf_raw",
        key="0b*22",
        salt="000102030405060708090a0b0c",
        info="f0f1f2f3f4f5f6f7f8f9",
        length=42,
    )
    yield case("RFC 5869 A.3", "hkdf_raw", key="0b*22", salt="", info="", length=42)
    yield case("no context", "hkdf", key="01*32", purpose="words", length=32, context="")
    yield case("with context", "hkdf", key="01*32", purpose="words", length=32, context="00")
    yield case("another purpose", "hkdf", key="01*32", purpose="identity", length=64, context="61")
    sunscreen = (
        "01404142434445464748494a4b4c4d4e4f5051525354555657"
        "bd6d179d3e83d43b9576579493c0e939572a1700252bfaccbed2902c21396cbb731c7f1b0b4aa6440bf3a82f4eda7e39ae64c6708c54c216"
        "cb96b72e1213b4522f8c9ba40db5d945b11b69b982c1bb9e3f3fac2bc369488f76b2383565d3fff921f9664c97637da9768812f615c68b13"
        "b52ec0875924c1c7987947deafd8780acf49"
    )
    key = bytes(range(0x80, 0xA0)).hex()
    ad = "50515253c0c1c2c3c4c5c6c7"
    yield case("draft-irtf-cfrg-xchacha-03 A.3.1", "aead_open", key=key, sealed=sunscreen, ad=ad)
    yield case("sealed with a seeded nonce", "aead_seal", key=key, plaintext="616263", ad="64", random="aa")
    sealed = bytes.fromhex(sunscreen)
    for name, blob in {
        "version byte": flipped(sealed, 0),
        "nonce bit": flipped(sealed, 8),
        "body bit": flipped(sealed, 8 * 30 + 3),
        "tag bit": flipped(sealed, 8 * len(sealed) - 1),
        "truncated": sealed[:-1].hex(),
        "too short": "01",
        "empty": "",
    }.items():
        yield case(name, "aead_open", fails=True, key=key, sealed=blob, ad=ad)
    yield case("other associated data", "aead_open", fails=True, key=key, sealed=sunscreen, ad="")
    yield case("other key", "aead_open", fails=True, key="00*32", sealed=sunscreen, ad=ad)
    yield case("lines", "canonical", pairs=[["v", "1"], ["name", "王 小明"], ["empty", ""]])
    yield case("associated data", "associated", label="submission", id="0" * 32, field="words")
    for name, pairs in {
        "line feed in value": [["a", "b\nc"]],
        "line feed in key": [["a\n", "b"]],
        "space in key": [["a b", "c"]],
        "empty key": [["", "c"]],
        "repeated key": [["a", "1"], ["a", "2"]],
    }.items():
        yield case(name, "canonical", fails=True, pairs=pairs)
    yield case("parsed", "parse_canonical", data=b"a 1\nb x y\n".hex(), keys=["a", "b"])
    for name, text in {
        "no final line feed": b"a 1\nb 2",
        "surplus line": b"a 1\nb 2\nc 3\n",
        "missing line": b"a 1\n",
        "wrong order": b"b 2\na 1\n",
        "no space": b"a1\nb 2\n",
        "not UTF-8": b"a \xff\nb 2\n",
        "byte order mark": b"\xef\xbb\xbfa 1\nb 2\n",
        "empty": b"",
    }.items():
        yield case(name, "parse_canonical", fails=True, data=text.hex(), keys=["a", "b"])


def framing() -> Iterator[Case]:
    kib = 1024
    for size in (0, 1, 3 * kib - 4, 3 * kib - 3, 9 * kib - 4, 129 * kib - 4, 129 * kib - 3):
        yield case(f"frame of {size}", "frame", payload=f"61*{size}")
    for size in (0, 2 * kib - 4, 2 * kib - 3, 8 * kib - 4, 256 * kib - 4, 256 * kib - 3):
        yield case(f"pad of {size}", "pad", payload=f"61*{size}")
    for op, slack in (("unframe", kib), ("unpad", 0)):
        yield case("back", op, data=f"00000003+616263+00*{2 * kib + slack - 7}")
        yield case("padding not zero", op, fails=True, data=f"00000003+616263+00*{2 * kib + slack - 8}+01")
        yield case("bucket too large", op, fails=True, data=f"00000003+616263+00*{8 * kib + slack - 7}")
        yield case("no bucket", op, fails=True, data="00000003+616263")
        yield case("one byte short", op, fails=True, data=f"00000003+616263+00*{2 * kib + slack - 8}")
        yield case("length beyond the end", op, fails=True, data=f"00001000+616263+00*{2 * kib + slack - 7}")
        yield case("length of four gigabytes", op, fails=True, data=f"ffffffff+00*{2 * kib + slack - 4}")
        yield case("shorter than its length", op, fails=True, data="000000")
    yield case("reply", "pad_reply", reply="616263", size=64 * kib)
    yield case("reply back", "unpad_reply", data="00000003+616263+00*57", size=64)
    yield case("reply too long", "pad_reply", fails=True, reply="61*61", size=64)
    yield case("reply of another size", "unpad_reply", fails=True, data="00000003+616263+00*56", size=64)
    yield case("reply padding not zero", "unpad_reply", fails=True, data="00000003+616263+00*56+01", size=64)
    yield case("reply length beyond the end", "unpad_reply", fails=True, data="0000003d+00*60", size=64)


def _with_extra_stanza(blob: bytes, file_key: bytes, extra: bytes) -> bytes:
    """The same file with one stanza more, its header authentic: only the strict check can refuse it."""
    cut = blob.index(b"\n---") + 1
    header = blob[:cut] + extra + b"---"
    mac = hmac.digest(p.hkdf_raw(file_key, salt=b"", info=b"header"), header, "sha256")
    return header + b" " + b64encode(mac).rstrip(b"=") + b"\n" + blob[age.HEADER_BYTES :]


def age_files() -> Iterator[Case]:
    for number in (1, 2):
        yield case(f"identity {number}", "identity_from_seed", seed=f"{number:02x}*32")
    one, two = age.identity_from_seed(b"\1" * 32), age.identity_from_seed(b"\2" * 32)
    yield case("recipient", "recipient_bytes", recipient=one.recipient)
    for name, recipient in {
        "capitals": one.recipient.upper(),
        "one sign changed": one.recipient[:-1] + ("q" if one.recipient[-1] != "q" else "p"),
        "ssh": "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        "post-quantum": "age1pq1" + "q" * 60,
        "plugin": "age1yubikey1qg8558f2lus0qrpfm7mqwszc3qakfgk4ffhq2a9zm5l4dq6e5gh6wdlvvfc",
        "identity instead": one.secret,
        "empty": "",
    }.items():
        yield case(name, "recipient_bytes", fails=True, recipient=recipient)
    with p.using_random(p.seeded(b"age")):
        blob = age.seal_to(one.recipient, b"to be read by one")
        text = age.seal_text(one.recipient, b"of hidden length")
    file_key = p.seeded(b"age")(16)
    yield case("opened", "open_with", secret=one.secret, blob=blob.hex())
    yield case("empty file", "open_with", secret=one.secret, blob=age.seal_to(one.recipient, b"").hex())
    yield case("opened text", "open_text", secret=one.secret, blob=text.hex())
    yield case("text not padded", "open_text", fails=True, secret=one.secret, blob=blob.hex())
    grease = _with_extra_stanza(blob, file_key, b"-> x-grease a b\nAAAA\n")
    own = blob[blob.index(b"-> X25519") : blob.index(b"---")]
    for name, bad in {
        "grease stanza": grease,
        "two X25519 stanzas": _with_extra_stanza(blob, file_key, own),
        "scrypt stanza": blob.replace(b"-> X25519", b"-> scrypt"),
        "armored": b"-----BEGIN AGE ENCRYPTED FILE-----\n",
        "other version": blob.replace(b"/v1\n", b"/v2\n"),
        "truncated": blob[:-1],
        "header alone": blob[: age.HEADER_BYTES],
        "byte added": blob + b"\0",
        "empty": b"",
    }.items():
        yield case(name, "open_with", fails=True, secret=one.secret, blob=bad.hex())
    for bit in (8 * 40, 8 * 90, 8 * 150, 8 * 190, 8 * (len(blob) - 1)):
        yield case(f"bit {bit} flipped", "open_with", fails=True, secret=one.secret, blob=flipped(blob, bit))
    yield case("another reader", "open_with", fails=True, secret=two.secret, blob=blob.hex())
    yield case("recipient as secret", "open_with", fails=True, secret=one.recipient, blob=blob.hex())


FILES = {"primitives": primitives, "frames": framing, "age": age_files}
__all__ = ["FILES", "case", "flipped", "frames", "squeezed"]
