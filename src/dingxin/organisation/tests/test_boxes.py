"""The register of boxes: public only when safe, never deleted, pictures without what a camera adds."""

from io import BytesIO

import pytest
from django.test import Client
from PIL import Image
from tests.cast_vault import Cast, found

from dingxin.audit.models import Entry
from dingxin.organisation import actions, boxes, public
from dingxin.organisation.models import Box, BoxCheck
from dingxin.organisation.refusals import Refused
from dingxin.rules.codes import BoxPoint

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return found()


def places(cast: Cast) -> list[str]:
    return [str(box.place) for box in public.notice(cast.stationing, "en").boxes]


def test_public_only_while_it_hangs_and_every_point_is_good(cast: Cast) -> None:
    box, by = cast.stationing.boxes.order_by("order").first(), {"current": cast["song"]}
    assert places(cast) == ["Town clinic", "Maizhan market"]
    for answer in ("no", ""):
        actions.check_box(box=box, answers={"no_camera": answer}, **by)
        assert places(cast) == ["Maizhan market"]
        assert [point.answer for point in boxes.points(box)] == [answer, "yes", "yes", "yes", "yes", "yes"]
    actions.check_box(box=box, answers={"no_camera": "yes"}, **by)
    assert (boxes.points(box)[0].by, places(cast)[0]) == ("宋启明", "Town clinic")
    actions.take_down(box=box, **by)
    assert places(cast) == ["Maizhan market"]
    with pytest.raises(Refused):
        actions.take_down(box=box, **by)
    actions.set_up_again(box=box, **by)
    assert not BoxCheck.objects.filter(box=box).exists()
    assert Entry.objects.filter(object=f"box:{box.pk}").count() == 6  # one of the founding


@pytest.mark.parametrize("answers", [{"no_rain": "yes"}, {"no_camera": "perhaps"}])
def test_only_points_and_answers_of_the_table(cast: Cast, answers: dict[str, str]) -> None:
    with pytest.raises(ValueError, match="point"):
        actions.check_box(current=cast["song"], box=cast.stationing.boxes.first(), answers=answers)


def test_a_box_keeps_its_checklist_when_words_and_order_change_and_what_is_left_out_is_taken_down(cast: Cast) -> None:
    first, second = cast.stationing.boxes.order_by("order")
    new = {"zh-hans": {"place": "汽车站"}}
    actions.set_boxes(
        current=cast["helan"], stationing=cast.stationing, boxes=[new, {**second.texts, "en": {"place": "Market"}}],
        ids=[None, second.pk],
    )
    rows = {row.box.pk: (row.box.state, row.box.order, row.good) for row in boxes.listed(cast.stationing)}
    assert rows.pop(first.pk)[0] == "taken_down"
    assert rows.pop(second.pk) == ("up", 1, len(BoxPoint))
    assert list(rows.values()) == [("up", 0, 0)]
    assert places(cast) == ["Market"]


def test_a_box_of_another_stationing_is_not_changed_by_its_id(cast: Cast) -> None:
    stranger = actions.create_stationing(
        current=cast["guli"], team=cast.stranger_team.team, unit=cast.units["jiaoyu"], code="other",
        starts=cast.stationing.starts, ends=cast.stationing.ends, intake_until=cast.stationing.ends, boxes=[{}],
    )
    theirs = stranger.boxes.get()
    actions.set_boxes(
        current=cast["helan"], stationing=cast.stationing, boxes=[{"en": {"place": "x"}}], ids=[theirs.pk]
    )
    assert Box.objects.get(pk=theirs.pk).texts == {}


def _picture(size: tuple[int, int], kind: str = "JPEG") -> bytes:
    out, picture = BytesIO(), Image.effect_noise(size, 90).convert("RGB")
    exif = Image.Exif()
    exif[0x010F] = "CAMERA-OF-SOMEBODY"
    picture.save(out, kind, exif=exif)
    return out.getvalue()


def test_a_picture_is_made_anew_and_small_and_only_that_of_a_public_box_is_shown(cast: Cast) -> None:
    box = cast.stationing.boxes.order_by("order").first()
    content = _picture((2600, 1800))
    assert b"CAMERA-OF-SOMEBODY" in content
    actions.set_photo(current=cast["helan"], box=box, content=content)
    address, client = f"/en/maizhan/boxes/{box.pk}.jpg", Client()
    shown = client.get(address)
    assert (shown.status_code, shown["Content-Type"]) == (200, "image/jpeg")
    assert b"CAMERA" not in shown.content
    assert max(Image.open(BytesIO(shown.content)).size) == actions.boxes.PHOTO_SIDE
    assert len(shown.content) <= actions.boxes.PHOTO_MOST
    assert f"{box.pk}.jpg" in client.get("/ug/maizhan/boxes/").content.decode()
    actions.check_box(current=cast["helan"], box=box, answers={"our_lock": "no"})
    assert client.get(address).status_code == 404
    assert f"{box.pk}.jpg" not in client.get("/ug/maizhan/boxes/").content.decode()
    with pytest.raises(Refused):
        actions.set_photo(current=cast["helan"], box=box, content=b"GIF89a no picture")
    actions.set_photo(current=cast["helan"], box=box, content=b"")
    assert Box.objects.get(pk=box.pk).photo is None
