"""Each form of a matter: it does its one thing, keeps what was typed when it cannot, and says what is missing."""

import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from tests.world import at

from dingxin.audit.models import Entry
from dingxin.casework.models import Evidence, Link, Matter, MoveRecord, Piece, Proposal, Remedy, Submission
from dingxin.desk.matter.done import DONE
from dingxin.desk.tests.browsers import english
from dingxin.desk.tests.matters import text_file
from dingxin.rules.ids import new_id
from dingxin.web.days import today

pytestmark = pytest.mark.django_db
DAY = today().isoformat


def post(client: Client, name: str, pk: Any, /, **fields: Any) -> Any:
    extra = [pk] if not isinstance(pk, list) else pk
    return client.post(reverse(f"desk:{name}", args=extra), fields)


def done(answer: Any, matter: Matter, code: str) -> None:
    """It redirected to the matter with a line that the page knows."""
    assert answer.status_code == 302, answer.content.decode()
    assert answer.headers["Location"].startswith(f"{reverse('desk:matter', args=[matter.pk])}?done={code}")
    assert code in DONE


def kept(answer: Any, status: int, *words: str) -> str:
    """The page came again with what was typed."""
    page: str = answer.content.decode()
    assert answer.status_code == status, page
    for word in words:
        assert word in page
    return page


PIECES: list[tuple[str, str, dict[str, Any], str]] = [
    ("matter-note", "matter", {"text": "to ask again"}, "noted"),
    ("matter-instruction", "matter", {"text": "quickly", "on": DAY()}, "instructed"),
    ("matter-assess", "matter", {"assessment": "accept", "ground_legitimate": "yes", "problem_clear": "no", "text": "x"},
     "assessed"),
    ("matter-step", "verifying", {"method": "site", "text": "the pump house stands", "on": DAY()}, "step"),
    ("matter-finding", "verifying", {"finding": "partly", "text": "half of it", "adverse": "on"}, "finding"),
    ("matter-child", "found", {"kind": "referral", "text": "please look"}, "child"),
    ("matter-came-back", "found", {"kind": "notice", "text": "put right", "on": DAY()}, "came-back"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "stage", "fields", "code"), PIECES, ids=[row[0] for row in PIECES])
def test_words_are_sealed_and_stand_in_the_story(name: str, stage: str, fields: dict[str, Any], code: str) -> None:
    world = at(stage)
    client, before = english(world.cast, "song"), Piece.objects.count()
    done(post(client, name, world.matter().pk, **fields), world.matter(), code)
    assert Piece.objects.count() == before + 1
    assert fields["text"] in client.get(reverse("desk:matter", args=[world.matter().pk])).content.decode()


def test_nothing_written_is_a_mistake_that_names_the_field() -> None:
    world = at("verifying")
    client, pk = english(world.cast, "song"), world.matter().pk
    page = kept(post(client, "matter-step", pk, text="typed already", on="2999-01-01"), 422, "typed already", "2999-01-01")
    assert "That day is still to come." in page
    assert page.count('aria-invalid="true"') >= 2
    for name in ("matter-note", "matter-instruction", "matter-assess", "matter-finding", "matter-child"):
        kept(post(client, name, pk), 422)
    assert Piece.objects.filter(kind="step").count() == 1


def test_a_redirection_says_where_to() -> None:
    world = at("matter")
    client, pk = english(world.cast, "song"), world.matter().pk
    said = {"assessment": "redirect", "ground_legitimate": "yes", "problem_clear": "yes", "text": "not ours"}
    kept(post(client, "matter-assess", pk, **said), 422, "not ours")
    done(post(client, "matter-assess", pk, **said, destination="the court, window 3"), world.matter(), "assessed")
    assert world.matter().destination_set


def test_a_refusal_shows_the_page_again_with_the_reason() -> None:
    world = at("matter")
    client, pk = english(world.cast, "song"), world.matter().pk
    page = kept(post(client, "matter-finding", pk, finding="substantiated", text="my long text"), 409, "my long text")
    assert "A finding is written while the matter is being verified." in page
    assert not Piece.objects.filter(kind="finding").exists()


# Moves


