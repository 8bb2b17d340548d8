"""A fixed cast for what the public does: a stationing, its inlet and the one above it, keys known, no vault needed.

Call ``cast(tmp_path, settings)`` in a test with the database: it pins the bodies' keysets in a throwaway keys folder.
"""

import json
from base64 import urlsafe_b64encode
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from dingxin.accounts.models import Member
from dingxin.ledger.public import new_entry
from dingxin.mailbox.actions import Filing, accept
from dingxin.mailbox.models import Inlet, Thread
from dingxin.mailbox.texts import canonical_json
from dingxin.organisation.models import Body, Box, BoxCheck, Stationing, Team, Unit
from dingxin.rules.clock import now
from dingxin.rules.codes import BoxPoint
from dingxin.rules.ids import new_id
from dingxin.sealing.age import AgeIdentity, identity_from_seed
from dingxin.sealing.envelope import open_head, open_identity, open_share_b, open_words, seal_submission
from dingxin.sealing.keys import Cost, verify_key
from dingxin.sealing.primitives import random_bytes, sha256
from dingxin.sealing.receipts import ComplainantKeys, complainant_keys, derive_receipt, new_cs, new_digits, seal_cs
from dingxin.sealing.signing import sign
from dingxin.sealing.statements import BodyKeyset, ComplainantWord, RecipientStatement, sign_statement
from dingxin.tlog.leaf import complainant_subject
from dingxin.vault import pins
from dingxin.vault.signed import pack
from dingxin.web.days import today

FAST = Cost(8 * 1024, 1)  # KiB, passes: only where a test does not go through the site's own cost


def _seed(name: str) -> bytes:
    return sha256(b"cast", name.encode())


@dataclass
class Side:
    """One vault as its holders know it."""

    vault: UUID
    epoch: int
    inbound: AgeIdentity
    custodians: AgeIdentity
    answer_seed: bytes
    inlet: Inlet


@dataclass
class Cast:
    stationing: Stationing
    body: Body
    above: Body
    team: Side
    superior: Side


@dataclass
class Person:
    """A filer with everything their device knows."""

    thread: UUID
    digits: str
    lookup: bytes
    wrap: bytes
    cs: bytes
    keys: ComplainantKeys
    filing: Filing = field(repr=False)

    def word(
        self, act: str, word: str, *, answered: bytes = bytes(32), nonce: bytes | None = None
    ) -> tuple[bytes, bytes]:
        """(canonical statement, signature)."""
        statement = ComplainantWord(act, self.thread.hex, answered, word, nonce or random_bytes(16)).canonical()
        return statement, sign(self.keys.seed, ComplainantWord.purpose, statement)


