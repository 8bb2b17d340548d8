"""Canonical lines and domain-separated Ed25519 for the log.

The same encoding as `sealing.primitives.canonical`, held to it by the shared vectors; written again because the log's
code must be checkable, and usable by an outside verifier, without the rest.
"""

from collections.abc import Sequence

from nacl.exceptions import CryptoError
from nacl.signing import SigningKey, VerifyKey


class LogBroken(Exception):
    """Something claimed of the log does not hold, or is malformed."""


def lines(pairs: Sequence[tuple[str, str]]) -> bytes:
    """UTF-8 `key value\\n` lines in the order given; LogBroken where a line could be read in two ways."""
    keys = [key for key, _ in pairs]
    if len(set(keys)) != len(keys) or any(not k or " " in k or "\n" in k or "\n" in v for k, v in pairs):
        raise LogBroken("cannot be written as lines")
    try:
        return "".join(f"{key} {value}\n" for key, value in pairs).encode("utf-8")
    except UnicodeEncodeError:
        raise LogBroken("not valid Unicode") from None


def parse_lines(data: bytes, expected: Sequence[str]) -> dict[str, str]:
    """The values by key, exactly the keys expected and in that order; else LogBroken."""
    try:
        found = data.decode("utf-8").split("\n")
    except UnicodeDecodeError:
        raise LogBroken("not UTF-8") from None
    pairs = [line.partition(" ") for line in found[:-1]]
    if found[-1] or [key for key, _, _ in pairs] != list(expected) or not all(space for _, space, _ in pairs):
        raise LogBroken("not the lines expected")
    return {key: value for key, _, value in pairs}


def unhex(text: str, size: int) -> bytes:
    """The bytes of exactly 2 * size lower-case hex digits; else LogBroken."""
    if len(text) != 2 * size or not set(text) <= set("0123456789abcdef"):
        raise LogBroken("not lower-case hex of the right length")
    return bytes.fromhex(text)


def sign_lines(seed: bytes, purpose: str, statement: bytes) -> bytes:
    """Ed25519 over `dingxin/sign/<purpose>/v1\\n` ‖ statement, 64 bytes."""
    return SigningKey(seed).sign(f"dingxin/sign/{purpose}/v1\n".encode() + statement).signature


def check_signature(key: bytes, purpose: str, statement: bytes, signature: bytes) -> None:
    """Nothing, or LogBroken."""
    if len(key) != 32 or len(signature) != 64:
        raise LogBroken("key or signature has a wrong length")
    try:
        VerifyKey(key).verify(f"dingxin/sign/{purpose}/v1\n".encode() + statement, signature)
    except CryptoError:
        raise LogBroken("signature does not hold") from None