def test_a_move_that_lacks_something_has_no_button_and_says_what() -> None:
    world = at("matter")
    client, pk = english(world.cast, "song"), world.matter().pk
    page = client.get(reverse("desk:matter-move", args=[pk, "accept"])).content.decode()
    assert 'class="btn" aria-disabled="true"' in page
    assert "The assessment says: accept" in page
    page = kept(post(client, "matter-move", [pk, "accept"], reason="because"), 409, "because")
    assert "The assessment says: accept" in page
    assert not MoveRecord.objects.exists()


def test_a_move_is_made_and_one_for_two_is_proposed() -> None:
    world = at("assessed")
    client, pk = english(world.cast, "song"), world.matter().pk
    done(post(client, "matter-move", [pk, "verify"]), world.matter(), "moved")
    assert world.matter().state == "verifying"
    kept(post(client, "matter-move", [pk, "keep_pending"], reason="for the archive"), 422, "for the archive")
    page = kept(
        post(client, "matter-move", [pk, "keep_pending"], reason="for the archive", review_date=DAY()), 422, "for the archive"
    )
    assert "Choose a day later than today." in page
    done(
        post(client, "matter-move", [pk, "keep_pending"], reason="for the archive", review_date="2999-01-01"),
        world.matter(), "proposed",
    )
    waiting = Proposal.objects.get(state="waiting")
    again = client.get(reverse("desk:matter-move", args=[pk, "keep_pending"]))
    assert again.headers["Location"] == reverse("desk:proposal-approve", args=[waiting.pk])


def test_the_proposer_cannot_approve_and_the_leader_can() -> None:
    world = at("closing")
    pk = world.proposal().pk
    page = kept(post(english(world.cast, "song"), "proposal-approve", pk), 409)
    assert "The one who approves is another than the one who proposed" in page
    helan = english(world.cast, "helan")
    assert world.said.close_reason in helan.get(reverse("desk:proposal-approve", args=[pk])).content.decode()
    done(post(helan, "proposal-approve", pk), world.matter(), "approved")
    assert world.matter().state == "closed"


def test_a_proposal_is_sent_back_with_a_reason_or_taken_back() -> None:
    world = at("closing")
    helan, song = english(world.cast, "helan"), english(world.cast, "song")
    pk = world.proposal().pk
    kept(post(helan, "proposal-send-back", pk), 422)
    done(post(helan, "proposal-send-back", pk, reason="one more call"), world.matter(), "sent-back")
    assert "one more call" in song.get(reverse("desk:matter", args=[world.matter().pk])).content.decode()
    done(post(song, "matter-move", [world.matter().pk, "close"]), world.matter(), "proposed")
    done(post(song, "proposal-withdraw", world.proposal().pk), world.matter(), "proposal-withdrawn")
    assert not Proposal.objects.filter(state="waiting").exists()


# Names and submissions


def test_the_leader_assigns_and_a_recused_officer_is_not_offered() -> None:
    world = at("assessed")
    helan, pk = english(world.cast, "helan"), world.matter().pk
    page = helan.get(reverse("desk:matter-assign", args=[pk])).content.decode()
    assert str(world.cast.member("zhou").pk) in page
    assert str(world.cast.member("azi").pk) not in page
    assert str(world.cast.member("ding").pk) not in page
    kept(post(helan, "matter-assign", pk, officer=world.cast.member("azi").pk, reason="absent"), 422, "absent")
    done(post(helan, "matter-assign", pk, officer=world.cast.member("zhou").pk), world.matter(), "assigned")
    assert world.matter().officer == world.cast.member("zhou")
    kept(post(english(world.cast, "zhou"), "matter-take", pk), 409)


def test_codes_title_and_key() -> None:
    world = at("matter")
    client, pk = english(world.cast, "song"), world.matter().pk
    page = kept(post(client, "matter-code", pk, nature="appeal", unit="麦村"), 422, "麦村")
    assert "Several units fit" in page
    kept(post(client, "matter-code", pk, nature="appeal", unit="no such place"), 422, "no such place")
    done(post(client, "matter-code", pk, nature="appeal", unit="maizhan-02 下麦村", first_hand="yes"), world.matter(), "coded")
    matter = world.matter()
    assert (matter.nature, matter.unit, matter.first_hand) == ("appeal", world.cast.units["maizhan-02"], True)
    assert world.said.title in client.get(reverse("desk:matter-retitle", args=[pk])).content.decode()
    kept(post(client, "matter-retitle", pk, subject="somebody"), 422, "somebody")
    done(post(client, "matter-retitle", pk, title="Another name"), world.matter(), "retitled")
    assert "Another name" in client.get(reverse("desk:matter", args=[pk])).content.decode()
    done(post(client, "matter-compartment", pk), world.matter(), "compartment")


