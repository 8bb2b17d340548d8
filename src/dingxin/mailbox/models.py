"""All that portal and desk share: what came in sealed, what goes out sealed, and the state in codes."""

from django.db import models
from django.db.models import Q

from dingxin.rules.ids import new_id


class Thread(models.Model):
    """One submission as the portal knows it; its id is the submission's id everywhere.

    ``vault_id`` and ``stationing_id`` are plain ids: the mailbox may stand on another machine than the desk.
    ``shows``: answers or state (what the receipt page may show). ``known_to_staff``: the digits were dictated.
    ``mark``: these and both keys under the pepper (mailbox.bound); they are changed by ``bound.change`` alone.
    Status card, written by casework: ``state``, ``next_step``, ``question`` (mailbox.codes), ``due_day``, ``holder``
    (vault id), ``asked`` (SHA-256 of the canonical Answer that is asked about).
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    vault_id = models.UUIDField(db_index=True)
    stationing_id = models.UUIDField(null=True, db_index=True)
    channel = models.CharField(max_length=12)
    day = models.DateField()
    sealed_by = models.CharField(max_length=8)
    answer_recipient = models.CharField(max_length=80, blank=True)
    verify_key = models.BinaryField(null=True, max_length=32)
    shows = models.CharField(max_length=8, default="answers")
    known_to_staff = models.BooleanField(default=False)
    registered = models.BooleanField(default=False)
    state = models.CharField(max_length=20, default="received")
    next_step = models.CharField(max_length=30, default="read")
    question = models.CharField(max_length=30, blank=True)
    asked = models.BinaryField(null=True, max_length=32)
    due_day = models.DateField(null=True)
    holder = models.UUIDField(null=True)
    mark = models.BinaryField(null=True, max_length=32)

    class Meta:
        indexes = [models.Index(fields=["registered", "day"], name="thread_unregistered")]


class CardDay(models.Model):
    """One line of "where it stood when": a state code and the day it was reached. Days only."""

    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="days")
    state = models.CharField(max_length=20)
    day = models.DateField()


class Receipt(models.Model):
    """A way back by digits. Closing or replacing deletes the box and keeps the row, so that the look-up stays taken."""

    id = models.UUIDField(primary_key=True, default=new_id)
    lookup = models.BinaryField(max_length=32, unique=True)
    box = models.BinaryField(null=True, max_length=400)
    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="receipts")
    state = models.CharField(max_length=10, default="open")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["thread"], condition=Q(state="open"), name="one_open_receipt"),
        ]


class PrintedReceipt(models.Model):
    """A receipt made ahead and printed under a seal: nobody on the staff knows its digits.

    ``serial`` and the public keys stand on the outside. ``lookup``, ``box``: as a Receipt's, moved there when it is used.
    ``kind``: card (handed over sealed) or slip (of a box: the other half goes into the letter). ``state``: printed,
    used, void. ``sheet_id``: the sheet it was printed on. ``mark``: the rest of it under the pepper (mailbox.bound).
    Used, the row keeps its serial and nothing by which it could be laid beside a thread: a new id, no keys, no sheet.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    serial = models.CharField(max_length=20, unique=True)
    kind = models.CharField(max_length=4)
    vault_id = models.UUIDField(db_index=True)
    recipient = models.CharField(max_length=80)
    verify_key = models.BinaryField(max_length=32)
    lookup = models.BinaryField(max_length=32, null=True, unique=True)
    box = models.BinaryField(max_length=400, null=True)
    state = models.CharField(max_length=8, default="printed")
    day = models.DateField()
    sheet_id = models.UUIDField(null=True, db_index=True)
    mark = models.BinaryField(null=True, max_length=32)


