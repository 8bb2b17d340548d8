"""The outbox of the public log: what will be published, written in the transaction that causes it."""

from django.db import models

from dingxin.rules.ids import new_id


class Outgoing(models.Model):
    """One waiting event leaf (4-ledger). No row names a thread, matter or member."""

    id = models.UUIDField(primary_key=True, default=new_id)
    commitment = models.BinaryField(max_length=32, unique=True)
    detail = models.BinaryField(max_length=512)
    salt_d = models.BinaryField(max_length=32)
    salt_t = models.BinaryField(max_length=32)
    kind = models.CharField(max_length=40)
    scope = models.CharField(max_length=80)
    period = models.CharField(max_length=10)
    day = models.DateField()
    publish_by = models.DateField()
    promise = models.BinaryField(max_length=64)
    published_at = models.BigIntegerField(null=True)

    class Meta:
        indexes = [models.Index(fields=["published_at", "publish_by"], name="ledger_waiting")]