TEXTS: dict[str, dict[str, str]] = {
    "zh-hans": {
        "unit": "麦栈镇", "team": "望禾县委第九巡察组", "scope": "镇机关、镇属站所和12个村",
        "address": "镇文化站后院东屋",
        "address_how": "从后巷小门进，不经过镇政府。", "reception_hours": "周一至周六9:00–13:00、15:30–19:00。",
        "phone_hours": "每天8:00–22:00，夜里由值班员接。", "po_box": "望禾县麦栈镇邮局13-09号信箱",
        "post_how": "不写寄信人也收。", "languages": "汉语、维吾尔语", "intro": "",
    },
    "en": {
        "unit": "Maizhan", "team": "Wanghe County Inspection Team 9",
        "scope": "The town offices, the stations under them and 12 villages",
        "address": "East room, back yard of the town culture station",
        "address_how": "Come in by the small gate on the back lane; you do not pass the town hall.",
        "reception_hours": "Monday to Saturday, 9:00–13:00 and 15:30–19:00.",
        "phone_hours": "Every day 8:00–22:00; at night the officer on duty answers.",
        "po_box": "PO box 13-09, Maizhan Post Office, Wanghe County", "post_how": "You need not write a sender’s name.",
        "languages": "Chinese, Uyghur", "intro": "",
    },
    "ug": {
        "unit": "مەيجەن بازىرى", "team": "9-چارلاپ تەكشۈرۈش گۇرۇپپىسى",
        "scope": "بازارلىق ئورگان، ئۇنىڭغا قاراشلىق ئورۇنلار ۋە 12 كەنت",
        "address": "بازارلىق مەدەنىيەت پونكىتى، ئارقا ھويلىدىكى شەرقىي ئۆي",
        "address_how": "ئارقا كوچىدىكى كىچىك ئىشىكتىن كىرىسىز، بازارلىق ھۆكۈمەتنىڭ ئالدىدىن ئۆتمەيسىز.",
        "reception_hours": "دۈشەنبىدىن شەنبىگىچە، سائەت 9:00 دىن 13:00 كىچە.",
        "phone_hours": "ھەر كۈنى سائەت 8:00 دىن 22:00 گىچە، كېچىسى نۆۋەتچى ئالىدۇ.",
        "po_box": "ۋاڭخې ناھىيىسى مەيجەن بازارلىق پوچتىخانا، 13-09 نومۇرلۇق ساندۇق",
        "post_how": "ئەۋەتكۈچىنىڭ ئىسمى يېزىلمىسىمۇ قوبۇل قىلىمىز.", "languages": "ئۇيغۇرچە، خەنزۇچە", "intro": "",
    },
}
BOXES = [
    {"zh-hans": {"place": "镇卫生院", "hours": "8:00–21:00", "safe": "候诊厅药房拐角"},
     "en": {"place": "Town clinic", "hours": "8:00–21:00", "safe": "Waiting hall, by the pharmacy corner"},
     "ug": {"place": "بازارلىق شىپاخانا", "hours": "8:00 دىن 21:00 گىچە",
            "safe": "كېسەل كۈتۈش زالى، دورىخانىنىڭ بۇلۇڭى"}},
    {"zh-hans": {"place": "麦栈集市", "hours": "白天黑夜都能到", "safe": "北门公厕旁"},
     "en": {"place": "Maizhan market", "hours": "day and night", "safe": "North gate, by the public toilet"},
     "ug": {"place": "مەيجەن بازارگاھى", "hours": "كېچە-كۈندۈز بارغىلى بولىدۇ",
            "safe": "شىمالىي دەرۋازىدىكى ھاجەتخانىنىڭ يېنى"}},
]


def cast(keys_folder: Path, settings: Any) -> Cast:
    """Bodies, team, open stationing and both inlets; a second call in one test is an error of the test."""
    settings.KEYS_FOLDER = keys_folder
    above = Body.objects.create(code="region", name="区党委巡视办", tier="region")
    body = Body.objects.create(code="wanghe", name="望禾县委巡察办公室", tier="county", parent=above)
    unit = Unit.objects.create(code="maizhan", name="麦栈镇", path="maizhan")
    team = Team.objects.create(body=body, number=9, name="第九巡察组")
    stationing = Stationing.objects.create(
        team=team, unit=unit, code="maizhan", state="open", starts=today() - timedelta(days=8),
        ends=today() + timedelta(days=52), intake_until=today() + timedelta(days=44), phone="0099-555 0109",
        texts=TEXTS,
    )
    seen_by = Member.objects.create(
        username="seen", name="seen", salt=b"", verifier=b"", wrapped_keys=b"", recovery_salt=b"", recovery_verifier=b"",
        recovery_wrapped_keys=b"", verify_key=b"", created_at=now(),
    )
    for order, texts in enumerate(BOXES):
        box = Box.objects.create(stationing=stationing, order=order, texts=texts)
        for point in BoxPoint:
            BoxCheck.objects.create(box=box, point=point, answer="yes", day=today(), by=seen_by)
    return Cast(
        stationing, body, above,
        team=side("team", body, stationing, about_team=False),
        superior=side("superior", above, stationing, about_team=True),
    )


