"""Who must have heard a word that staff enters."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from dingxin.accounts.identity import Current
from dingxin.accounts.models import Member
from dingxin.casework.models import Evidence, Link
from dingxin.casework.refused import Refused
from dingxin.organisation.queries import role_in
from dingxin.rules.codes import Confirmation, ConfirmedHow
from dingxin.rules.confirmation import may_record

ENTERED_BY_STAFF = frozenset({
    ConfirmedHow.BY_VOICE, ConfirmedHow.AT_COUNTER, ConfirmedHow.SIGNED_SLIP, ConfirmedHow.TOLD_TO_STAFF,
})
"""A receipt's own words come signed, through the mailbox."""


def checked(
    current: Current, link: Link, word: str, how: str, witness: Sequence[Member], slip: Evidence | None
) -> Confirmation:
    """The word, when it may be entered this way; Refused otherwise."""
    if word not in {Confirmation.CONFIRMED, Confirmation.DISPUTED}:
        raise Refused("bad-code", _("One of the codes is not in its table."))
    if how not in ENTERED_BY_STAFF:
        raise Refused("how", _("A receipt's own word comes from the receipt; staff cannot enter it."))
    if link.answered_on is None or link.ended_on is not None:
        raise Refused("unanswered", _("A word follows an answer."))
    given = ConfirmedHow(how)  # type: ignore[call-arg]
    present = {one.pk for one in witness} | {current.member.pk}
    if not may_record(given, len(present)) or any(role_in(one, link.matter.team_id) is None for one in witness):
        raise Refused("witnesses", _("Two of the staff hear it and read it back; name the other one, of this team."))
    if given is ConfirmedHow.SIGNED_SLIP:
        _slip(link, slip)
    return Confirmation(word)  # type: ignore[call-arg]


def _slip(link: Link, slip: Evidence | None) -> None:
    if slip is None or slip.matter_id != link.matter_id or slip.manifest is None:
        raise Refused("slip", _("Add the scan of the signed slip to this matter first."))


def two(current: Current, link: Link, witness: Sequence[Member]) -> None:
    """Refused unless somebody else of the team heard it too."""
    others = {one.pk for one in witness} - {current.member.pk}
    if not others or any(role_in(one, link.matter.team_id) is None for one in witness):
        raise Refused("witnesses", _("Two of the staff hear it and read it back; name the other one, of this team."))
