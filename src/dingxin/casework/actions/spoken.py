"""Persons spoken to: written down like a complainant, their name under both keys from the moment it is filed."""

from django.utils.translation import gettext as _

from dingxin.accounts.identity import Current
from dingxin.audit import actions as audit
from dingxin.audit.writing import writing
from dingxin.casework import doors, sealed
from dingxin.casework.models import Matter, Spoken
from dingxin.casework.refused import Refused
from dingxin.mailbox.texts import canonical_json
from dingxin.rules.codes import SpokenKind
from dingxin.rules.ids import new_id
from dingxin.sealing.envelope import IDENTITY_MAX, new_secrets, seal_identity, seal_share_b
from dingxin.vault import keyring
from dingxin.vault.custodians import verified_custody
from dingxin.vault.trust import trust_of
from dingxin.web.days import today


def add_spoken(
    *, current: Current, matter: Matter, kind: str, name: str = "", phone: str = "", other: str = ""
) -> Spoken:
    """Write down a party, witness or interviewee (SpokenKind) whom the team approaches; numbered in the matter.

    The name goes under K_id of two shares, as a complainant's: a under M, b to the custodians' verified identity. It may
    be left out. Raises Refused, NotTrusted, NotAHolder.
    """
    identity = canonical_json({"v": 1, "name": name.strip(), "phone": phone.strip(), "other": other.strip()})
    with writing():
        row = doors.access_matter(current, matter.pk, lock=True)
        if kind not in set(SpokenKind):
            raise Refused("bad-code", _("One of the codes is not in its table."))
        if len(identity) > IDENTITY_MAX:
            raise Refused("too-long", _("Name and contact are too long."))
        body = row.team.body
        custody = verified_custody(body, trust_of(body))
        key, secrets = keyring.unwrap(current, "M", row.pk), new_secrets()
        spoken = Spoken(
            id=new_id(), matter=row, body=body, number=row.spoken.count() + 1, kind=kind, added_on=today(), by=current.actor
        )
        known = any((name.strip(), phone.strip(), other.strip()))
        spoken.identity = seal_identity(secrets.a, secrets.b, spoken.pk.hex, identity if known else None)
        spoken.share_a = sealed.seal(
            key, secrets.a.hex(), label=sealed.SPOKEN, object_id=spoken.pk, field="a", number=spoken.key_number
        )
        spoken.share_b = seal_share_b(custody.recipient, spoken.pk.hex, secrets.b)
        spoken.save(force_insert=True)
        audit.record(
            "contact.spoken_added", actor=current.actor, object=f"matter:{row.pk}", scope=str(row.team_id),
            facts={"spoken": str(spoken.pk), "kind": kind},
        )
    return spoken
