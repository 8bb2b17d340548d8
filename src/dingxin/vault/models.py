"""Who can open what: vaults, compartments, inbound identities, custodians' identity, keysets, statements, certificates.

Private halves stand here only sealed to members; every signed object keeps its exact bytes and signatures.
"""

from django.db import models
from django.db.models import Q

from dingxin.accounts.models import Member
from dingxin.organisation.models import Body, Team, Unit
from dingxin.rules.ids import new_id


class Vault(models.Model):
    """One per team. What is about a team goes to the vault of a team of kind ``superior``."""

    id = models.UUIDField(primary_key=True, default=new_id)
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="vaults")
    team = models.OneToOneField(Team, on_delete=models.PROTECT, related_name="vault")


class Compartment(models.Model):
    """``main``, or all but a set of recused members.

    ``without``: their ids as sorted 32-digit hex, comma-separated (at most 12 people); empty for main.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    vault = models.ForeignKey(Vault, on_delete=models.PROTECT, related_name="compartments")
    without = models.CharField(max_length=400, blank=True)
    epoch = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["vault", "without"], name="compartment_once")]


class RosterRow(models.Model):
    """Who holds a compartment at one epoch, and a commitment to its key, signed by holders (``rosters.Roster``).

    Holders are read from here and never from ``CompartmentKey``: whoever can only write the database cannot sign.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    compartment = models.ForeignKey(Compartment, on_delete=models.CASCADE, related_name="rosters")
    epoch = models.PositiveIntegerField()
    statement = models.BinaryField()
    signatures = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["compartment", "epoch"], name="roster_once")]


class CompartmentKey(models.Model):
    """The compartment's 32 bytes sealed to one member, at one epoch, granted by two."""

    id = models.UUIDField(primary_key=True, default=new_id)
    compartment = models.ForeignKey(Compartment, on_delete=models.CASCADE, related_name="holders")
    epoch = models.PositiveIntegerField()
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="compartment_keys")
    sealed = models.BinaryField(max_length=1024)
    granted_by = models.CharField(max_length=160)
    seconded_by = models.CharField(max_length=160)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["compartment", "epoch", "member"], name="holder_once")]


class Wrap(models.Model):
    """One secret under exactly one compartment. ``purpose``: S, a (of a thread), b (open level) or M (of a matter)."""

    id = models.UUIDField(primary_key=True, default=new_id)
    purpose = models.CharField(max_length=2)
    object_id = models.UUIDField()
    compartment = models.ForeignKey(Compartment, on_delete=models.PROTECT, related_name="wraps")
    epoch = models.PositiveIntegerField()
    blob = models.BinaryField(max_length=200)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["purpose", "object_id"], name="wrap_once")]


class Inbound(models.Model):
    """A rotating age identity that envelopes are sealed to. ``unit`` set: for that unit (an opener is recused from it).

    Its openers are the holders of ``compartment``: the private half stands wrapped under that compartment's key, so
    that nobody who can only write the database can put another in its place. ``state``: waiting (its statement is not
    signed by two yet), current, old (still opened, no longer sealed to; since ``retired_on``), destroyed (``wrapped``
    is gone).
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    vault = models.ForeignKey(Vault, on_delete=models.PROTECT, related_name="inbounds")
    unit = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT)
    epoch = models.PositiveIntegerField()
    recipient = models.CharField(max_length=80)
    compartment = models.ForeignKey(Compartment, on_delete=models.PROTECT, related_name="inbounds")
    key_epoch = models.PositiveIntegerField()
    wrapped = models.BinaryField(null=True, max_length=200)
    not_before = models.DateField()
    not_after = models.DateField()
    state = models.CharField(max_length=12, default="waiting")
    retired_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["vault", "epoch"], name="inbound_epoch_once"),
            models.UniqueConstraint(
                fields=["vault"], condition=Q(state="current", unit__isnull=True), name="one_current_inbound"
            ),
            models.UniqueConstraint(
                fields=["vault", "unit"], condition=Q(state="current"), name="one_current_for_unit"
            ),
            models.CheckConstraint(
                condition=Q(state="destroyed", wrapped__isnull=True)
                | (~Q(state="destroyed") & Q(wrapped__isnull=False)),
                name="inbound_destroyed_is_gone",
            ),
        ]


class Custody(models.Model):
    """The custodians' identity of a body: share b is sealed to it (3-sealing, Identity). Signed by one of them."""

    id = models.UUIDField(primary_key=True, default=new_id)
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="custodies")
    epoch = models.PositiveIntegerField()
    recipient = models.CharField(max_length=80)
    statement = models.BinaryField()
    signatures = models.BinaryField()
    current = models.BooleanField(default=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["body", "epoch"], name="custody_epoch_once")]


class CustodyHolder(models.Model):
    """The private half of a custodians' identity sealed to one custodian."""

    id = models.UUIDField(primary_key=True, default=new_id)
    custody = models.ForeignKey(Custody, on_delete=models.CASCADE, related_name="holders")
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="custody_keys")
    sealed = models.BinaryField(max_length=1024)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["custody", "member"], name="custodian_once")]