class Envelope(models.Model):
    """What was sealed where the words were written. ``inbound_epoch`` names the identity that opens the head.

    The head goes once its secrets are wrapped by those who may read (``outbound.drop_head``); ``head_hash``, its SHA-256
    as it was filed, stays, so that the same filing sent again is still known.
    """

    thread = models.OneToOneField(Thread, primary_key=True, on_delete=models.CASCADE, related_name="envelope")
    inbound_epoch = models.PositiveIntegerField()
    head = models.BinaryField(null=True)
    head_hash = models.BinaryField(max_length=32)
    words = models.BinaryField()
    identity = models.BinaryField()
    share_b = models.BinaryField()


class File(models.Model):
    """A sealed file of a thread; ``parts`` arrived of ``of``. ``held_by_identity``: sealed under K_id, not under S."""

    id = models.UUIDField(primary_key=True, default=new_id)
    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="files")
    manifest = models.BinaryField(null=True)
    parts = models.PositiveIntegerField(default=0)
    of = models.PositiveIntegerField(null=True)
    held_by_identity = models.BooleanField(default=False)
    day = models.DateField()


class FilePart(models.Model):
    """256 KiB of a file, sealed with its number."""

    file = models.ForeignKey(File, on_delete=models.CASCADE, related_name="pieces")
    number = models.PositiveIntegerField()
    body = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["file", "number"], name="part_once")]


class Message(models.Model):
    """A sealed message. ``direction``: in (from the person) or out; ``kind``: message, answer or question.

    In: the id is the nonce of its signed word; ``inbound_vault``, ``inbound_epoch`` name the identity that opens it.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="messages")
    number = models.PositiveIntegerField()
    direction = models.CharField(max_length=3)
    kind = models.CharField(max_length=10, default="message")
    day = models.DateField()
    inbound_vault = models.UUIDField(null=True)
    inbound_epoch = models.PositiveIntegerField(null=True)
    body = models.BinaryField(null=True)
    signature = models.BinaryField(null=True, max_length=64)
    link_id = models.UUIDField(null=True)
    deleted = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["thread", "number"], name="message_number_once")]
        ordering = ["number"]


class Signal(models.Model):
    """The person's signed word. ``statement`` is canonical bytes of facts; ``body`` (their own words) is sealed.

    ``how``: own_receipt, without_script, known_to_staff, by_voice, at_counter, signed_slip, told_to_staff.
    Drained by casework's tick without keys.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="signals")
    kind = models.CharField(max_length=20)
    how = models.CharField(max_length=20)
    statement = models.BinaryField()
    signature = models.BinaryField(null=True, max_length=64)
    inbound_vault = models.UUIDField(null=True)
    inbound_epoch = models.PositiveIntegerField(null=True)
    body = models.BinaryField(null=True)
    day = models.DateField()
    nonce = models.CharField(max_length=64, unique=True)
    drained = models.BooleanField(default=False)

    class Meta:
        indexes = [models.Index(fields=["drained"], name="signal_waiting", condition=Q(drained=False))]


class Inlet(models.Model):
    """What the portal may seal to, copied from the vaults' signed statements.

    For a stationing its team's vault and, with ``about_team``, the vault above it; without a stationing, each vault by
    itself. ``statement``: JSON {statement, signatures, keyset, keyset_signatures}, base64url: the exact bytes that the
    browser checks. ``unit_path``: the statement's scope where it is one unit's, else empty. Rows that are no longer
    ``current`` stay, so that what was sealed just before a rotation is taken and old answers can still be checked.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    stationing_id = models.UUIDField(null=True, db_index=True)
    vault_id = models.UUIDField()
    about_team = models.BooleanField(default=False)
    unit_path = models.CharField(max_length=600, blank=True)
    epoch = models.PositiveIntegerField()
    inbound = models.CharField(max_length=80)
    custodians = models.CharField(max_length=80)
    answer_key = models.CharField(max_length=64)
    fingerprint = models.CharField(max_length=40)
    statement = models.TextField()
    not_after = models.DateField()
    current = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["stationing_id", "vault_id", "epoch", "about_team"], name="inlet_once", nulls_distinct=False
            ),
        ]
        indexes = [models.Index(fields=["vault_id", "epoch"], name="inlet_by_vault")]
