"""S6 to S8: a small debt is taken up, checked and paid back; then the others come, each with their own answer and word."""

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page
from tests.browser.script_pages import chromium
from tests.cast_vault import found
from tests.stories.walk import Walk, follow, now, paper, send

from dingxin.casework import ticks
from dingxin.casework.models import Evidence, Link, Matter, Proposal, Remedy, Submission
from dingxin.casework.queries import totals_of_matter
from dingxin.mailbox import inlets

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

TOLD = ("有件小事你们管吗？老支书三年前借了我200元", "村里的会计收了我500元，没有给收据", "包户干部替我领的720元没有到我手上")
OWED = (200, 500, 720)
ANSWERS = ("您说的200元，属实，今天当面还给您了", "您说的500元，属实，已经退给您", "您说的720元，属实，已经补给您")
TITLE = "上麦村干部欠村民的钱"


def read_and_coded(walk: Walk, officer: Page, submission: Submission, **then: Any) -> None:
    """Open what was said, give its codes and what comes of it, in the one form."""
    walk.go(officer, f"/desk/submissions/{submission.pk}/")
    officer.locator("main form button.btn-go").first.click()
    officer.wait_for_load_state()
    send(officer, nature="request", category="money.owed_small", unit="maizhan-01", **then)


def moved(walk: Walk, officer: Page, leader: Page, home: str) -> None:
    """The move that comes next; where it is only proposed, the leader looks and approves."""
    walk.go(officer, home)
    now(officer)
    send(officer)
    if Proposal.objects.filter(state="waiting").exists():
        walk.go(leader, home)
        follow(leader, "/approve/")
        send(leader)


def checked(walk: Walk, officer: Page, leader: Page, home: str, tmp_path: Path) -> None:
    """From the assessment to the finding, each time by what the page says comes next."""
    walk.go(officer, home)
    now(officer)
    send(officer, ground_legitimate="yes", problem_clear="yes", assessment="accept")
    moved(walk, officer, leader, home)  # accepted
    moved(walk, officer, leader, home)  # verification begins
    now(officer)
    send(officer, method="documents", text="翻了村里的账，没有这几笔")
    walk.go(officer, f"{home}step/")
    send(officer, method="other_side", text="老支书认了，会计和包户干部也认了")
    walk.go(officer, home)
    now(officer)
    send(officer, file=paper(tmp_path, "zhang.txt", "账页"))
    walk.go(officer, home)
    now(officer)
    send(officer, finding="substantiated", text="三笔都属实")
    moved(walk, officer, leader, home)


def promised(walk: Walk, officer: Page, home: str) -> None:
    """What each is to get back, entered with the submission it belongs to."""
    for link, yuan in zip(Link.objects.order_by("submission__number"), OWED, strict=True):
        walk.go(officer, home)
        follow(officer, "/remedy/")
        send(officer, kind="money", amount=yuan, counted_in="yuan", person=link.submission_id.hex)


def delivered(walk: Walk, officer: Page, home: str, tmp_path: Path) -> None:
    """Each gets theirs, with the slip they signed as proof."""
    walk.go(officer, f"{home}evidence/")
    before = set(Evidence.objects.values_list("pk", flat=True))
    send(officer, file=paper(tmp_path, "shoutiao.txt", "三张收条"))
    slip = Evidence.objects.exclude(pk__in=before).get()
    for remedy in Remedy.objects.all():
        walk.go(officer, home)
        follow(officer, f"/remedies/{remedy.pk}/deliver/")
        send(officer, how="当面点清，签了收条", evidence=slip.pk)


def test_checked_paid_back_and_confirmed_each_by_their_own_word(live_server: Any, tmp_path: Path) -> None:
    cast = found()
    inlets.refresh()
    with chromium() as browser:
        walk = Walk(browser, live_server.url, cast)
        people = walk.file(*TOLD)
        officer, leader = walk.staff("song"), walk.staff("helan")
        first, *others = Submission.objects.order_by("number")
        read_and_coded(walk, officer, first, then="new", title=TITLE)
        matter = Matter.objects.get()
        for other in others:
            read_and_coded(walk, officer, other, then="link", number=matter.number)
        home = f"/desk/matters/{matter.pk}/"
        checked(walk, officer, leader, home, tmp_path)
        promised(walk, officer, home)
        moved(walk, officer, leader, home)  # it is being put right
        delivered(walk, officer, home, tmp_path)

        for link, text in zip(matter.links.order_by("submission__number"), ANSWERS, strict=True):
            walk.go(officer, home)
            walk.go(officer, f"/desk/matters/links/{link.pk}/answer/")
            send(officer, text=text, outcome="substantiated", by="receipt")
        moved(walk, officer, leader, home)

        for mine, (page, digits) in enumerate(people):
            walk.come_back(page, digits)
            shown = page.content()
            assert [text in shown for text in ANSWERS] == [n == mine for n in range(3)]  # nobody reads another's
            assert not any(words in shown for words in TOLD)
            page.locator('input[name="word"][value="confirm"]').check()
            page.locator('form:has(input[name="word"]) button[type="submit"]').first.click()
            page.wait_for_load_state()
        ticks.drain_signals()
        assert {link.confirmation for link in Link.objects.all()} == {"confirmed"}

        for remedy in Remedy.objects.all():
            walk.go(officer, home)
            line = officer.locator(f'li:has(a[href$="/remedies/{remedy.pk}/confirm/"])').inner_text()
            link = next(one for one in matter.links.all() if f"{one.submission.number:04d}" in line)
            follow(officer, f"/remedies/{remedy.pk}/confirm/")
            send(officer, link=link.pk)
        moved(walk, officer, leader, home)
        walk.go(officer, home)
        assert TITLE in officer.content()
    (total,) = totals_of_matter(Matter.objects.get())
    assert (total.promised, total.delivered, total.confirmed) == (sum(OWED) * 100,) * 3
    assert (Matter.objects.get().state, Matter.objects.get().confirmation) == ("closed", "confirmed")
