"""A security key in software, for tests: what a browser would send for it, as JSON. Its counter and its lies can be set."""

import json
import os
from dataclasses import dataclass, field
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from fido2.cbor import encode
from fido2.cose import ES256
from fido2.utils import sha256, websafe_decode, websafe_encode
from fido2.webauthn import AttestationObject, AttestedCredentialData, AuthenticatorData, CollectedClientData

from dingxin.accounts.security_keys import Site

SITE = Site("testserver", "http://testserver")
PRESENT = AuthenticatorData.FLAG.UP


@dataclass
class SoftKey:
    """One credential. ``origin``: what its browser sees; ``flags``: user present, and more;
    ``framed``: asked by a page inside another's."""

    site: Site = SITE
    origin: str = ""
    counter: int = 0
    flags: AuthenticatorData.FLAG = PRESENT
    framed: bool = False
    id: bytes = field(default_factory=lambda: os.urandom(32))
    secret: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))

    def _client(self, kind: str, options: dict[str, Any]) -> CollectedClientData:
        challenge, origin = websafe_decode(options["challenge"]), self.origin or self.site.origin
        return CollectedClientData.create(kind, challenge, origin, cross_origin=self.framed)

    def public(self) -> bytes:
        """COSE_Key in CBOR."""
        return encode(dict(ES256.from_cryptography_key(self.secret.public_key())))

    def _written(self, **response: bytes) -> str:
        name = websafe_encode(self.id)
        return json.dumps({
            "id": name, "rawId": name, "type": "public-key", "clientExtensionResults": {},
            "response": {key: websafe_encode(value) for key, value in response.items()},
        })

    def create(self, options: dict[str, Any]) -> str:
        """To `navigator.credentials.create`."""
        public = ES256.from_cryptography_key(self.secret.public_key())
        data = AuthenticatorData.create(
            sha256(self.site.host.encode()), self.flags | AuthenticatorData.FLAG.AT, self.counter,
            AttestedCredentialData.create(bytes(16), self.id, public),
        )
        return self._written(
            clientDataJSON=self._client("webauthn.create", options),
            attestationObject=AttestationObject.create("none", data, {}),
        )

    def get(self, options: dict[str, Any], kind: str = "webauthn.get") -> str:
        """To `navigator.credentials.get`. The counter grows first, as a key's does."""
        self.counter += 1
        data = AuthenticatorData.create(sha256(self.site.host.encode()), self.flags, self.counter)
        client = self._client(kind, options)
        signature = self.secret.sign(data + client.hash, ec.ECDSA(hashes.SHA256()))
        return self._written(clientDataJSON=client, authenticatorData=data, signature=signature)
