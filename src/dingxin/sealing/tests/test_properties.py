"""What must hold for all inputs: round trips, no plaintext, no opening after a changed bit, sizes of buckets only."""

from io import BytesIO

import pyrage
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dingxin.sealing import age, compartments, envelope, files, frames, keys, receipts, records, spoken
from dingxin.sealing import primitives as p
from dingxin.sealing.errors import CanonicalBroken, DigitsWrong, FrameBroken, RecipientRefused, SealBroken

ONE, TWO = age.identity_from_seed(b"\1" * 32), age.identity_from_seed(b"\2" * 32)
ID = "5" * 32
texts = st.binary(max_size=5000)
lines = st.text(st.characters(exclude_characters="\n", exclude_categories=["Cs"]))
names = st.text(st.characters(exclude_characters="\n ", exclude_categories=["Cs"]), min_size=1)


def flip(blob: bytes, at: int) -> bytes:
    changed = bytearray(blob)
    changed[at // 8 % len(blob)] ^= 1 << at % 8
    return bytes(changed)


def sealed(words: bytes = b"words", identity: bytes | None = b"name", level: str = "confidential") -> envelope.Envelope:
    return envelope.seal_submission(
        submission_id=ID, vault="v", epoch=1, inbound=ONE.recipient, custodians=TWO.recipient,
        words=words, identity=identity, level=level,
    )  # fmt: skip


@given(texts, st.binary(max_size=50), st.integers(0, 10**6))
def test_aead(text, ad, at):
    blob = p.aead_seal(b"\3" * 32, text, ad=ad)
    assert p.aead_open(b"\3" * 32, blob, ad=ad) == text
    with pytest.raises(SealBroken):
        p.aead_open(b"\3" * 32, flip(blob, at), ad=ad)
    with pytest.raises(SealBroken):
        p.aead_open(b"\3" * 32, blob, ad=ad + b"\0")


@given(st.dictionaries(names, lines, max_size=5))
def test_canonical_lines_are_read_back(values):
    data = p.canonical(list(values.items()))
    assert p.parse_canonical(data, list(values)) == values


@given(st.binary(max_size=200), st.lists(names, max_size=4))
def test_what_parses_is_written_the_same(data, expected):
    try:
        values = p.parse_canonical(data, expected)
    except CanonicalBroken:
        return
    assert p.canonical(list(values.items())) == data


@given(st.sampled_from(["", "a", "ab"]), st.binary(max_size=4), st.binary(max_size=4))
def test_purpose_and_context_never_meet(more, one, two):
    derived = {p.hkdf(b"k", "words" + more, context=one), p.hkdf(b"k", "words", context=two)}
    assert len(derived) == (1 if (not more and one == two) else 2)


@given(st.integers(0, 40000), st.integers(0, 10**6))
def test_frames(size, at):
    for wrap, unwrap, slack in ((frames.frame, frames.unframe, 1024), (frames.pad, frames.unpad, 0)):
        data = wrap(b"x" * size)
        assert unwrap(data) == b"x" * size
        assert len(data) - slack in (2048, 8192, 32768, 131072)
        with pytest.raises(FrameBroken):
            unwrap(data + b"\0")
        if at // 8 % len(data) >= 4 + size:
            with pytest.raises(FrameBroken):
                unwrap(flip(data, at))


@given(st.one_of(texts, st.integers(65530, 65540).map(bytes)), st.integers(0, 10**6))
@settings(deadline=None)
def test_age_both_ways(text, at):
    blob = age.seal_to(ONE.recipient, text)
    assert age.open_with(ONE.secret, blob) == text
    assert pyrage.decrypt(blob, [pyrage.x25519.Identity.from_str(ONE.secret)]) == text
    with pytest.raises(SealBroken):
        age.open_with(ONE.secret, flip(blob, at))


def test_a_file_of_pyrage_is_refused_for_its_grease():
    blob = pyrage.encrypt(b"text", [pyrage.x25519.Recipient.from_str(ONE.recipient)])
    with pytest.raises(RecipientRefused):
        age.open_with(ONE.secret, blob)


def test_streams_from_a_source_that_gives_little_at_a_time():
    class Slow(BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            return super().read(min(size, 1000) if size and size > 0 else 1000)

    blob, out = BytesIO(), BytesIO()
    age.seal_stream(ONE.recipient, Slow(b"x" * 200_000), blob)
    assert blob.getvalue().count(b"x" * 8) == 0
    age.open_stream(ONE.secret, Slow(blob.getvalue()), out)
    assert out.getvalue() == b"x" * 200_000


@given(texts, st.one_of(st.none(), st.binary(max_size=envelope.IDENTITY_MAX)), st.booleans(), st.integers(0, 10**6))
@settings(deadline=None, max_examples=50)
def test_envelope(words, identity, open_level, at):
    level = "anonymous" if identity is None else "open" if open_level else "confidential"
    made = sealed(words, identity, level)
    head = envelope.open_head(ONE.secret, made.head, submission=ID, vault="v")
    b = envelope.open_share_b(TWO.secret, made.share_b, ID)
    assert envelope.open_words(head.S, ID, made.words) == words
    assert envelope.open_identity(head.a, b, ID, made.identity) == identity
    assert head.b == (b if level == "open" else None)
    for opening in (
        lambda: envelope.open_head(ONE.secret, flip(made.head, at), submission=ID, vault="v"),
        lambda: envelope.open_share_b(TWO.secret, flip(made.share_b, at), ID),
        lambda: envelope.open_words(head.S, ID, flip(made.words, at)),
        lambda: envelope.open_identity(head.a, b, ID, flip(made.identity, at)),
    ):
        with pytest.raises(SealBroken):
            opening()


@given(st.binary(min_size=32, max_size=32))
def test_identity_needs_both_shares(guess):
    made = sealed()
    for a, b in ((made.secrets.a, guess), (guess, made.secrets.b), (made.secrets.S, made.secrets.b)):
        with pytest.raises(SealBroken):
            envelope.open_identity(a, b, ID, made.identity)


def test_openers_alone_and_custodians_alone_hold_one_share_each():
    made = sealed()
    with pytest.raises(SealBroken):
        envelope.open_share_b(ONE.secret, made.share_b, ID)
    with pytest.raises(SealBroken):
        envelope.open_head(TWO.secret, made.head, submission=ID, vault="v")


def test_sizes_tell_nothing_but_the_bucket():
    shapes = set()
    for level, identity in (("anonymous", None), ("confidential", b"x"), ("open", b"y" * 2000)):
        made = sealed(b"z" * (1 if identity else 2000), identity, level)
        shapes.add(tuple(map(len, (made.head, made.words, made.identity, made.share_b))))
        assert made.head[:4] == sealed().head[:4], "the length inside the frame must not tell the level"
    assert shapes == {(3072, 2089, 2089, 3072)}


def test_no_plaintext_in_anything_sealed():
    sentinel = b"SENTINEL-7f3a-" * 3
    made = sealed(sentinel, sentinel)
    manifest = files.FileManifest(sentinel.decode(), sentinel.decode(), 1, bytes(32))
    everything = [
        made.head, made.words, made.identity, made.share_b, age.seal_text(ONE.recipient, sentinel),
        records.seal_record(b"\1" * 32, sentinel, label="l", object_id=ID, field="f", key_number=1),
        files.seal_manifest(b"\1" * 32, ID, manifest), files.seal_part(b"\1" * 32, ID, 0, True, sentinel),
    ]  # fmt: skip
    secrets = made.secrets
    for blob in everything:
        for secret in (b"SENTINEL", secrets.S, secrets.a, secrets.b, secrets.S.hex().encode()):
            assert secret not in blob
    for shown in (repr(made), repr(secrets), repr(keys.new_member_keys()), repr(ONE)):
        assert secrets.S.hex() not in shown
        assert "SECRET" not in shown
        assert "seed=" not in shown


@given(st.integers(0, 1_300_000), st.integers(0, 3))
@settings(deadline=None, max_examples=25)
def test_files(size, skip):
    content = p.seeded(b"file")(size)
    manifest, parts = gather(content)
    assert b"".join(files.open_parts(b"\1" * 32, ID, manifest, parts)) == content
    assert sum(len(part) - p.AEAD_OVERHEAD for part in parts) == files.padded_size(size)
    again, resumed = gather(content, skip=skip)
    assert (again, len(resumed)) == (manifest, max(0, len(parts) - skip))
    assert b"".join(files.open_parts(b"\1" * 32, ID, manifest, parts[:skip] + resumed)) == content


@pytest.mark.parametrize("broken", ["dropped", "exchanged", "repeated", "shortened", "of another file", "flipped"])
def test_files_altered(broken):
    manifest, parts = gather(bytes(700_000))
    other, foreign = gather(b"\1" * 700_000)
    altered = {
        "dropped": parts[:-1],
        "exchanged": [parts[1], parts[0], *parts[2:]],
        "repeated": [*parts, parts[-1]],
        "shortened": [parts[0][:-1], *parts[1:]],
        "of another file": [foreign[0], *parts[1:]],
        "flipped": [flip(parts[0], 999), *parts[1:]],
    }
    with pytest.raises(SealBroken):
        list(files.open_parts(b"\1" * 32, ID, manifest, altered[broken]))
    with pytest.raises(SealBroken):
        list(files.open_parts(b"\1" * 32, ID, other, parts))


def gather(content: bytes, skip: int = 0) -> tuple[files.FileManifest, list[bytes]]:
    steps, parts = files.seal_parts(b"\1" * 32, ID, BytesIO(content), name="n", media_type="t", skip=skip), []
    while True:
        try:
            parts.append(next(steps)[1])
        except StopIteration as done:
            return done.value, parts


@given(st.integers(0, 10**16 - 1), st.integers(0, 17), st.integers(1, 9))
def test_every_single_wrong_digit_and_exchange_is_caught(number, at, more):
    right = f"{number:016}{98 - number * 100 % 97:02}"
    assert receipts.check_digits(receipts.group(right)) == right
    wrong = right[:at] + str((int(right[at]) + more) % 10) + right[at + 1 :]
    with pytest.raises(DigitsWrong):
        receipts.check_digits(wrong)
    swapped = right[: at - 1] + right[at] + right[at - 1] + right[at + 1 :] if at else right
    if swapped != right:
        with pytest.raises(DigitsWrong):
            receipts.check_digits(swapped)


def test_receipt_from_digits_to_answer():
    cost, pepper = keys.Cost(64, 1), b"\7" * 32
    digits, cs = receipts.new_digits(), receipts.new_cs()
    derived = receipts.derive_receipt(digits, bytes(16), cost)
    row = receipts.lookup_key(pepper, derived.lookup)
    boxed = receipts.box(pepper, receipts.seal_cs(derived.wrap, cs), row=row)
    answer = age.seal_text(receipts.complainant_keys(cs).age.recipient, b"answer")
    again = receipts.derive_receipt(digits[:16], bytes(16), cost)
    opened = receipts.open_cs(again.wrap, receipts.unbox(pepper, boxed, row=row))
    assert age.open_text(receipts.complainant_keys(opened).age.secret, answer) == b"answer"
    assert receipts.derive_receipt(digits, b"\1" * 16, cost) != derived


@given(st.binary(min_size=32, max_size=32))
@settings(deadline=None)
def test_an_unknown_receipt_looks_like_one(lookup):
    W, message = receipts.dummy_envelope(b"\7" * 32, lookup), receipts.dummy_message(b"\7" * 32, lookup, 300)
    assert len(W) == len(receipts.seal_cs(bytes(32), bytes(32)))
    assert len(message) == len(age.seal_text(ONE.recipient, b"x" * 300))
    assert (W, message) == (
        receipts.dummy_envelope(b"\7" * 32, lookup), receipts.dummy_message(b"\7" * 32, lookup, 300)
    )  # fmt: skip
    assert W[:1] + W[1:25] != receipts.dummy_envelope(b"\7" * 32, lookup + b"\0")[:25]


def test_passphrases_are_long_enough_and_differ():
    with pytest.raises(ValueError, match="70 bits"):
        spoken.generate_passphrase(4)
    assert len({spoken.generate_passphrase(5) for _ in range(500)}) == 500
    assert len({spoken.word(n) for n in range(65536)}) == 65536
    code = spoken.recovery_code()
    assert spoken.check_recovery_code(code) == code


def test_member_keys_through_passphrase_and_session():
    cost = keys.Cost(64, 1)
    derived = keys.derive_member("bimov nudag rupah davak zaroz", bytes(16), b"\7" * 32, cost)
    made = keys.new_member_keys()
    assert keys.unwrap_member_keys(derived.wrap, keys.wrap_member_keys(derived.wrap, made)) == made
    assert derived.verifier != derived.wrap
    assert keys.derive_member("bimov nudag rupah davak zaroz", bytes(16), b"\6" * 32, cost) != derived
    key = compartments.new_compartment_key()
    blob = compartments.seal_compartment_key(made.recipient, key, compartment="c", epoch=1, member="m")
    assert compartments.open_compartment_key(made.secret, blob, compartment="c", epoch=1, member="m") == key


def test_randomness_given_stays_within_its_context():
    with p.using_random(p.seeded(b"x")):
        one = p.random_bytes(40)
    with p.using_random(p.seeded(b"x")):
        assert p.random_bytes(8) + p.random_bytes(32) == one
    assert p.random_bytes(40) != one
