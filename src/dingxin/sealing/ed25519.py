"""Ed25519 (RFC 8032) over a purpose and a statement, and the fingerprint that is printed on posters."""

from nacl.exceptions import CryptoError
from nacl.signing import SigningKey, VerifyKey

from .errors import SignatureBad
from .primitives import label, sha256


def _message(purpose: str, statement: bytes) -> bytes:
    return label(purpose, "dingxin/sign/") + b"\n" + statement


def sign(seed: bytes, purpose: str, statement: bytes) -> bytes:
    """64 bytes over `dingxin/sign/<purpose>/v1\\n` ‖ statement, so that no signature serves for another purpose."""
    return SigningKey(seed).sign(_message(purpose, statement)).signature


def verify(key: bytes, purpose: str, statement: bytes, signature: bytes) -> None:
    """Nothing, or SignatureBad."""
    if len(key) != 32 or len(signature) != 64:
        raise SignatureBad("key or signature has a wrong length")
    try:
        VerifyKey(key).verify(_message(purpose, statement), signature)
    except CryptoError:
        raise SignatureBad("signature does not hold") from None


def fingerprint(statement: bytes) -> str:
    """96 bits of SHA-256 as six groups of four upper-case hex digits."""
    digits = sha256(b"dingxin/fingerprint/v1\n", statement).hex()[:24].upper()
    return " ".join(digits[i : i + 4] for i in range(0, 24, 4))
