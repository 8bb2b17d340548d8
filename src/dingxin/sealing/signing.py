"""The door to signing: Ed25519 with purposes, the statements, and the rules by which they are believed."""

from .ed25519 import fingerprint, sign, verify
from .statements import (
    SIGNERS_NEEDED,
    WORD_PURPOSES,
    Answer,
    BodyKeyset,
    ComplainantWord,
    MemberCertificate,
    RecipientStatement,
    Signature,
    Statement,
    sign_statement,
    verify_keyset_change,
    verify_statement,
)

__all__ = [
    "SIGNERS_NEEDED",
    "WORD_PURPOSES",
    "Answer",
    "BodyKeyset",
    "ComplainantWord",
    "MemberCertificate",
    "RecipientStatement",
    "Signature",
    "Statement",
    "fingerprint",
    "sign",
    "sign_statement",
    "verify",
    "verify_keyset_change",
    "verify_statement",
]
