"""Cases of what a device signs over a record of a house visit."""

from collections.abc import Iterator

from .cases_objects import ONE, SUBMISSION
from .cases_primitives import Case, case

MANIFEST = {
    "device": "d0" * 16, "number": 3, "thread": SUBMISSION, "stationing": "5a" * 16, "vault": "0a" * 16, "epoch": 7,
    "statement": "01*32", "sealed_on": "2026-03-09", "persons": 2, "head": "02*32", "words": "03*32", "identity": "04*32",
    "share_b": "05*32", "receipt": "06*32", "files": "07*32", "salt_detail": "08*32", "salt_tally": "09*32",
}  # fmt: skip


def household() -> Iterator[Case]:
    """Lines of the manifest, of the way back and of files."""
    yield case("manifest", "household_manifest", **MANIFEST)
    way = {
        "answer_recipient": ONE.recipient, "verify_key": "0a*32", "lookup": "0b*32", "W": "0c*73", "printed": "",
        "shows": "state",
    }  # fmt: skip
    yield case("digits", "household_receipt", **way)
    yield case("card", "household_receipt", **way | {"lookup": "", "W": "", "printed": "c0" * 16})
    none = dict.fromkeys(way, "") | {"shows": "answers"}
    yield case("none", "household_receipt", **none)
    files = [[SUBMISSION, 1, True, "61*100"], ["f" * 32, 40, False, "62*100"]]
    yield case("files", "household_files", files=files)
    yield case("no files", "household_files", files=[])


FILES = {"household": household}
