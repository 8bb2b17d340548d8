"""Signing acts of two people: the first proposes and signs, the second signs the same bytes and completes.

Plain functions inside the ``writing()`` of the actions. Nothing here decides who may: the actions do.
"""

from typing import TYPE_CHECKING, TypeVar

from django.utils.translation import gettext as _

from dingxin.audit.writing import is_writing
from dingxin.organisation.refusals import Refused
from dingxin.rules.clock import now
from dingxin.sealing.statements import Signature, Statement, sign_statement
from dingxin.vault.models import Request, Vault

if TYPE_CHECKING:
    from dingxin.accounts.identity import Current

StatementT = TypeVar("StatementT", bound=Statement)


def signature_of(current: "Current", statement: Statement) -> Signature:
    """The member's own signature over a statement."""
    keys = current.keys()
    return sign_statement(keys.seed, statement, keys.verify)


def propose(current: "Current", kind: str, statement: Statement, *, vault: Vault | None = None) -> Request:
    """A request that waits for its second person. Proposing the same bytes again returns the one that waits."""
    if not is_writing():
        raise RuntimeError("propose outside writing()")
    payload = statement.canonical()
    waiting = Request.objects.filter(kind=kind, payload=payload, done=False, first_by=current.member).first()
    if waiting is not None:
        return waiting
    return Request.objects.create(
        kind=kind, vault=vault, payload=payload, first_by=current.member, at=now(),
        first_signature=signature_of(current, statement).signature,
    )  # fmt: skip


def second(current: "Current", request: Request, statement: Statement) -> list[Signature]:
    """Both signatures, the first one first; the request is done.

    Raises Refused for one's own request and for one that was done or taken back meanwhile (conditional update: of two
    seconders at once, one is told so). That the signatures are those of the right people is checked by the caller.
    """
    if not is_writing():
        raise RuntimeError("second outside writing()")
    if request.first_by_id == current.member.pk:
        raise Refused("own-request", _("You proposed this yourself. It needs a second person."))
    mine = signature_of(current, statement)
    changed = Request.objects.filter(pk=request.pk, done=False).update(
        done=True, second_by=current.member, second_signature=mine.signature
    )
    if changed != 1:
        raise Refused("request-gone", _("This was completed or taken back meanwhile."))
    return [Signature(bytes(request.first_by.verify_key), bytes(request.first_signature)), mine]