def test_a_matter_from_submissions_and_from_none() -> None:
    world = at("read")
    client = english(world.cast, "song")
    address = f"{reverse('desk:matter-new')}?submission={world.first.thread}&submission={world.second.thread}"
    assert world.said.what in client.get(address).content.decode()
    kept(client.post(address, {"subject": "the old secretary"}), 422, "the old secretary")
    answer = client.post(address, {"title": "What is owed", "subject": "the old secretary", "unit": "maizhan-01"})
    made = Matter.objects.get()
    done(answer, made, "made")
    assert Link.objects.filter(matter=made, ended_on=None).count() == 2
    answer = client.post(reverse("desk:matter-new"), {"title": "Found by ourselves"})
    own = Matter.objects.exclude(pk=made.pk).get()
    done(answer, own, "made")
    assert (own.origin, own.officer) == ("own_finding", world.cast.member("song"))


def test_submissions_join_and_leave() -> None:
    world = at("read")
    client = english(world.cast, "song")
    client.post(f"{reverse('desk:matter-new')}?submission={world.first.thread}", {"title": "One", "unit": "maizhan-01"})
    matter, second = Matter.objects.get(), world.submission("second")
    kept(post(client, "matter-link", matter.pk, channel="web", number=9999, year=second.year), 422, "9999")
    filled = client.get(f"{reverse('desk:matter-link', args=[matter.pk])}?submission={second.pk}").content.decode()
    assert f'value="{second.number}"' in filled
    fields = {"channel": second.channel, "number": second.number, "year": second.year}
    done(post(client, "matter-link", matter.pk, **fields), matter, "linked")
    kept(post(client, "matter-link", matter.pk, **fields), 409)
    link = Link.objects.get(submission=second)
    kept(post(client, "link-unlink", link.pk), 422)
    done(post(client, "link-unlink", link.pk, reason="another place"), matter, "unlinked")
    kept(post(client, "submission-link", second.pk, number="not a number"), 422, "not a number")
    kept(post(client, "submission-link", second.pk, number="999"), 422, "999")
    done(post(client, "submission-link", second.pk, number=f"{matter.number:04d}"), matter, "linked")
    assert Submission.objects.get(pk=second.pk).state == "linked"


# Evidence


def test_a_file_goes_in_sealed_and_comes_out_as_something_to_keep() -> None:
    world = at("verifying")
    client, pk = english(world.cast, "song"), world.matter().pk
    kept(post(client, "matter-evidence", pk), 422)
    done(post(client, "matter-evidence", pk, file=text_file()), world.matter(), "evidence")
    added = Evidence.objects.exclude(pk=world.evidence().pk).get()
    answer = client.get(reverse("desk:evidence", args=[added.pk]))
    assert b"".join(answer.streaming_content) == b"eight receipts"
    assert answer.headers["Content-Disposition"].startswith("attachment;")
    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert answer.headers["Content-Length"] == "14"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"].startswith("sandbox;")
    assert "no-store" in answer.headers["Cache-Control"]


def test_a_large_file_goes_through_sealed_and_only_for_staff(settings: Any, tmp_path: Any) -> None:
    settings.SPOOL_FOLDER, settings.FORM_FILE_LIMIT, settings.DESK_FILE_LIMIT = tmp_path, 300_000, 2_000_000
    world = at("verifying")
    pk, content = world.matter().pk, bytes(range(256)) * 4_000
    film = lambda: SimpleUploadedFile("film.mp4", content, "video/mp4")  # noqa: E731 - read once each time
    client, before = english(world.cast, "song"), set(Evidence.objects.values_list("pk", flat=True))
    done(post(client, "matter-evidence", pk, file=film()), world.matter(), "evidence")
    added = Evidence.objects.exclude(pk__in=before).get()
    streamed = client.get(reverse("desk:evidence", args=[added.pk]))
    assert b"".join(streamed.streaming_content) == content  # type: ignore[attr-defined]
    assert post(client, "matter-note", pk, text="x", file=film()).status_code == 413  # only where evidence is added
    assert post(Client(raise_request_exception=False), "matter-evidence", pk, file=film()).status_code == 413
    double = SimpleUploadedFile("two.mp4", content * 2, "video/mp4")
    assert post(client, "matter-evidence", pk, file=double).status_code == 413
    assert Evidence.objects.count() == len(before) + 1
    assert not list(tmp_path.iterdir())


