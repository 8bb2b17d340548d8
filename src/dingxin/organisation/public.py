"""What the portal may read of this room, and nothing else: stationings that were opened, their notice, their boxes."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from dingxin.organisation.boxes import photo as photo_of_box
from dingxin.organisation.boxes import shown
from dingxin.organisation.models import Stationing
from dingxin.web.days import today

FALLBACK = ("zh-hans", "en", "ug")
"""Where a text is missing in the reader's language, it is shown in the first of these that has it."""

FIELDS = (
    "unit", "team", "scope", "address", "address_how", "reception_hours", "phone_hours", "po_box", "post_how",
    "languages", "intro",
)
BOX_FIELDS = ("place", "hours", "safe")


@dataclass(frozen=True)
class Text:
    """Words and the language they are in (for the ``lang`` attribute). Empty: nothing was written in any language."""

    words: str
    language: str

    def __str__(self) -> str:
        return self.words

    def __bool__(self) -> bool:
        return bool(self.words)


@dataclass(frozen=True)
class BoxNotice:
    """One opinion box: where it stands, when it can be reached, why it is safe to use unseen; whether it has a picture."""

    id: UUID
    photo: bool
    place: Text
    hours: Text
    safe: Text


@dataclass(frozen=True)
class Notice:
    """The public notice of a stationing in one language. ``receiving``: intake has not ended."""

    code: str
    phone: str
    starts: date
    ends: date
    intake_until: date
    receiving: bool
    unit: Text
    team: Text
    scope: Text
    address: Text
    address_how: Text
    reception_hours: Text
    phone_hours: Text
    po_box: Text
    post_how: Text
    languages: Text
    intro: Text
    boxes: tuple[BoxNotice, ...]


def stationing(code: str) -> Stationing | None:
    """The stationing at this public address, open or closed; None when unknown or not yet opened."""
    found = Stationing.objects.filter(code=code).exclude(state="preparing")
    return found.select_related("unit", "team", "team__body").first()


def door(code: str) -> Stationing | None:
    """As ``stationing``, with nothing but what tells whether something may be filed: for the doors of machines."""
    found = Stationing.objects.filter(code=code).exclude(state="preparing")
    return found.only("state", "starts", "intake_until").first()


def open_stationings() -> list[Stationing]:
    """Stationings that receive today, the one that ends first at the top."""
    day = today()
    found = Stationing.objects.filter(state="open", starts__lte=day, intake_until__gte=day)
    return list(found.select_related("unit", "team", "team__body").order_by("intake_until", "code"))


def is_receiving(stationing: Stationing) -> bool:
    """Whether something new may be filed today. Coming back never ends."""
    return stationing.state == "open" and stationing.starts <= today() <= stationing.intake_until


def text(texts: dict[str, dict[str, str]], field: str, language: str) -> Text:
    """One field in the reader's language, or in the first of ``FALLBACK`` that has it."""
    for tried in (language, *FALLBACK):
        words = texts.get(tried, {}).get(field, "")
        if words:
            return Text(words, tried)
    return Text("", language)


def _own_name(texts: dict[str, dict[str, str]], field: str, name: str, language: str) -> Text:
    return text(texts, field, language) or Text(name, FALLBACK[0])


def notice(stationing: Stationing, language: str) -> Notice:
    """The notice of a stationing. The names of unit and team fall back to those in the tree."""
    words = {field: text(stationing.texts, field, language) for field in FIELDS}
    words["unit"] = words["unit"] or _own_name(stationing.unit.texts, "name", stationing.unit.name, language)
    words["team"] = words["team"] or _own_name(stationing.team.texts, "name", stationing.team.name, language)
    boxes = tuple(
        BoxNotice(one.box.pk, one.has_photo, **{field: text(one.box.texts, field, language) for field in BOX_FIELDS})
        for one in shown(stationing)
    )
    return Notice(
        code=stationing.code, phone=stationing.phone, starts=stationing.starts, ends=stationing.ends,
        intake_until=stationing.intake_until, receiving=is_receiving(stationing), boxes=boxes, **words,
    )


def stationing_of(stationing_id: UUID) -> Stationing | None:
    """The stationing of this id, opened ones only: for a receipt that came back without its public address."""
    found = Stationing.objects.filter(pk=stationing_id).exclude(state="preparing")
    return found.select_related("unit", "team", "team__body").first()


def box_photo(stationing: Stationing, id: UUID) -> bytes | None:
    """The picture of a box that the public is told of, JPEG."""
    return photo_of_box(stationing, id)
