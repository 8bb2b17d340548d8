"""Security keys (WebAuthn Level 2): what the browser is asked for, and the check of what it brings. No database here.

Attestation is neither asked for nor read: who made a key is nobody's business, and nothing would be decided by it.
User verification (the key's own PIN) is not asked for: the passphrase is what the member knows, the key what they have.
A key's public half is kept sealed under the site's key and bound to its member and its id: a row that somebody wrote
into the database by hand, or moved from another member, answers for nobody.
"""

import ipaddress
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from django.http import HttpRequest
from fido2.cbor import decode, encode
from fido2.cose import CoseKey
from fido2.server import Fido2Server
from fido2.webauthn import (
    AttestedCredentialData,
    AuthenticationResponse,
    CollectedClientData,
    PublicKeyCredentialDescriptor,
    PublicKeyCredentialParameters,
    PublicKeyCredentialRpEntity,
    PublicKeyCredentialType,
    PublicKeyCredentialUserEntity,
    RegistrationResponse,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from dingxin.accounts import refusals, totp
from dingxin.accounts.models import Member, SecurityKey
from dingxin.sealing.primitives import aead_open, aead_seal, associated

TITLE = "Dingxin"
PATIENCE = 120_000  # ms that the browser waits for a key
ALGORITHMS = (-7, -8, -257)  # ES256, EdDSA, RS256: what keys of today have (RFC 9053, RFC 8812)
LONGEST_ID = 1023  # bytes, WebAuthn § 7.1 step 25
NO_MODEL = bytes(16)  # the AAGUID is left behind


@dataclass(frozen=True)
class Site:
    """Where a key is bound to: ``host`` is the relying party's id, ``origin`` what the browser must say it saw."""

    host: str
    origin: str

    def server(self) -> Fido2Server:
        """The library's checks for exactly this origin, not for the whole domain."""
        server = Fido2Server(PublicKeyCredentialRpEntity(name=TITLE, id=self.host), verify_origin=self._is_ours)
        server.allowed_algorithms = [
            PublicKeyCredentialParameters(type=PublicKeyCredentialType.PUBLIC_KEY, alg=alg) for alg in ALGORITHMS
        ]
        return server

    def _is_ours(self, origin: str) -> bool:
        return origin == self.origin


@dataclass(frozen=True)
class Registered:
    """A new key as it is kept; ``public_key`` is sealed."""

    credential_id: bytes
    public_key: bytes
    sign_count: int


def _bound(member: UUID, credential_id: bytes) -> bytes:
    return associated("security-key", str(member), "public_key", ("credential", credential_id.hex()))


def site_of(request: HttpRequest) -> Site | None:
    """From the host name of the request, which Django has held against ALLOWED_HOSTS. None for a number: browsers bind
    no key to one, so on the own machine it is ``localhost``, not 127.0.0.1."""
    scheme = "https" if request.is_secure() else "http"
    parts = urlsplit(f"{scheme}://{request.get_host().lower()}")
    host, port = (parts.hostname or "").rstrip("."), parts.port
    try:
        ipaddress.ip_address(host)
    except ValueError:
        usual = port is None or port == (443 if scheme == "https" else 80)
        return Site(host, f"{scheme}://{host}" if usual else f"{scheme}://{host}:{port}")
    return None


def _listed(keys: Sequence[SecurityKey]) -> list[PublicKeyCredentialDescriptor]:
    return [
        PublicKeyCredentialDescriptor(type=PublicKeyCredentialType.PUBLIC_KEY, id=bytes(key.credential_id)) for key in keys
    ]


def to_create(site: Site, member: Member, keys: Sequence[SecurityKey], challenge: bytes) -> dict[str, Any]:
    """Options for `navigator.credentials.create`, bytes as base64url. ``keys``: set up already, so not to be taken."""
    options, _ = site.server().register_begin(
        PublicKeyCredentialUserEntity(id=member.id.bytes, name=member.username, display_name=member.name),
        _listed(keys), challenge=challenge, resident_key_requirement=ResidentKeyRequirement.DISCOURAGED,
        user_verification=UserVerificationRequirement.DISCOURAGED,
    )
    return dict(options.public_key) | {"timeout": PATIENCE}


def to_get(site: Site, keys: Sequence[SecurityKey], challenge: bytes) -> dict[str, Any]:
    """Options for `navigator.credentials.get`, bytes as base64url."""
    options, _ = site.server().authenticate_begin(
        _listed(keys), challenge=challenge, user_verification=UserVerificationRequirement.DISCOURAGED,
    )
    return dict(options.public_key) | {"timeout": PATIENCE}


def _state(server: Fido2Server, challenge: bytes) -> Any:
    """What the library remembers between asking and checking, made again from the challenge."""
    return server.authenticate_begin(challenge=challenge, user_verification=UserVerificationRequirement.DISCOURAGED)[1]


def registered(site: Site, member: Member, challenge: bytes, answer: str) -> Registered:
    """The new key in a browser's answer (JSON), to be kept for ``member``. Raises Refused: key, synced."""
    server = site.server()
    try:
        found = RegistrationResponse.from_dict(json.loads(answer))
        data = server.register_complete(_state(server, challenge), found)
        _in_our_own_page(found.response.client_data)
        credential = data.credential_data
    except Exception:  # the library says it with many kinds of error: whatever it was, nothing is kept
        raise refusals.wrong_key() from None
    if credential is None or len(credential.credential_id) > LONGEST_ID or credential.public_key.get(3) not in ALGORITHMS:
        raise refusals.wrong_key()
    if data.is_backup_eligible():
        raise refusals.synced_key()
    name = bytes(credential.credential_id)
    sealed = aead_seal(totp.site_key(), encode(dict(credential.public_key)), ad=_bound(member.id, name))
    return Registered(name, sealed, data.counter)


def asserted(site: Site, challenge: bytes, keys: Sequence[SecurityKey], answer: str) -> tuple[SecurityKey, int]:
    """Which of ``keys`` signed, and its counter now. Raises Refused("key")."""
    server = site.server()
    try:
        found = AuthenticationResponse.from_dict(json.loads(answer))
        key = next(key for key in keys if bytes(key.credential_id) == found.raw_id)
        server.authenticate_complete(_state(server, challenge), [_known(key)], found)
        _in_our_own_page(found.response.client_data)
    except Exception:  # as above: whatever it was, nobody gets in
        raise refusals.wrong_key() from None
    return key, found.response.authenticator_data.counter


def _in_our_own_page(said: CollectedClientData) -> None:
    """No page of somebody else had ours in a frame (WebAuthn § 7.1 step 10, § 7.2 step 14)."""
    if said.cross_origin:
        raise ValueError("asked in a frame")


def _known(key: SecurityKey) -> AttestedCredentialData:
    """Raises SealBroken for a row that was not written by `registered` for this member."""
    name = bytes(key.credential_id)
    opened = aead_open(totp.site_key(), bytes(key.public_key), ad=_bound(key.member_id, name))
    return AttestedCredentialData.create(NO_MODEL, name, CoseKey.parse(decode(opened)))  # type: ignore[arg-type]


def went_back(before: int, now: int) -> bool:
    """WebAuthn § 7.2 step 21: a counter that does not grow, unless the key has none (0 both times)."""
    return (before or now) != 0 and now <= before