def test_a_file_that_never_arrived_whole_is_refused() -> None:
    world = at("verifying")
    Evidence.objects.update(manifest=None)
    answer = english(world.cast, "song").get(reverse("desk:evidence", args=[world.evidence().pk]))
    kept(answer, 409, "This file did not arrive whole.")


# Remedies


def test_a_remedy_is_promised_delivered_confirmed_and_taken_back() -> None:
    world = at("found")
    client, pk = english(world.cast, "song"), world.matter().pk
    fields = {"kind": "money", "counted_in": "yuan", "person": world.second.thread.hex, "on": DAY()}
    kept(post(client, "matter-remedy", pk, **fields, amount="lots", text="for the pump"), 422, "for the pump", "lots")
    kept(post(client, "matter-remedy", pk, **{**fields, "person": "other"}, amount="5", text="kept"), 422, "kept")
    done(post(client, "matter-remedy", pk, **fields, amount="1,060.50"), world.matter(), "promised")
    remedy = Remedy.objects.exclude(pk=world.ids["remedy"]).get()
    page = client.get(reverse("desk:remedy-deliver", args=[remedy.pk])).content.decode()
    assert "1,060.50" in page
    assert world.said.evidence_name in page
    kept(post(client, "remedy-deliver", remedy.pk, on=DAY(), how="by hand"), 422, "by hand")
    proof = {"on": DAY(), "evidence": world.evidence().pk}
    page = kept(post(client, "remedy-deliver", remedy.pk, **proof, how="too much", amount="2000"), 409, "too much")
    assert "no more than is still owed" in page
    done(post(client, "remedy-deliver", remedy.pk, **proof, how="by hand", amount="60.50"), world.matter(), "delivered")
    assert Remedy.objects.get(pk=remedy.pk).state == "promised"
    done(post(client, "remedy-deliver", remedy.pk, **proof, how="the rest"), world.matter(), "delivered")
    kept(post(client, "remedy-confirm", remedy.pk), 422)
    done(post(client, "remedy-confirm", remedy.pk, slip=world.evidence().pk), world.matter(), "confirmed")
    assert Remedy.objects.get(pk=remedy.pk).state == "confirmed"
    kept(post(client, "remedy-correct", remedy.pk), 422)
    done(post(client, "remedy-correct", remedy.pk, reason="entered twice"), world.matter(), "corrected")
    assert Remedy.objects.filter(corrects=remedy).count() == 1
    kept(post(client, "remedy-correct", remedy.pk, reason="once more"), 409, "once more")


# Towards the person


def test_an_answer_in_plain_words() -> None:
    world = at("acting")
    client, pk = english(world.cast, "song"), world.link().pk
    page = client.get(reverse("desk:link-answer", args=[pk])).content.decode()
    assert world.said.what in page
    kept(post(client, "link-answer", pk, text="half an answer", by="receipt"), 422, "half an answer")
    fields = {"outcome": "substantiated", "by": "receipt"}
    done(post(client, "link-answer", pk, text="It was true, and it is paid.", **fields), world.matter(), "answered")
    assert world.link().answered_on == today()
    wrong = post(client, "link-answer", world.link("second").pk, text="no", outcome="unsubstantiated", by="receipt")
    kept(wrong, 422)


def test_no_answer_before_the_finding() -> None:
    world = at("assessed")
    answer = post(english(world.cast, "song"), "link-answer", world.link().pk, text="too early", outcome="substantiated",
                  by="receipt")  # fmt: skip
    kept(answer, 409, "too early", "An answer follows the finding")


