"""Senders of a team: made, given a new token, ended; and a package that is all in."""

from uuid import UUID

from django.utils.translation import gettext as _

from dingxin.accounts.identity import Current
from dingxin.audit import actions as audit
from dingxin.audit.writing import writing
from dingxin.intake.transferred.doors import TOKEN, access_sender, leads
from dingxin.intake.transferred.models import Sender
from dingxin.mailbox.lookup import b64
from dingxin.organisation.models import Team
from dingxin.organisation.refusals import Refused
from dingxin.sealing.primitives import random_bytes, sha256
from dingxin.web.days import today

MAY = ("file", "file+state")


def _token() -> str:
    return TOKEN + b64(random_bytes(32))


def add_sender(
    *, current: Current, team: Team, name: str, may: str = "file", verify_key: bytes | None = None, token: bool = True
) -> tuple[Sender, str]:
    """(the sender, its token shown once or ""). By a leader of the team. Raises Refused, PermissionDenied, Http404."""
    leads(current, team)
    name = " ".join(name.split())
    if not name or len(name) > 80 or may not in MAY or (not token and verify_key is None):
        raise Refused("sender", _("Name the office, and by what it is known: a token, a key, or both."))
    secret = _token() if token else ""
    with writing():
        row = Sender.objects.create(
            team=team, name=name, may=may, verify_key=verify_key, since=today(),
            token_hash=sha256(secret.encode()) if secret else None,
        )
        audit.record(
            "transferred.sender_added", actor=current.actor, object=f"sender:{row.pk}", scope=str(team.pk),
            facts={"may": may, "token": int(token), "key": int(verify_key is not None)},
        )
    return row, secret


def renew_token(*, current: Current, sender: Sender) -> str:
    """A new token, shown once; the one before ends at once. Refused for a sender that was ended."""
    secret = _token()
    with writing():
        row = access_sender(current, sender.pk)
        if not Sender.objects.filter(pk=row.pk, state="active").update(token_hash=sha256(secret.encode())):
            raise Refused("ended", _("This sender was ended. Add it anew."))
        audit.record("transferred.token_renewed", actor=current.actor, object=f"sender:{row.pk}", scope=str(row.team_id))
    return secret


def end_sender(*, current: Current, sender: Sender) -> None:
    """End a sender: token and key do nothing from now on; what it brought stays. Refused when it has ended already."""
    with writing():
        row = access_sender(current, sender.pk)
        ended = Sender.objects.filter(pk=row.pk, state="active")
        if not ended.update(state="revoked", token_hash=None, verify_key=None, until=today()):
            raise Refused("ended", _("This sender was ended already."))
        audit.record("transferred.sender_ended", actor=current.actor, object=f"sender:{row.pk}", scope=str(row.team_id))


def close_package(*, actor: str, sender: UUID, sequence: int, items: int, new: int) -> None:
    """All of a package is in: its sequence can never come again. Conditional update; Refused when a later one was first."""
    with writing():
        open_yet = Sender.objects.filter(pk=sender, state="active", sequence__lt=sequence)
        if open_yet.update(sequence=sequence, used_on=today()) != 1:
            raise Refused("replayed", _("This package, or a later one, was taken already."))
        row = Sender.objects.get(pk=sender)
        audit.record(
            "transferred.package_taken", actor=actor, object=f"sender:{sender}", scope=str(row.team_id),
            facts={"sequence": sequence, "items": items, "new": new},
        )
