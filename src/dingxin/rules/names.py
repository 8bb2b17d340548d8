"""Who may turn the second key to a name, and who looks at it afterwards: pure, for doors, lists and actions alike.

Sources: 2-domain "Who may do what", 3-sealing "Identity".
"""

from dataclasses import dataclass
from uuid import UUID

from dingxin.rules.codes import Role
from dingxin.rules.recusal import Conflict, may_review_opening
from dingxin.rules.text import N_

LEAST_CUSTODIANS = 2
REVIEWERS = frozenset({Role.CUSTODIAN, Role.SIGNER})


@dataclass(frozen=True)
class Turner:
    """Somebody of the staff towards one request. ``roles``: in the body whose custodians hold the share."""

    id: UUID
    roles: frozenset[Role] = frozenset()
    in_team: bool = False
    recused: bool = False

    @property
    def stranger(self) -> bool:
        """Such a one does not learn that there is a request: without a part in it, or kept from what it is about."""
        return self.recused or not self.keeps

    @property
    def keeps(self) -> frozenset[Role]:
        """What part they have in it. A signer who is in a team would learn of another team's work: they have none."""
        return self.roles & (frozenset({Role.CUSTODIAN}) if self.in_team else REVIEWERS)


def against_turning(who: Turner, asked_by: UUID, custodians: int) -> Conflict | None:
    """What stands against approving or refusing a request; None when nothing does."""
    if who.recused:
        return Conflict("recused", N_("You are recused from it"))
    if Role.CUSTODIAN not in who.roles:
        return Conflict("not-a-custodian", N_("Only custodians of the body turn the second key"))
    if who.id == asked_by:
        return Conflict("own-request", N_("Nobody approves their own request"))
    if who.in_team:
        return Conflict("in-team", N_("A custodian belongs to no team"))
    if custodians < LEAST_CUSTODIANS:
        return Conflict("one-custodian", N_("A body has at least two custodians"))
    return None


def against_reviewing(who: Turner, opened_by: frozenset[UUID]) -> Conflict | None:
    """What stands against looking at an opening that was made at once: a third does, custodian, or signer in no team."""
    if who.recused:
        return Conflict("recused", N_("You are recused from it"))
    if not who.keeps:
        return Conflict("not-a-reviewer", N_("Another custodian or a signer looks at it afterwards"))
    if not may_review_opening(who.id, opened_by):
        return Conflict("one-of-two", N_("Somebody looks at it who neither asked nor turned the key"))
    return None


_RUN = {True: 12, False: 28}
"""Signs in a row, in Chinese and in scripts with longer words, that are too many to be anything but a quotation."""


def quotes(reason: str, words: str) -> bool:
    """Whether a reason repeats what was said: custodians read reasons, and must not read the person's words by them."""
    plain, said = _letters(reason), _letters(words)
    for length in set(_RUN.values()):
        for at in range(len(plain) - length + 1):
            run = plain[at : at + length]
            if _RUN[any("\u4e00" <= sign <= "\u9fff" for sign in run)] == length and run in said:
                return True
    return False


def _letters(text: str) -> str:
    return "".join(sign for sign in text.casefold() if sign.isalnum())