def test_the_word_given_to_staff_needs_two_and_told_to_staff_does_not_count() -> None:
    world = at("answered")
    client, link = english(world.cast, "song"), world.link("second")
    kept(post(client, "link-confirmation", link.pk, word="confirmed", how="by_voice", text="all there"), 422, "all there")
    kept(post(client, "link-confirmation", link.pk, word="confirmed", how="signed_slip"), 422)
    witness = [str(world.cast.member("zhou").pk)]
    told = {"word": "confirmed", "how": "told_to_staff", "witness": witness}
    done(post(client, "link-confirmation", link.pk, **told), world.matter(), "word")
    page = client.get(reverse("desk:matter", args=[world.matter().pk])).content.decode()
    assert "told to staff: solved" in page
    assert "Not counted as confirmed." in page
    assert world.link("second").confirmation == ""
    said = {"word": "disputed", "how": "at_counter", "witness": witness, "text": "still 200 short", "satisfied": "1"}
    done(post(client, "link-confirmation", link.pk, **said), world.matter(), "word")
    found = world.link("second")
    assert (found.confirmation, found.how, found.satisfied) == ("disputed", "at_counter", 1)
    page = english(world.cast, "helan").get(reverse("desk:matter", args=[world.matter().pk])).content.decode()
    assert "still 200 short" in page
    assert "Verify again: the outcome is disputed" in page


def test_asked_twice_at_most() -> None:
    world = at("answered")
    client, pk = english(world.cast, "song"), world.link("second").pk
    done(post(client, "link-ask-again", pk), world.matter(), "asked-again")
    kept(post(client, "link-ask-again", pk), 409)


def test_messages_acceptance_withdrawal_and_review() -> None:
    world = at("acting")
    client, link, matter = english(world.cast, "song"), world.link("second"), world.matter()
    kept(post(client, "link-message", link.pk, question="more"), 422)
    done(post(client, "link-message", link.pk, text="Which year was it?", question="more"), matter, "message")
    kept(post(client, "link-acceptance", link.pk, by="receipt"), 422)
    done(post(client, "link-acceptance", link.pk, by="voice"), matter, "told")
    kept(post(client, "link-withdrawal", link.pk, text="leave it"), 422, "leave it")
    done(post(client, "link-withdrawal", link.pk, text="leave it", witness=[str(world.cast.member("ding").pk)]), matter,
         "withdrawn")  # fmt: skip
    assert world.link("second").withdrawn_on == today()
    kept(post(client, "matter-review", matter.pk), 409)


def test_a_review_is_asked_for_once() -> None:
    world = at("answered")
    client, pk = english(world.cast, "song"), world.matter().pk
    done(post(client, "matter-review", pk), world.matter(), "review-asked")
    kept(post(client, "matter-review", pk), 409)


def test_an_interference_is_settled_by_the_leader() -> None:
    world = at("verifying")
    world.first.give("interference", "asking", "who talked?")
    from dingxin.casework.ticks import drain_signals

    assert drain_signals() == 1
    helan, pk = english(world.cast, "helan"), world.matter().pk
    page = helan.get(reverse("desk:matter", args=[pk])).content.decode()
    assert reverse("desk:matter-interference", args=[pk]) in page
    kept(post(helan, "matter-interference", pk), 422)
    done(post(helan, "matter-interference", pk, reason="spoken to, warned"), world.matter(), "settled")
    kept(post(helan, "matter-interference", pk, reason="again"), 409, "again")


def test_somebody_faster_loses_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """A conflict is a page with the words, not an error."""
    from dingxin.casework import actions
    from dingxin.casework.refused import changed

    world = at("matter")

    def faster(**_: object) -> None:
        raise changed()

    monkeypatch.setattr(actions, "add_note", faster)
    kept(post(english(world.cast, "song"), "matter-note", world.matter().pk, text="my words"), 409, "my words")




def test_a_form_that_comes_twice_is_carried_out_once_and_a_refused_one_again() -> None:
    """The reply was lost, or a button was pressed twice: money is not promised twice."""
    world = at("found")
    client, token = english(world.cast, "song"), new_id().hex
    matter = world.matter()
    page = client.get(reverse("desk:matter-note", args=[matter.pk])).content.decode()
    assert re.search(r'name="form" value="[0-9a-f]{32}"', page)
    done(post(client, "matter-note", matter.pk, text="once", form=token), matter, "noted")
    before = Piece.objects.count(), Entry.objects.count()
    again = post(client, "matter-note", matter.pk, text="once", form=token)
    assert (again.status_code, "This is done already" in again.content.decode()) == (200, True)
    assert (Piece.objects.count(), Entry.objects.count()) == before
    empty, other = new_id().hex, {"text": "now it is filled in"}
    kept(post(client, "matter-note", matter.pk, text="", form=empty), 422)
    done(post(client, "matter-note", matter.pk, **other, form=empty), matter, "noted")
    assert Piece.objects.count() == before[0] + 1
