"""Staff, their keys wrapped by what only they know, and their sessions."""

from django.db import models

from dingxin.rules.ids import new_id


class Member(models.Model):
    """A person of the staff. The verifier is an HKDF branch of the derivation that wraps the keys (3-sealing, Keys).

    ``own``: the member alone has seen the present passphrase and typed it back. Until then somebody else made the
    account, and nothing may be sealed to its keys: taking it over makes new ones. ``key_number`` counts the pairs.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    username = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=60)  # with the username and the id it fits an audit entry's actor
    language = models.CharField(max_length=10, default="zh-hans")
    theme = models.CharField(max_length=5, default="auto")
    key_hints = models.BooleanField(default=True)
    active = models.BooleanField(default=True)
    own = models.BooleanField(default=False)
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


class SecurityKey(models.Model):
    """One security key (WebAuthn) of a member. No maker, no model and no name of it is kept: ``number`` tells it apart.

    ``public_key``: COSE_Key in CBOR, sealed (`security_keys`). ``sign_count``: the key's own counter at its last answer;
    0 where it has none.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="security_keys")
    number = models.PositiveIntegerField()
    credential_id = models.BinaryField(unique=True, max_length=1023)
    public_key = models.BinaryField(max_length=1200)
    sign_count = models.BigIntegerField(default=0)
    added_on = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["member", "number"], name="security_key_number")]


class Session(models.Model):
    """One browser of one member. The id is SHA-256 of the cookie; ``sealed_keys`` is NULL while locked.

    ``second_factor`` False: the passphrase was right, the second factor is awaited, and no page opens yet.
    ``by_recovery``: begun with the recovery code; a new passphrase is due before anything else.
    ``challenge``: what a security key is to sign next, used once (`challenges`). ``confirmed_at``: the second factor was
    shown again, so that one second factor may be added or removed; the change uses it up.
    """

    id = models.CharField(primary_key=True, max_length=64)
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="sessions")
    created_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    second_factor = models.BooleanField(default=False)
    by_recovery = models.BooleanField(default=False)
    sealed_keys = models.BinaryField(null=True, max_length=600)
    challenge = models.BinaryField(null=True, max_length=32)
    challenge_at = models.DateTimeField(null=True)
    confirmed_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["seen_at"], name="session_by_seen")]


class Attempts(models.Model):
    """Failed sign-ins of one bucket: HMAC under a key of the day, so no address, device or name is stored."""

    bucket = models.CharField(primary_key=True, max_length=64)
    failures = models.PositiveIntegerField(default=0)
    wait_until = models.DateTimeField()
    forget_at = models.DateTimeField(db_index=True)