def side(name: str, body: Body, stationing: Stationing | None, *, about_team: bool, epoch: int = 1) -> Side:
    """One vault: keyset pinned, statement signed by its two signers, inlet written."""
    seeds = sorted((_seed(f"{body.code} signer {n}") for n in (1, 2)), key=verify_key)
    signers = tuple((verify_key(seed), f"signer {n}") for n, seed in enumerate(seeds, 1))
    keyset = BodyKeyset(body.pk.hex, 1, bytes(32), signers)
    if pins.pinned(body.pk) is None:
        pins.pin(body.pk, 1, keyset.fingerprint)
    vault = UUID(bytes=_seed(f"{name} vault")[:16])
    inbound = identity_from_seed(_seed(f"{name} inbound {epoch}"))
    custodians = identity_from_seed(_seed(f"{name} custodians"))
    answer_seed = _seed(f"{name} answers")
    last = today() + timedelta(days=14)
    statement = RecipientStatement(
        vault.hex, epoch, "-", inbound.recipient, custodians.recipient, verify_key(answer_seed),
        today() - timedelta(days=1), last,
    )
    signatures = [sign_statement(seed, statement, verify_key(seed)) for seed in seeds]
    public = {
        "statement": b64(statement.canonical()), "signatures": b64(pack(signatures)),
        "keyset": b64(keyset.canonical()), "keyset_signatures": "",
    }
    inlet = Inlet.objects.create(
        stationing_id=stationing.pk if stationing else None, vault_id=vault, about_team=about_team, epoch=epoch,
        inbound=inbound.recipient, custodians=custodians.recipient, answer_key=verify_key(answer_seed).hex(),
        fingerprint=keyset.fingerprint, statement=json.dumps(public), not_after=last,
    )
    return Side(vault, epoch, inbound, custodians, answer_seed, inlet)


def person(
    made: Cast, *, words: str = "村里占了我家半亩地", shows: str = "answers", side: Side | None = None, **changes: Any
) -> Person:
    """Somebody whose device has sealed a filing that is not sent yet."""
    to = side or made.team
    thread, digits, cs = new_id(), new_digits(), new_cs()
    derived = derive_receipt(digits, bytes(16), FAST)
    keys = complainant_keys(cs)
    envelope = seal_submission(
        submission_id=thread.hex, vault=to.vault.hex, epoch=to.epoch, inbound=to.inbound.recipient,
        custodians=to.custodians.recipient, words=canonical_json({"v": 1, "what": words}), identity=None,
        level="anonymous",
    )
    facts: dict[str, Any] = {
        "thread": thread, "vault": to.vault, "epoch": to.epoch, "stationing": made.stationing.pk,
        "head": envelope.head, "words": envelope.words, "identity": envelope.identity, "share_b": envelope.share_b,
        "answer_recipient": keys.age.recipient, "verify_key": keys.verify, "shows": shows, "lookup": derived.lookup,
        "W": seal_cs(derived.wrap, cs), "entry": new_entry("received", complainant_subject(keys.verify)),
    }
    return Person(thread, digits, derived.lookup, derived.wrap, cs, keys, Filing(**(facts | changes)))


def filed(made: Cast, **changes: Any) -> Person:
    """Somebody whose filing was accepted."""
    someone = person(made, **changes)
    accept(filing=someone.filing)
    return someone


def opened(thread: UUID, to: Side) -> tuple[dict[str, Any], dict[str, Any] | None]:
    """(words, identity) as those with both keys would read them."""
    envelope = Thread.objects.get(pk=thread).envelope
    head = open_head(to.inbound.secret, bytes(envelope.head), submission=thread.hex, vault=to.vault.hex)
    words = json.loads(open_words(head.S, thread.hex, bytes(envelope.words)))
    b = open_share_b(to.custodians.secret, bytes(envelope.share_b), thread.hex)
    identity = open_identity(head.a, b, thread.hex, bytes(envelope.identity))
    return words, json.loads(identity) if identity is not None else None


def b64(data: bytes) -> str:
    """base64url without padding."""
    return urlsafe_b64encode(data).rstrip(b"=").decode()


def later(days: int) -> date:
    """A day from now."""
    return today() + timedelta(days=days)
