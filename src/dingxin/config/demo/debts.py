"""S6, S7 and S8: "I have a small thing", paid back on the spot, and then the others came. Over 6,000, every yuan of it."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from io import BytesIO
from typing import Any

from dingxin.casework import actions
from dingxin.casework.arguments import Arguments
from dingxin.casework.codes import Codes
from dingxin.casework.models import Matter, Proposal
from dingxin.config.demo.founding_day import County
from dingxin.config.demo.person import Somebody, comes, ticks, visited, writes

MONEY = 100  # amounts are hundredths of a yuan
OWED: list[tuple[str, int]] = [
    ("household", 200), ("call", 500), ("visit", 720), ("letter", 860), ("box", 1100), ("web", 940), ("call", 1200),
    ("household", 500),
]
SMALL = (
    "我有个小事，不知道你们管不管。老书记那年叫我去看泵房，看了二十天，说好给200块，四年了没给。"
    "我去问，他说你这点钱还记着呢。\n问他要不要紧，他说：钱是小，就是心里堵。"
)
WORDS = [
    SMALL,
    "前年给村里拉沙子，老书记说年底给500，一直没给。后来听说你们来了，打个电话问问。",
    "村里修晒场，我家出了六个工，说好一天120，一共720元，没有给过。条子我还留着。",
    "老书记打过一张条子，给村里浇地的钱，写的是一千〇六十。他说先给八百六，后来八百六也没给。",
    "我给村委会做了两年饭，最后一季1100块没结。我不识字，请人代写的。",
    "合作社收我家苜蓿，少给940元。我问会计，会计说要问老书记，老书记不接电话。",
    "2023年给村里看机井，一冬天1200元，老书记说等换届，换完届就不认了。",
    "欠我500元油钱。拖拉机是我开的，油是我加的。",
]
NAMES = ["马福来", "陈玉海", "古丽巴哈尔", "赵满仓", "热孜万", "李淑芬", "吐尔逊", "周有田"]


class Debts:
    """The one matter of eight people. Each step is told on its day."""

    def __init__(self, county: County) -> None:
        self.county, self.people, self.remedies = county, list[Somebody](), list[Any]()

    def days(self) -> Iterator[tuple[str, int, Callable[[], Any]]]:
        """(name, day of the stationing, what happened)."""
        yield "a small thing, on the doorstep", 8, self.first
        yield "a small thing: then the others came", 12, self.others
        yield "the small thing is taken up", 15, self.accepted
        yield "the debts are checked, the other side heard", 22, self.verified
        yield "the debts are found, and what is owed is promised", 25, self.found
        yield "every yuan returned", 29, self.returned
        yield "each one answered apart", 31, self.answered
        yield "six of the eight confirm", 33, self.confirmed
        yield "one says: not all of it", 36, self.disputed

    def _come(self, number: int, **more: Any) -> Somebody:
        channel, amount = OWED[number]
        if channel == "web":
            return writes(
                WORDS[number], about="榆钱村，以前的村书记", amount=f"{amount}元", level="confidential", name=NAMES[number],
                contact="不要打电话，不要上门，我自己回来看",
            )
        if number == 0:
            return visited(self.county, WORDS[0], about="榆钱村，以前的村书记", amount=f"{amount}元", name=NAMES[0])
        return comes(
            self.county, channel, WORDS[number], about="榆钱村，以前的村书记", amount=f"{amount}元", name=NAMES[number],
            batch=1 if channel == "visit" else 0, **more,
        )

    def _read(self, somebody: Somebody, unit: str = "yuqian") -> None:
        officer = self.county["songqiming"]
        actions.open_submission(current=officer, submission=somebody.submission)
        actions.read_submission(
            current=officer, submission=somebody.submission, named="signed",
            codes=Codes(nature="request", category="money.owed_small", unit=self.county.units[unit].pk),
        )

    @property
    def matter(self) -> Matter:
        """As it stands."""
        return Matter.objects.get(pk=self._matter)

    def first(self) -> None:
        """A household visit, read the same day; one matter made from it."""
        self.people.append(self._come(0))
        ticks()
        self._read(self.people[0])
        unit = self.county.units["yuqian"].pk
        made = actions.make_matter(
            current=self.county["songqiming"], title="原村支书欠村民小额款项，8家", subject="榆钱村原村支书",
            submissions=[self.people[0].submission],
            codes=Codes(nature="request", category="money.owed_small", unit=unit, first_hand=True),
        )
        self._matter = made.pk

    def others(self) -> None:
        """Seven more, by six doors; each keeps to themselves."""
        for number in range(1, len(OWED)):
            somebody = self._come(number)
            self.people.append(somebody)
            ticks()
            self._read(somebody, "yuqian" if number < 5 else "sandaowan")
            actions.link_submission(
                current=self.county["songqiming"], matter=self.matter, submission=somebody.submission
            )

    def accepted(self) -> None:
        """Small is never a reason to refuse."""
        self._do(actions.assess, assessment="accept", ground_legitimate=True, problem_clear=True,
                 text="理由正当，事情清楚，归本组管。钱小，不是不管的理由。")
        self.move("accept")
        self.move("verify")

    def verified(self) -> None:
        """Three steps and the accounts themselves."""
        second = self.county["aziguli"].member
        step = self._do(actions.add_step, method="accounts", seconded_by=second, result="substantiated",
                        text="核对2022—2023年村工账，8笔都有出工记录，没有付款凭证。")
        self._do(actions.add_step, method="spoken", seconded_by=second, text="问过当年的会计：记得有这些工，没有见过付款。")
        self._do(actions.add_step, method="other_side", seconded_by=second, result="substantiated",
                 text="听取原村支书本人的说法：承认8笔都没付，“想着换届前一起结”。他看过记录，签了字。没有告诉他是谁反映的。")
        self._do(actions.add_evidence, source=BytesIO("年份,事由,工数\n2022,看泵房,20\n2023,拉沙子,4\n".encode()),
                 name="村工账摘录.csv", media_type="text/csv", piece=step)

    def found(self) -> None:
        """Substantiated; a remedy for each person, whose it is sealed."""
        self._do(actions.record_finding, finding="substantiated", disposal="corrected", text="8笔，共6,020元，属实。")
        self.move("find")
        for number, somebody in enumerate(self.people):
            self.remedies.append(self._do(
                actions.promise, kind="money", counted_in="yuan", amount=OWED[number][1] * MONEY, whose=somebody.thread,
                text="原村支书答应当面退还。",
            ))
        self.move("act")

    def returned(self) -> None:
        """Eight receipts, compared one by one."""
        slips = self._do(actions.add_evidence, source=BytesIO("收条8张，逐张对过。\n".encode()), name="收条8张.txt",
                         media_type="text/plain")
        for remedy in self.remedies:
            actions.deliver(current=self.county["songqiming"], remedy=remedy, on=self._today(), how="当面退还，两名组员在场",
                            evidence=slips)

    def answered(self) -> None:
        """Each in words that fit what that person said."""
        for number, somebody in enumerate(self.people):
            amount = OWED[number][1]
            actions.answer(
                current=self.county["songqiming"], link=somebody.link, outcome="substantiated",
                text=f"您反映的{amount}元，属实。前任村书记承认当时没有付，已经退还。同村还有几户也有这样的欠款，正在一并退还。"
                     "没有告诉任何人是谁反映的。钱拿到没有，由您来说。",
            )
        self.move("answer")

    def confirmed(self) -> None:
        """By receipt, by voice, at the counter: each way keeps its own mark. One has not answered yet."""
        witness = [self.county["aziguli"].member]
        for number in (5, 1):
            self.people[number].says("confirm")
        for number, how in ((0, "at_counter"), (2, "at_counter"), (6, "by_voice"), (7, "by_voice")):
            actions.record_confirmation(
                current=self.county["songqiming"], link=self.people[number].link, word="confirmed", how=how,
                witness=witness, text="钱拿到了，不差。",
            )
        for number in (0, 1, 2, 5, 6, 7):
            actions.confirm_remedy(
                current=self.county["songqiming"], remedy=self._fresh(self.remedies[number]), link=self.people[number].link
            )

    def disputed(self) -> None:
        """The slip said 1,060. Taken up again by somebody else."""
        self.people[3].says("dispute", "条子上写的是一千〇六十，给了八百六。少的二百我不是非要，就是想让他认这个数。")
        if self.matter.state != "verifying":
            self.move("reopen_disputed", by="helan", arguments=Arguments(next_officer=self.county["zhouyan"].id))

    # how things are done
    def _today(self) -> date:
        from dingxin.web.days import today

        return today()

    def _fresh(self, row: Any) -> Any:
        return type(row).objects.get(pk=row.pk)

    def _do(self, action: Callable[..., Any], by: str = "songqiming", **what: Any) -> Any:
        return action(current=self.county[by], matter=self.matter, **what)

    def move(self, code: str, by: str = "songqiming", **what: Any) -> None:
        """Make the move; where two people are needed the leader approves."""
        move_with_leader(self.county, self.matter, code, by, **what)


def move_with_leader(county: County, matter: Matter, code: str, by: str, **what: Any) -> None:
    """Propose, and approve by the leader where the rule wants a second person."""
    actions.make_move(current=county[by], matter=matter, move=code, **what)
    waiting = Proposal.objects.filter(matter=matter, state="waiting").first()
    if waiting is not None:
        actions.approve(current=county["helan"], proposal=waiting)


def day_of(county: County, number: int) -> date:
    """The civil day of a day of the stationing."""
    return county.day0 + timedelta(days=number)
