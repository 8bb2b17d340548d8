"""Staff, their keys wrapped by what only they know, and their sessions."""

from django.db import models

from dingxin.rules.ids import new_id


class Member(models.Model):
    """A person of the staff. The verifier is an HKDF branch of the same derivation that wraps the keys (3-sealing, Keys)."""

    id = models.UUIDField(primary_key=True, default=new_id)
    username = models.CharField(max_length=60, unique=True)
    name = models.CharField(max_length=80)
    language = models.CharField(max_length=10, default="zh-hans")
    theme = models.CharField(max_length=5, default="auto")
    key_hints = models.BooleanField(default=True)
    active = models.BooleanField(default=True)
    created_at = models.DateTimeField()
    salt = models.BinaryField(max_length=16)
    verifier = models.BinaryField(max_length=32)
    wrapped_keys = models.BinaryField(max_length=400)
    recovery_salt = models.BinaryField(max_length=16)
    recovery_verifier = models.BinaryField(max_length=32)
    recovery_wrapped_keys = models.BinaryField(max_length=400)
    recovery_proved_at = models.DateTimeField(null=True)
    key_number = models.PositiveIntegerField(default=1)
    recipient = models.CharField(max_length=80)
    verify_key = models.BinaryField(max_length=32)
    totp_secret = models.BinaryField(null=True, max_length=120)
    totp_last_step = models.BigIntegerField(default=0)


class Session(models.Model):
    """One browser of one member. The id is SHA-256 of the cookie; ``sealed_keys`` is NULL while locked."""

    id = models.CharField(primary_key=True, max_length=64)
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="sessions")
    created_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    second_factor = models.BooleanField(default=False)
    sealed_keys = models.BinaryField(null=True, max_length=600)

    class Meta:
        indexes = [models.Index(fields=["seen_at"], name="session_by_seen")]


class Attempts(models.Model):
    """Failed sign-ins in one window of one bucket: HMAC under a key that changes each day, so no address is stored."""

    bucket = models.CharField(primary_key=True, max_length=64)
    window_ends = models.DateTimeField()
    failures = models.PositiveIntegerField(default=0)
