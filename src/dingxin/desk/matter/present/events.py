"""What the story is made of: one event of a matter's life as the page shows it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from dingxin.desk.matter.present.opened import Shown
from dingxin.web.parts import Link


class Stage:
    """Order among things of one day, which is all that is known of the person's own acts: as a matter's life goes."""

    LINK, MESSAGE, INSTRUCTION, ASSESSMENT, OPENED, OVERLAY, STEP, EVIDENCE = 0, 5, 8, 10, 12, 18, 20, 24
    FINDING, FOUND, CHILD, PROMISED, ACTING, DELIVERED, OUTCOME, ANSWER, ANSWERED = 30, 32, 38, 40, 42, 44, 46, 50, 52
    WORD, WITHDRAWN, TAKEN_BACK, CLOSED, AGAIN, UNLINK, PROPOSAL, NOTE = 60, 62, 64, 70, 80, 84, 88, 90


@dataclass(frozen=True)
class Chip:
    """A code of web/states.py with the word for it; ``title`` says more."""

    code: object
    label: str = ""
    title: str = ""


@dataclass(frozen=True)
class Event:
    """``mark``: a shape, or with ``sealed`` a seal's state. ``fold``: pieces behind one line (``fold_label``).

    ``here``: what the page is about now. ``rank``: order among things of one day.
    """

    day: date
    heading: str
    mark: str = "note"
    sealed: bool = False
    who: str = ""
    text: str = ""
    chips: tuple[Chip, ...] = ()
    pieces: tuple[Shown, ...] = ()
    links: tuple[Link, ...] = ()
    fold_label: str = ""
    fold: tuple[Shown, ...] = ()
    lines: tuple[str, ...] = ()
    here: bool = False
    rank: int = 0


@dataclass
class Telling:
    """Events as they are gathered; ``ordered`` gives them oldest first."""

    events: list[Event] = field(default_factory=list)

    def add(self, event: Event | None) -> None:
        """One more, or none."""
        if event is not None:
            self.events.append(event)

    def extend(self, events: Iterable[Event]) -> None:
        """Several more."""
        self.events.extend(events)

    def ordered(self) -> list[Event]:
        """Oldest first; of one day in the order of ``rank``, and then as they came."""
        return sorted(self.events, key=lambda event: (event.day, event.rank))
