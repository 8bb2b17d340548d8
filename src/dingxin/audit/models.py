"""Append-only entries: who did what to which object. The actor is text; no key deletes history."""

from django.db import models


class Entry(models.Model):
    """One action. ``number`` and ``hash`` are set later by the one keyless sealer; the row itself never changes.

    hash_n = SHA-256(hash_{n-1} ‖ canonical row) (4-ledger, Audit head).
    """

    at = models.DateTimeField()  # day only (00:00 UTC of the local day) where the kind is a person's
    kind = models.CharField(max_length=60)
    actor = models.CharField(max_length=160)
    scope = models.CharField(max_length=40, blank=True)
    object = models.CharField(max_length=80, blank=True)
    facts = models.TextField(blank=True)
    number = models.BigIntegerField(null=True, unique=True)
    hash = models.BinaryField(null=True, max_length=32)

    class Meta:
        indexes = [
            models.Index(fields=["object", "id"], name="audit_by_object"),
            models.Index(fields=["scope", "id"], name="audit_by_scope"),
            models.Index(fields=["kind", "id"], name="audit_by_kind"),
            models.Index(fields=["id"], name="audit_unchained", condition=models.Q(number__isnull=True)),
        ]
        constraints = [
            models.CheckConstraint(
                name="audit_chained_whole",
                condition=models.Q(number__isnull=True, hash__isnull=True)
                | models.Q(number__isnull=False, hash__isnull=False),
            ),
        ]


class FormSent(models.Model):
    """A staff form that was carried out: the random token it was shown with, so that it is carried out once."""

    token = models.UUIDField(primary_key=True)
    day = models.DateField(db_index=True)
