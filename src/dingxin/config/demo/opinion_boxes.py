"""S3: two people open a box; five are counted, four letters come out; a slip brings an answer to who gave no name."""

from collections.abc import Callable, Iterator
from io import BytesIO
from typing import Any

from PIL import Image, ImageDraw

from dingxin.casework import actions
from dingxin.casework.recording import Said
from dingxin.config.demo.debts import MONEY
from dingxin.config.demo.others import Others
from dingxin.config.demo.person import Somebody, ticks
from dingxin.intake.box import actions as boxes
from dingxin.intake.box import registering
from dingxin.intake.box.models import BoxOpening
from dingxin.mailbox.models import PrintedReceipt
from dingxin.organisation import actions as organisation
from dingxin.organisation.models import Box
from dingxin.rules.ids import new_id
from dingxin.web.days import today

SLIP = "卫生院取药，同样的药比村卫生室贵一倍，找的零钱还不给小票。不敢写名字，怕以后看病难。"
LETTERS = [
    "垃圾车一个月来一次，夏天臭得很。镇里说没钱。",
    "我们队的水渠年年说修，年年没修。三户浇不上水。",
    "（铅笔，半页）村里的贫困户名单，有两家有小汽车。",
]
WORDS = "数的时候有一封是两张叠在一起的宣传单折成信封的样子，拆开才看出来是一封。两个人都看了，四封信都登记了。"


class OpinionBoxes(Others):
    """Others' way of telling."""

    def days(self) -> Iterator[tuple[str, int, Callable[[], Any]]]:
        """(name, day of the stationing, what happened)."""
        yield "the places of the boxes are photographed", 2, self.photographed
        yield "slips are printed ahead by two", 4, self.printed
        yield "a box is opened by two: counted and recorded are the same", 11, self.opened
        yield "a box is opened by two: five counted, four letters", 25, self.differing
        yield "the difference is seen above", 28, self.seen
        yield "an anonymous slip gets an answer and confirms", 35, self.answered

    def photographed(self) -> None:
        """By the leader."""
        for at, box in enumerate(self.county.stationing.boxes.order_by("order")):
            organisation.set_photo(current=self.county["helan"], box=box, content=_picture(at))

    def printed(self) -> None:
        """A leader asks, a signer agrees, one sheet of six."""
        order = boxes.ask_printing(current=self.county["helan"], stationing=self.county.stationing, kind="slip", wanted=6)
        boxes.agree_printing(current=self.county["qiaoan"], order=order)
        sheet = boxes.begin_sheet(current=self.county["helan"], order=order)
        made = []
        while some := boxes.print_some(current=self.county["helan"], sheet=sheet):
            made += some
        self.matters["slip"] = made[0].row.pk
        self.people["slip"] = Somebody(new_id(), made[0].digits)  # who took it keeps the digits; nobody knows who

    def _open(self, box: Box, count: int) -> BoxOpening:
        opening = boxes.begin_opening(current=self.county["dingxiaohe"], box=box)
        boxes.join_opening(current=self.county["aziguli"], opening=opening)
        for who in ("dingxiaohe", "aziguli"):
            boxes.enter_count(current=self.county[who], opening=opening, count=count)
        return opening

    def _letter(self, opening: BoxOpening, what: str, **more: Any) -> None:
        registering.record_envelope(
            current=self.county["dingxiaohe"], opening=opening.pk, received_on=today(),
            thread=more.pop("thread", None) or new_id(),
            said=Said(words={"what": what, "about_team": "no"}, level="anonymous"), **more,
        )

    def opened(self) -> None:
        """At the bus station: one, and it is blank."""
        opening = self._open(self.county.stationing.boxes.order_by("order")[2], 1)
        registering.record_envelope(
            current=self.county["aziguli"], opening=opening.pk, said=registering.nothing_in_it("blank"), received_on=today(),
            thread=new_id(),
        )
        boxes.close_opening(current=self.county["aziguli"], opening=opening)

    def differing(self) -> None:
        """At the market: five counted, four letters, one of them with a slip."""
        opening = self._open(self.county.stationing.boxes.order_by("order")[1], 5)
        card = PrintedReceipt.objects.get(pk=self.matters["slip"])
        self._letter(opening, SLIP, card=card, thread=self.people["slip"].thread)
        for what in LETTERS:
            self._letter(opening, what)
        boxes.close_opening(current=self.county["dingxiaohe"], opening=opening, difference="several", words=WORDS)
        self.matters["opening"] = opening.pk
        ticks()

    def seen(self) -> None:
        """The leader of the superior team looks at it; the team's leader has read the explanation."""
        opening = BoxOpening.objects.get(pk=self.matters["opening"])
        boxes.open_explanation(current=self.county["helan"], opening=opening)
        boxes.acknowledge_difference(current=self.county["fangze"], opening=opening)
        one = self.people["slip"]
        self._take_up("prices", "卫生院药价高、不给小票", "maizhan-clinic", "safety.food", [one])
        self._accept("prices", "事情清楚，归本组管。")

    def answered(self) -> None:
        """Checked, put right, answered; whoever holds the other half of the slip says so."""
        self._do("prices", actions.add_step, method="documents", result="substantiated",
                 text="核对三个月药品进销：11种加价超过规定。")
        self._do("prices", actions.add_step, method="other_side", text="院长承认没有按规定调价，当天改了价签。")
        proof = self._do("prices", actions.add_evidence, source=BytesIO("11种药改价前后\n".encode()), name="改价.txt",
                         media_type="text/plain")
        self._do("prices", actions.record_finding, finding="substantiated", disposal="corrected",
                 text="11种药超规定加价，属实。")
        self._move("prices", "find")
        remedy = self._do("prices", actions.promise, kind="money", counted_in="yuan", amount=46 * MONEY,
                          whose="到窗口登记的人", text="多收的药费退还。")
        self._move("prices", "act")
        actions.deliver(current=self.county["zhouyan"], remedy=remedy, on=self._today(), how="窗口退还", evidence=proof)
        actions.answer(
            current=self.county["zhouyan"], link=self.people["slip"].link, outcome="substantiated",
            text="您信里说的药价，属实，11种药已经改回来，窗口现在都给小票。这算不算解决，由您来说。",
        )  # fmt: skip
        self._move("prices", "answer")
        self.people["slip"].says("confirm")


def _picture(at: int) -> bytes:
    """A drawn place, not a photo of one: a wall, the ground, a box, something beside it."""
    walls = ["#d9cfc0", "#c9d3d6", "#d6c7b4", "#cdbfa6", "#d3d8c8"]
    picture = Image.new("RGB", (960, 720), walls[at % len(walls)])
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, 560, 960, 720), fill="#a79a86")
    draw.line((0, 560, 960, 560), fill="#7d715f", width=6)
    left = 380 + 60 * (at % 3 - 1)
    draw.rectangle((left, 290, left + 200, 470), fill="#2f5d62", outline="#1d3b3e", width=8)
    draw.rectangle((left + 36, 326, left + 164, 342), fill="#122527")
    draw.rectangle((left + 60, 380, left + 140, 430), fill="#f4efe4")
    door = 90 if at % 2 else 700
    draw.rectangle((door, 180, door + 170, 560), fill="#8c6f52", outline="#6d543c", width=6)
    draw.ellipse((door + 130, 380, door + 150, 400), fill="#e9d8a6")
    out = BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()
