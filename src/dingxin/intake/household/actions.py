"""Devices enrolled, confirmed and revoked."""

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError
from django.http import Http404
from django.utils.translation import gettext as _

from dingxin.accounts.identity import Current
from dingxin.audit import actions as audit
from dingxin.audit.writing import writing
from dingxin.intake.household.doors import access_device
from dingxin.intake.household.models import Device
from dingxin.mailbox import limits
from dingxin.mailbox.refused import Refused as MailboxRefused
from dingxin.mailbox.refused import Why
from dingxin.organisation.models import Stationing
from dingxin.organisation.queries import role_in
from dingxin.organisation.refusals import Refused
from dingxin.rules.codes import TEAM_ROLES
from dingxin.sealing.spoken import spoken_fingerprint
from dingxin.web.days import today

MOST_DEVICES = 5  # of a member in a team, not counting revoked ones


def _same_words(heard: str, device: Device) -> bool:
    """Whether what was typed is what the device shows. Case, hyphens and spaces do not matter."""
    words = spoken_fingerprint(bytes(device.verify_key))
    return heard.replace("-", " ").casefold().split() == words.split("-")


def enrol_device(*, current: Current, stationing: Stationing, verify_key: bytes) -> Device:
    """Register the public half of a device's key; it counts once a leader confirmed it.

    Sent again, because the reply was lost, it gives the same device. Raises Refused for too many, the mailbox's Refused
    for what is no key; Http404 for strangers to the team.
    """
    role = role_in(current.member, stationing.team_id)
    if role is None:
        raise Http404
    if role not in TEAM_ROLES:
        raise PermissionDenied
    limits.signing_key(verify_key, "verify_key")
    earlier = Device.objects.filter(verify_key=verify_key).exclude(state="revoked").first()
    if earlier is not None:
        if earlier.member_id != current.id:
            raise MailboxRefused(Why.DIFFERS, "verify_key")
        return earlier
    held = Device.objects.filter(member=current.member, team_id=stationing.team_id).exclude(state="revoked").count()
    if held >= MOST_DEVICES:
        raise Refused("too-many", _("You have five devices already. Revoke those that you no longer use."))
    try:
        with writing():
            device = Device.objects.create(
                member=current.member, team_id=stationing.team_id, verify_key=verify_key, day=today(),
            )
            audit.record(
                "device.enrolled", actor=current.actor, object=f"device:{device.pk}", scope=str(stationing.team_id),
            )
    except IntegrityError:  # revoked, or enrolled by two requests at once
        raise MailboxRefused(Why.DIFFERS, "verify_key") from None
    return device


def confirm_device(*, current: Current, device: Device, heard: str) -> Device:
    """A leader compared the six words with the device in the member's hand. ``heard``: as they were read out.

    Conditional update: a device that was revoked meanwhile stays so. Raises Refused; 403 for who is no leader.
    """
    device = access_device(current, device.pk, lead=True)
    if device.member_id == current.id:
        raise Refused("own-device", _("Nobody confirms their own device. Another leader of the team does."))
    if not _same_words(heard, device):
        raise Refused("words-differ", _("These are not the six words of that device. Let them be read out once more; if "
                                        "they differ again, revoke it."))  # fmt: skip
    with writing():
        changed = Device.objects.filter(pk=device.pk, state="waiting").update(state="active", confirmed_by=current.member)
        if changed != 1:
            raise Refused("not-waiting", _("This device does not wait for anything any more."))
        audit.record(
            "device.confirmed", actor=current.actor, object=f"device:{device.pk}", scope=str(device.team_id),
            facts={"member": str(device.member_id)},
        )
    return device


def revoke_device(*, current: Current, device: Device) -> Device:
    """At once and for good: nothing that this device signed is taken in from now on. Its member, or a leader."""
    device = access_device(current, device.pk)
    with writing():
        ended = Device.objects.filter(pk=device.pk).exclude(state="revoked")
        if ended.update(state="revoked", ended_on=today()) != 1:
            raise Refused("revoked", _("This device is revoked already."))
        audit.record(
            "device.revoked", actor=current.actor, object=f"device:{device.pk}", scope=str(device.team_id),
            facts={"member": str(device.member_id)},
        )
    return device
