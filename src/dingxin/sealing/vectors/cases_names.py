"""Cases of the second key: what is released to one officer, the words beside it, the files it opens."""

from collections.abc import Iterator
from datetime import date

from .. import release
from .cases_objects import ONE, OTHER, SUBMISSION, TWO
from .cases_primitives import Case, case, squeezed

REQUEST, MEMBER = "89abcdef01234567" * 2, "5" * 32


def name_cases() -> Iterator[Case]:
    """Releases, notes, and the secret of a file that carries a person."""
    given = release.Release(REQUEST, SUBMISSION, MEMBER, "name", date(2026, 4, 17), b"\x0b" * 32)
    names = {"request": REQUEST, "submission": SUBMISSION, "member": MEMBER, "use": "name", "today": "2026-04-17"}
    sealed = {"secret": ONE.secret, "blob": squeezed(release.seal_release(ONE.recipient, given))} | names
    yield case("release, on its last day", "open_release", **sealed)
    for name, wrong in {
        "another request": {"request": OTHER}, "another submission": {"submission": OTHER},
        "another officer": {"member": OTHER}, "another use": {"use": "files"}, "a day late": {"today": "2026-04-18"},
        "another reader": {"secret": TWO.secret},
    }.items():
        yield case(f"release, {name}", "open_release", fails=True, **sealed | wrong)
    note = release.seal_note(TWO.recipient, release.REASON, REQUEST, "要核对一张单据")
    asked = {"secret": TWO.secret, "blob": squeezed(note), "purpose": "name-reason", "request": REQUEST}
    yield case("reason", "open_note", **asked)
    yield case("reason as decision", "open_note", fails=True, **asked | {"purpose": "name-decision"})
    yield case("reason of another request", "open_note", fails=True, **asked | {"request": OTHER})
    yield case("reason as release", "open_release", fails=True, **sealed | {"secret": TWO.secret, "blob": asked["blob"]})
    shares = {"a": "0a*32", "b": "0b*32", "submission": SUBMISSION}
    yield case("file that carries a person", "identity_file_secret", **shares)
    yield case("the shares exchanged give another", "identity_file_secret", **shares | {"a": "0b*32", "b": "0a*32"})
    yield case("one share is not enough", "identity_file_secret", fails=True, **shares | {"b": ""})


FILES = {"names": name_cases}
