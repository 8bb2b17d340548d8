"""Cases of signatures and of statements: who signed, for how long, about what."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from .. import age, signing, statements
from ..keys import verify_key
from ..primitives import sha256
from .cases_primitives import Case, case, flipped

SEEDS = [bytes([n]) * 32 for n in range(1, 5)]
KEYS = [verify_key(seed) for seed in SEEDS]
INBOUND, CUSTODIANS = (age.identity_from_seed(bytes([n]) * 32).recipient for n in (8, 9))


def _keyset(number: int, previous: bytes, signers: list[int]) -> statements.BodyKeyset:
    named = sorted((KEYS[n], f"Signer {n}") for n in signers)
    return statements.BodyKeyset("巡视办", number, previous, tuple(named))


def _signed(statement: Any, *signers: int) -> list[list[str]]:
    made = [statements.sign_statement(SEEDS[n], statement, KEYS[n]) for n in signers]
    return [[one.key.hex(), one.signature.hex()] for one in made]


def signatures() -> Iterator[Case]:
    rfc8032 = "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60"
    yield case("key of RFC 8032 test 1", "sign", seed=rfc8032, purpose="answer", statement="")
    yield case("signed", "sign", seed="01*32", purpose="answer", statement="616263")
    good = signing.sign(SEEDS[0], "answer", b"abc")
    given = {"key": KEYS[0].hex(), "purpose": "answer", "statement": "616263", "signature": good.hex()}
    yield case("holds", "verify", **given)
    order = 2**252 + 27742317777372353535851937790883648493
    scalar = int.from_bytes(good[32:], "little") + order
    for name, wrong in {
        "other purpose": {"purpose": "recipient"},
        "other statement": {"statement": "616264"},
        "other key": {"key": KEYS[1].hex()},
        "bit flipped": {"signature": flipped(good, 5)},
        "truncated": {"signature": good[:-1].hex()},
        "second form of the same scalar": {"signature": (good[:32] + scalar.to_bytes(32, "little")).hex()},
        "key of low order": {"key": "01+00*31", "signature": "01+00*63"},
    }.items():
        yield case(name, "verify", fails=True, **given | wrong)
    yield case("fingerprint", "fingerprint", statement="616263")


def statement_cases() -> Iterator[Case]:
    first, last = date(2026, 3, 1), date(2026, 3, 14)
    keyset = _keyset(1, bytes(32), [0, 1, 2])
    recipient = statements.RecipientStatement("0a" * 16, 7, "all", INBOUND, CUSTODIANS, KEYS[3], first, last)
    member = statements.MemberCertificate("m1", INBOUND, KEYS[2], "t1", "officer", first, last)
    answer = statements.Answer("th1", 1, sha256(b"sealed"), first)
    word = statements.ComplainantWord("confirm", "th1", sha256(answer.canonical()), "solved", bytes(16))
    for kind, statement in (
        ("keyset", keyset), ("recipient", recipient), ("member", member), ("answer", answer), ("complainant", word),
    ):  # fmt: skip
        yield case(kind, "statement", kind=kind, statement=statement.canonical().hex())
    text = recipient.canonical().decode()
    for name, bad in {
        "other purpose": text.replace("purpose recipient", "purpose member"),
        "other version": text.replace("v 1\n", "v 2\n"),
        "epoch with a zero before": text.replace("epoch 7", "epoch 07"),
        "epoch in other digits": text.replace("epoch 7", "epoch \u0667"),
        "day without hyphens": text.replace("2026-03-01", "20260301"),
        "no such day": text.replace("2026-03-14", "2026-02-30"),
        "key in capitals": text.replace(KEYS[3].hex(), KEYS[3].hex().upper()),
        "key shortened": text.replace(KEYS[3].hex(), KEYS[3].hex()[:-2]),
        "recipient of another kind": text.replace(INBOUND, "age1pq1" + "q" * 60),
        "line added": text + "more 1\n",
    }.items():
        yield case(name, "statement", fails=True, kind="recipient", statement=bad.encode().hex())
    unknown = word.canonical().replace(b"act confirm", b"act approve").hex()
    yield case("unknown act", "statement", fails=True, kind="complainant", statement=unknown)
    single = keyset.canonical().replace(b"signers 3", b"signers 4").hex()
    yield case("keyset miscounted", "statement", fails=True, kind="keyset", statement=single)
    given = {
        "kind": "recipient",
        "statement": recipient.canonical().hex(),
        "signers": sorted(key.hex() for key in keyset.keys),
        "today": "2026-03-10",
    }
    yield case("two signers", "verify_statement", **given, signatures=_signed(recipient, 0, 1))
    yield case("three signers", "verify_statement", **given, signatures=_signed(recipient, 2, 0, 1))
    for day in ("2026-03-01", "2026-03-14"):
        yield case(f"on {day}", "verify_statement", **given | {"today": day}, signatures=_signed(recipient, 0, 1))
    for day in ("2026-02-28", "2026-03-15"):
        outside = given | {"today": day}
        yield case(f"on {day}", "verify_statement", fails=True, **outside, signatures=_signed(recipient, 0, 1))
    for name, wrong in {
        "unsigned": [],
        "one signer": _signed(recipient, 0),
        "the same signer twice": _signed(recipient, 0, 0),
        "a stranger": _signed(recipient, 0, 3),
        "two signers and a stranger": _signed(recipient, 0, 1, 3),
        "signature of something else": [*_signed(recipient, 0), *_signed(member, 1)],
    }.items():
        yield case(name, "verify_statement", fails=True, **given, signatures=wrong)
    certificate = given | {"kind": "member", "statement": member.canonical().hex()}
    yield case("certificate", "verify_statement", **certificate, signatures=_signed(member, 0, 1))
    yield case("own certificate", "verify_statement", fails=True, **certificate, signatures=_signed(member, 0, 2))
    by_team = {"kind": "answer", "statement": answer.canonical().hex(), "signers": [KEYS[3].hex()], "needed": 1}
    yield case("answer", "verify_statement", **given | by_team, signatures=_signed(answer, 3))
    following = _keyset(2, sha256(keyset.canonical()), [1, 2, 3])
    change = {"old": keyset.canonical().hex(), "new": following.canonical().hex(), "today": "2026-03-10"}
    yield case("keyset changed", "verify_keyset_change", **change, signatures=_signed(following, 0, 1))
    yield case("changed by the new", "verify_keyset_change", fails=True, **change, signatures=_signed(following, 1, 3))
    skipped = _keyset(3, sha256(keyset.canonical()), [1, 2, 3])
    jump = change | {"new": skipped.canonical().hex()}
    yield case("number skipped", "verify_keyset_change", fails=True, **jump, signatures=_signed(skipped, 0, 1))
    orphan = _keyset(2, bytes(32), [1, 2, 3])
    lost = change | {"new": orphan.canonical().hex()}
    yield case("another line", "verify_keyset_change", fails=True, **lost, signatures=_signed(orphan, 0, 1))


FILES = {"signing": signatures, "statements": statement_cases}
