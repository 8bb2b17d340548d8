"""What an action of this room answers when a rule forbids it."""


class Refused(Exception):
    """A rule forbids it. ``code`` is fixed; ``str()`` is the reason in the reader's language, whole sentences."""

    def __init__(self, code: str, text: str) -> None:
        super().__init__(text)
        self.code = code
