"""A card goes with one letter; nobody at the desk knows its digits. How a serial is read: intake.box.tests.test_cards."""

import pytest
from tests.cast_vault import Cast

from dingxin.casework.models import Submission
from dingxin.intake.letter.tests.test_record import SECRET, cast, file
from dingxin.mailbox import printing, serials
from dingxin.mailbox.models import PrintedReceipt, Receipt, Thread
from dingxin.rules.ids import new_id

__all__ = ["cast"]
pytestmark = pytest.mark.django_db


def card(cast: Cast, kind: str = "card") -> printing.Printed:
    made = printing.make(cast.vault.pk, kind, serials.new_serial(kind))
    made.row.save()
    return made


@pytest.mark.parametrize("kind", ["card", "slip"])
def test_a_card_or_a_slip_goes_with_one_letter(cast: Cast, kind: str) -> None:
    made = card(cast, kind)
    answer = file(cast, card=serials.shown(made.row.serial).lower())
    assert answer.status_code == 200
    assert serials.shown(made.row.serial) in answer.content.decode()
    thread = Thread.objects.get()
    assert (thread.answer_recipient, thread.known_to_staff) == (made.row.recipient, False)
    assert bytes(Receipt.objects.get(thread=thread).lookup) == bytes(made.row.lookup or b"")
    assert made.digits not in answer.content.decode()
    again = file(cast, card=made.row.serial, once=new_id().hex)
    assert again.status_code == 422
    assert SECRET in again.content.decode()
    assert Submission.objects.count() == 1


def test_about_the_team_it_goes_to_the_body_above_with_its_card(cast: Cast) -> None:
    """The paper that the team printed brings the answer of the body above: who drops a letter cannot know whom to ask."""
    made = card(cast, "slip")
    assert file(cast, card=made.row.serial, about_team="yes").status_code == 200
    row = Submission.objects.get()
    assert row.team == cast.above.team
    assert Thread.objects.get().answer_recipient == made.row.recipient
    assert PrintedReceipt.objects.get().state == "used"


def test_digits_are_not_dictated_beside_a_card(cast: Cast) -> None:
    made = card(cast)
    answer = file(cast, card=made.row.serial, receipt="yes")
    assert answer.status_code == 422
    assert "card" in answer.content.decode()
    assert not Submission.objects.exists()
    assert PrintedReceipt.objects.get().state == "printed"
