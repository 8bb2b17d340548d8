"""Files under M: in parts, in constant memory, thrown away when they never became whole."""

import io
import tracemalloc

import pytest
import time_machine
from tests.cast_vault import Cast, found

from dingxin.casework import actions, ticks
from dingxin.casework.models import Evidence, EvidencePart, Matter
from dingxin.casework.refused import Refused
from dingxin.casework.tests import lives
from dingxin.sealing.errors import SealBroken
from dingxin.sealing.files import PART, part_count

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return found()


@pytest.fixture
def matter(cast: Cast) -> Matter:
    return lives.matter_of(cast, title="食品")


class Endless(io.RawIOBase):
    """``size`` bytes that are made while they are read."""

    def __init__(self, size: int) -> None:
        self.left = size

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        part = min(size, self.left)
        self.left -= part
        return b"\xa5" * part


def test_a_file_comes_back_as_it_went_in(cast: Cast, matter: Matter) -> None:
    data = bytes(range(256)) * 5_000
    step = actions.add_step(current=cast["song"], matter=matter, method="site", text="拍照")
    file = actions.add_evidence(
        current=cast["song"], matter=matter, source=io.BytesIO(data), name="过期.jpg", media_type="image/jpeg", piece=step
    )
    assert (file.of, file.piece_id) == (part_count(len(data)), step.pk)
    manifest, stream = actions.open_evidence(current=cast["zhou"], evidence=file)
    assert (manifest.name, b"".join(stream)) == ("过期.jpg", data)
    assert lives.fresh(matter).evidence_count == 1


def test_memory_stays_flat(cast: Cast, matter: Matter) -> None:
    size = 24 * 1024 * 1024
    tracemalloc.start()
    file = actions.add_evidence(
        current=cast["song"], matter=matter, source=Endless(size), name="v", media_type="video/mp4"  # type: ignore[arg-type]
    )
    _manifest, stream = actions.open_evidence(current=cast["song"], evidence=file)
    assert sum(len(part) for part in stream) == size
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 8 * 1024 * 1024 < size


def test_a_file_too_large_leaves_nothing(cast: Cast, matter: Matter, settings: object) -> None:
    settings.DESK_FILE_LIMIT = 1024 * 1024  # type: ignore[attr-defined]
    with pytest.raises(Refused) as refused:
        actions.add_evidence(
            current=cast["song"], matter=matter, source=Endless(40 * 1024 * 1024), name="v", media_type="v"  # type: ignore[arg-type]
        )
    assert refused.value.code == "too-large"
    assert not Evidence.objects.exists()
    assert not EvidencePart.objects.exists()


def test_an_exchanged_part_does_not_pass(cast: Cast, matter: Matter) -> None:
    data = bytes(3 * PART)
    one = lives.proof(cast, matter, data=data)
    other = lives.proof(cast, lives.matter_of(cast, title="另一件"), data=data)
    body = EvidencePart.objects.get(evidence=other, number=1).body
    EvidencePart.objects.filter(evidence=one, number=1).update(body=body)
    _manifest, stream = actions.open_evidence(current=cast["song"], evidence=one)
    with pytest.raises(SealBroken):
        list(stream)


def test_what_broke_off_is_shown_to_nobody_and_thrown_away(cast: Cast, matter: Matter) -> None:
    class Breaks(Endless):
        def read(self, size: int = -1) -> bytes:
            if self.left < 1_000_000:
                raise ConnectionError
            return super().read(size)

    with pytest.raises(ConnectionError):
        actions.add_evidence(
            current=cast["song"], matter=matter, source=Breaks(4_000_000), name="v", media_type="v"  # type: ignore[arg-type]
        )
    half = Evidence.objects.create(matter=matter, on=matter.opened_on, by="song")
    with pytest.raises(Refused):
        actions.open_evidence(current=cast["song"], evidence=half)
    assert actions.open_pieces(current=cast["song"], matter=matter).evidence == {}
    assert ticks.clear_unfinished() == 0
    with time_machine.travel(f"{matter.opened_on.replace(year=matter.opened_on.year + 1)}T04:00:00+00:00"):
        assert ticks.clear_unfinished() == 2
    assert not Evidence.objects.exists()