class AnswerKey(models.Model):
    """The team's Ed25519 key that signs answers; its seed is wrapped under the main compartment at its ``epoch``.

    Old ones keep their public half, so that answers given earlier can still be checked.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    vault = models.ForeignKey(Vault, on_delete=models.PROTECT, related_name="answer_keys")
    compartment = models.ForeignKey(Compartment, on_delete=models.PROTECT)
    epoch = models.PositiveIntegerField()
    verify_key = models.BinaryField(max_length=32)
    wrapped_seed = models.BinaryField(max_length=200)
    current = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["vault"], condition=Q(current=True), name="one_current_answer_key"),
        ]


class Keyset(models.Model):
    """A body keyset: Ed25519 keys of named signers; ``fingerprint`` is printed on notice and poster."""

    id = models.UUIDField(primary_key=True, default=new_id)
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="keysets")
    epoch = models.PositiveIntegerField()
    statement = models.BinaryField()
    signatures = models.BinaryField()
    fingerprint = models.CharField(max_length=40)
    current = models.BooleanField(default=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["body", "epoch"], name="keyset_epoch_once")]


class Statement(models.Model):
    """A recipient statement, signed by two of the keyset; browsers and clerks refuse an unsigned or expired one."""

    id = models.UUIDField(primary_key=True, default=new_id)
    vault = models.ForeignKey(Vault, on_delete=models.PROTECT, related_name="statements")
    inbound = models.ForeignKey(Inbound, on_delete=models.PROTECT)
    keyset = models.ForeignKey(Keyset, on_delete=models.PROTECT, related_name="statements")
    statement = models.BinaryField()
    signatures = models.BinaryField()
    not_before = models.DateField()
    not_after = models.DateField()
    current = models.BooleanField(default=True)


class Certificate(models.Model):
    """A member's public keys, signed by two granters who compared spoken words; checked at every seal to them."""

    id = models.UUIDField(primary_key=True, default=new_id)
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="certificates")
    scope = models.UUIDField(db_index=True)  # team, or body for custodians: where to look, trusted by nobody
    statement = models.BinaryField()
    signatures = models.BinaryField()
    not_after = models.DateField()
    current = models.BooleanField(default=True)


class Request(models.Model):
    """A signing act of two: keyset, certificate, statement, grant. ``payload``: the canonical bytes both sign.

    Kept when done, as the proof of who signed; taken back rows are deleted with an audit entry.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    kind = models.CharField(max_length=20)
    vault = models.ForeignKey(Vault, null=True, on_delete=models.CASCADE)
    payload = models.BinaryField()
    first_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    first_signature = models.BinaryField(max_length=64)
    at = models.DateTimeField()
    second_by = models.ForeignKey(Member, null=True, on_delete=models.PROTECT, related_name="+")
    second_signature = models.BinaryField(null=True, max_length=64)
    done = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(done=False) | (Q(second_by__isnull=False) & ~Q(second_by=models.F("first_by"))),
                name="request_done_by_two",
            ),
        ]


class Recusal(models.Model):
    """A member kept from a unit (and what is below it) or from one matter. From a unit, it follows them elsewhere."""

    id = models.UUIDField(primary_key=True, default=new_id)
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="recusals")
    vault = models.ForeignKey(Vault, on_delete=models.CASCADE, related_name="recusals")
    unit = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT)
    matter_id = models.UUIDField(null=True)
    since = models.DateField()
    until = models.DateField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(unit__isnull=False, matter_id__isnull=True) | Q(unit__isnull=True, matter_id__isnull=False),
                name="recusal_from_one_thing",
            ),
        ]


class RecusalList(models.Model):
    """All recusals of a vault as the holder who changed them last signed them (``recusal_lists``): none can be taken
    out, altered or put in by somebody who can only write the database."""

    vault = models.OneToOneField(Vault, primary_key=True, on_delete=models.CASCADE, related_name="recusal_list")
    statement = models.BinaryField()
    signature = models.BinaryField(max_length=96)


class Relation(models.Model):
    """A relation to a unit that a member declared. From that moment doors and lists treat it as a recusal; the keys
    follow when another holder enters it in each vault. ``kind``: RelationKind. Ended by a leader, never by the member."""

    id = models.UUIDField(primary_key=True, default=new_id)
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="relations")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT)
    kind = models.CharField(max_length=12)
    since = models.DateField()
    until = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["member", "unit"], condition=Q(until__isnull=True), name="relation_declared_once"
            ),
        ]


class RelationWords(models.Model):
    """What the member said about it, sealed to one of those who lead them."""

    id = models.UUIDField(primary_key=True, default=new_id)
    relation = models.ForeignKey(Relation, on_delete=models.CASCADE, related_name="words")
    reader = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+")
    body = models.BinaryField()
