"""What the command line says, and how it refuses: what happened, what became of the data, what to do."""

import sys


class Refusal(Exception):
    """A command stops on purpose. Shown as three plain sentences, never as a trace."""

    def __init__(self, what: str, *, todo: str, kept: str = "Nothing was changed.") -> None:
        super().__init__(what)
        self.what = what
        self.kept = kept
        self.todo = todo


def say(line: str = "") -> None:
    """One line to standard output, at once (a pipe must not hold progress back)."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def complain(refusal: Refusal) -> None:
    """The three sentences of a refusal to standard error."""
    sys.stderr.write(f"dingxin: {refusal.what}\n         {refusal.kept}\n         {refusal.todo}\n")
    sys.stderr.flush()
