"""What a second person signs, in plain words, read from the very bytes that are signed."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from dingxin.accounts.models import Member
from dingxin.desk.keys.doors import Asked
from dingxin.organisation.models import Unit
from dingxin.rules.codes import Role
from dingxin.sealing.statements import BodyKeyset, MemberCertificate, RecipientStatement
from dingxin.vault import rosters
from dingxin.vault.actions import granted_by
from dingxin.vault.models import Compartment
from dingxin.vault.refusals import NotTrusted
from dingxin.vault.rosters import Roster
from dingxin.vault.trust import trust_of
from dingxin.web.parts import Fact
from dingxin.web.templatetags.dx import code, day, num


@dataclass(frozen=True)
class Said:
    """``heading``: one line for lists; ``means``: what follows from it; ``before``: what to do before signing."""

    heading: str
    means: str
    before: str
    facts: tuple[Fact, ...]


def said(asked: Asked) -> Said:
    """The words of one request."""
    return {"keyset": _keyset, "certificate": _certificate, "statement": _statement, "grant": _grant}[asked.row.kind](asked)


def compartment_name(compartment: Compartment) -> str:
    """`main`, or all but whom."""
    if not compartment.without:
        return _("main compartment")
    return _("compartment without %(names)s") % {"names": names_without(compartment)}


def names_without(compartment: Compartment) -> str:
    """Whom a compartment leaves out."""
    ids = compartment.without.split(",") if compartment.without else []
    return listed(Member.objects.filter(pk__in=ids).order_by("username").values_list("name", flat=True))


def listed(names: Iterable[str]) -> str:
    """Names one after another, in the language's habit."""
    return pgettext("between names", ", ").join(names)


def role_word(role: str) -> str:
    """The word of a role's code."""
    found = next((one for one in Role if one.value == role), None)
    return _(found.label) if found else role


def _names(names: Iterable[str]) -> str:
    return listed(sorted(names))


def _keyset(asked: Asked) -> Said:
    new = BodyKeyset.parse(bytes(asked.row.payload))
    try:
        old = trust_of(asked.body).current
    except NotTrusted:
        old = None
    before = set(old.signers) if old else set()
    came, gone = set(new.signers) - before, before - set(new.signers)
    facts = [
        Fact(_("Body"), asked.body.name), Fact(_("Keyset number"), num(new.number)),
        Fact(_("Signers from now on"), _names(name for _key, name in new.signers)),
    ]  # fmt: skip
    if old and came:
        facts.append(Fact(_("New in it"), _names(name for _key, name in came)))
    if gone:
        facts.append(Fact(_("No longer in it"), _names(name for _key, name in gone)))
    facts.append(Fact(_("Fingerprint on notice and poster"), code(new.fingerprint, True)))
    return Said(
        _("Keyset %(number)d of %(body)s") % {"number": new.number, "body": asked.body.name},
        _("Whoever is in it can, together with one more of it, say whose keys are whose and to whom letters are sealed. "
          "Notices and posters must show the new fingerprint from then on."),
        _("Read the fingerprint aloud to the first signer, and make sure that each name is a person who should sign."),
        tuple(facts),
    )  # fmt: skip


def _certificate(asked: Asked) -> Said:
    assert asked.member is not None
    found = MemberCertificate.parse(bytes(asked.row.payload))
    where = asked.team.name if asked.team else asked.body.name
    return Said(
        _("Certificate of %(name)s") % {"name": asked.member.name},
        _("From then on keys may be sealed to these keys as those of %(name)s. If they were somebody else's, that person "
          "could be given what is sealed here.") % {"name": asked.member.name},
        _("Hear the six words from %(name)s yourself, by voice or face to face, and type them. Do not take them from a "
          "message or from the first signer.") % {"name": asked.member.name},
        (
            Fact(_("Person"), f"{asked.member.name} ({asked.member.username})"), Fact(_("Role"), role_word(found.role)),
            Fact(_("Where"), where), Fact(_("Holds until"), day(found.not_after, "full")),
        ),
    )  # fmt: skip


def _statement(asked: Asked) -> Said:
    assert asked.team is not None
    found = RecipientStatement.parse(bytes(asked.row.payload))
    unit = Unit.objects.filter(path=found.scope).first() if found.scope else None
    about = unit.name if unit else _("everything except units with an inbound of their own")
    return Said(
        _("Recipient statement %(number)d of %(team)s") % {"number": found.epoch, "team": asked.team.name},
        _("From then on browsers seal what people send to this inbound identity, and names for these custodians."),
        _("Ask the leader by voice whether they have just signed this, and compare the signs of the inbound identity."),
        (
            Fact(_("Team"), asked.team.name), Fact(_("For what is about"), about),
            Fact(_("Inbound identity"), format_html("{} {}", num(found.epoch), code(_short(found.inbound)))),
            Fact(_("Custodians' key"), code(_short(found.custodians))),
            Fact(_("Answers are signed by"), code(found.answer_key.hex()[:16].upper())),
            Fact(_("In use"), format_html("{} – {}", day(found.not_before, "full"), day(found.not_after, "full"))),
        ),
    )  # fmt: skip


def _short(recipient: str) -> str:
    """The end of an age recipient in groups of four: enough to compare aloud."""
    end = recipient[-16:]
    return " ".join(end[at : at + 4] for at in range(0, len(end), 4)).upper()


def _grant(asked: Asked) -> Said:
    assert asked.compartment is not None
    assert asked.team is not None
    wanted = Roster.parse(bytes(asked.row.payload))
    try:
        added = granted_by(asked.row)
        now = rosters.read(asked.compartment, asked.compartment.epoch, trust_of(asked.body)).ids
    except NotTrusted:
        added, now = [], wanted.ids
    names = _names(member.name for member in added)
    holding = Member.objects.filter(pk__in=now - {member.pk for member in added}).values_list("name", flat=True)
    where = compartment_name(asked.compartment)
    return Said(
        _("A key for %(names)s: %(where)s") % {"names": names, "where": where},
        _("From then on %(names)s opens everything in it, also what came before. It can be taken back only by re-keying, "
          "and what was read cannot be unread.") % {"names": names},
        _("Ask yourself whether %(names)s works on this, and has no relation to what it is about.") % {"names": names},
        (
            Fact(_("Team"), asked.team.name), Fact(_("Compartment"), where), Fact(_("New holder"), names),
            Fact(_("Holders until now"), _names(holding)),
        ),
    )  # fmt: skip
