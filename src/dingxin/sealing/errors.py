"""What can go wrong when something sealed is opened or a statement is checked.

No message carries a key, a plaintext or a receipt: these errors reach logs.
"""


class SealBroken(Exception):
    """Something sealed does not open as what it claims to be."""


class FrameBroken(SealBroken):
    """Length, bucket or padding of a frame is not the one the format demands."""


class CanonicalBroken(SealBroken):
    """Canonical lines are malformed, missing, surplus, repeated or out of order."""


class RecipientRefused(SealBroken):
    """A recipient, an identity or an age header is of a kind this system does not use."""


class SignatureBad(SealBroken):
    """A signature does not hold over these bytes for this purpose and key."""


class DigitsWrong(SealBroken):
    """Receipt digits or a recovery code were mistyped: wrong length, signs or check digits."""


class StatementRefused(SealBroken):
    """A signed statement must not be used. `reason` is a fixed word, for the page to explain.

    Reasons: `not-yet`, `expired`, `too-few-signers`, `unknown-signer`, `signed-twice`, `own-signature`, `wrong-body`.
    """

    def __init__(self, reason: str) -> None:
        super().__init__(f"statement refused: {reason}")
        self.reason = reason
