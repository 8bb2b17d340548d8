"""Two letters: one is filed, its handwriting under both keys and the notice that came with it open to who works on it;
the other lies half written down at the clerk's, with its scan."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from dingxin.casework import actions
from dingxin.casework.recording import Original, Said
from dingxin.config.demo.founding_day import County
from dingxin.intake.drafts import actions as drafts
from dingxin.intake.drafts.files import PAGE, New
from dingxin.mailbox import printing, serials
from dingxin.rules.codes import Channel, Level
from dingxin.rules.ids import new_id
from dingxin.web.days import today

PAPER = Path(__file__).with_name("paper")
WEBP = "image/webp"
STORY = (
    "巡察组领导：\n我是［住址］的社员，今年五十九岁。\n前年秋天村里统一收玉米秸秆，说好一亩给四十元，我家十一亩，共四百四十元，到现在没有给。"
    "村里说账已经报过了。收秸秆的通知我还留着，一起寄来。\n请不要到家里来，左邻右舍都认得你们的车。钱不多，只想问清楚。\n一个社员\n十月九日"
)


class Letters:
    """As the letter desk takes them."""

    def __init__(self, county: County) -> None:
        self.county = county

    def days(self) -> Iterator[tuple[str, int, Callable[[], Any]]]:
        """(name, day of the stationing, what happened)."""
        yield "a letter with a notice in it, and a sealed card goes back", 12, self.filed
        yield "a letter lies half written down", 40, self.begun

    def filed(self) -> None:
        """No name; the address is moved away; the printed notice names nobody."""
        card = printing.make(self.county.stationing.team.vault.pk, "card", serials.new_serial("card")).row
        card.save()
        actions.record_submission(
            current=self.county["dingxiaohe"], stationing=self.county.stationing, channel=Channel.LETTER,
            said=Said(
                words={"what": STORY, "about": "柳树沟村村委会", "amount": "440元", "contact": "", "language": "zh-hans",
                       "about_team": "no", "postmark": today().isoformat()},
                level=Level.CONFIDENTIAL, other="柳树沟",
            ),
            received_on=today(), receipt=False, card=card,
            originals=[
                Original("page-01.webp", WEBP, (PAPER / "letter.webp").read_bytes()),
                Original("page-02.webp", WEBP, (PAPER / "notice.webp").read_bytes(), carries_person=False),
            ],
        )  # fmt: skip

    def begun(self) -> None:
        """Sealed to the clerk alone; whoever looks round as the clerk goes on with it."""
        draft, clerk = new_id(), self.county["dingxiaohe"]
        fields = {"what": ["巡察组领导：\n我是"], "stationing": [str(self.county.stationing.pk)], "once": [draft.hex]}
        drafts.keep_draft(
            current=clerk, draft=draft, kind="letter", stationing=self.county.stationing, turn=1, fields=fields
        )
        drafts.add_files(current=clerk, draft=draft, came=[New(PAGE, WEBP, (PAPER / "letter.webp").read_bytes())])
