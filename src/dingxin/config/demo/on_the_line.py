"""S4: every call is answered, whenever it comes; called back only who agreed; and a person comes back by eighteen digits
that they say aloud."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from io import BytesIO
from typing import Any

from dingxin.casework import actions
from dingxin.config import founding
from dingxin.config.demo.debts import MONEY
from dingxin.config.demo.others import Others
from dingxin.config.demo.person import comes, ticks
from dingxin.intake.back import acts
from dingxin.intake.call import actions as telephone
from dingxin.intake.call.models import Call, Slip
from dingxin.intake.call.slips import SlipWords
from dingxin.intake.drafts import actions as drafts
from dingxin.mailbox import actions as mailbox
from dingxin.mailbox.hearing import Heard
from dingxin.rules.codes import CallAgreed, CallBack, CallState, ConfirmedHow, DayPart, ReadBack
from dingxin.rules.ids import new_id
from dingxin.sealing.primitives import random_bytes
from dingxin.web.days import today

CLERK, EVENING, NIGHT, CUSTODIAN = "dingxiaohe", "songqiming", "zhouyan", "luheng"
LISTENS = "aziguli"
STAY = 52  # days from the first roster to the last day of intake
STORY = (
    "说村里两年没发棉花补贴。前年、去年两季都没发，别的村发了。\n他家三十亩，算下来一亩大概一百五，自己记了账。\n"
    "去问过村会计，会计说钱没拨下来；去镇财政所问，人家说早拨了。\n最怕的是让村里知道是他打的电话。\n问他想要怎么样：该多少是多少，就行。"
)  # fmt: skip


class OnTheLine(Others):
    """Others' way of telling."""

    def days(self) -> Iterator[tuple[str, int, Callable[[], Any]]]:
        """(name, day of the stationing, what happened)."""
        yield "the roster of the telephone", 2, self.roster
        yield "calls at night that nobody took; one left a message", 5, self.missed
        yield "a call about two years of cotton subsidies", 8, self.told
        yield "called back at the hour they named", 9, self.called_back
        yield "the cotton subsidies are paid and answered", 33, self.paid
        yield "they call again, say their digits, and say: solved", 36, self.says_solved
        yield "calls of today: one is to be called back tonight", 40, self.of_today

    def _duty(self, days: int, **who: tuple[str, ...]) -> None:
        parts = {DayPart(part): [self.county.people[one].member.pk for one in names] for part, names in who.items()}  # type: ignore[call-arg]
        telephone.set_duty(
            current=self.county["helan"], stationing=self.county.stationing, day=today(), who=parts, days=days
        )

    def _calls(self, by: str, count: int = 1, **more: Any) -> Call:
        for _call in range(count):
            made = telephone.log_call(
                current=self.county[by], stationing=self.county.stationing, call=new_id(), day=today(), **more
            )
        return made

    def roster(self) -> None:
        """Until intake ends; the clerk's keys are certified, so that slips reach her too."""
        signers = [self.county.people[one] for one in ("qiaoan", "shenji")]
        founding.certify(self.county.people[CLERK].member, signers, team=self.county.team.team)
        self._duty(
            STAY, morning=(CLERK,), afternoon=(CLERK, LISTENS), evening=(EVENING,), night=(NIGHT, CUSTODIAN)
        )  # fmt: skip

    def missed(self) -> None:
        """Numbers on the list alone are counted; who asked for it on the tape is called, and tells it then."""
        clerk, place = self.county[CLERK], self.county.stationing
        telephone.log_missed(current=clerk, stationing=place, day=today(), count=3)
        words = SlipWords("555 0164", "中午一点", "打错了", agreed=CallAgreed.MESSAGE)
        telephone.log_missed(current=clerk, stationing=place, day=today(), slip=words)
        self._back(CLERK)

    def _back(self, by: str) -> None:
        slip = Slip.objects.get()
        telephone.open_slip(current=self.county[by], slip=slip)
        telephone.try_call_back(current=self.county[by], slip=slip, outcome=CallBack.REACHED)

    def told(self) -> None:
        """Taken down while they spoke, read back, the digits dictated; one call back is agreed to."""
        words = SlipWords("555 0138", "晚上九点后", "就说打错了", in_days=1)
        made = self._calls(EVENING, slip=words)
        telephone.record_read_back(current=self.county[EVENING], call=made, read_back=ReadBack.AGREED)
        self.people["cotton"] = comes(
            self.county, "call", STORY, by=EVENING, about="三道弯村村委会", amount="9,000元", level="anonymous",
        )  # fmt: skip
        self._take_up("cotton", "棉花补贴两年没有发", "sandaowan", "benefits.farm", [self.people["cotton"]])
        self._accept("cotton", "先对拨付记录和名册。")

    def called_back(self) -> None:
        """One evening later, by whoever is on duty; after it there is no number any more."""
        self._back(EVENING)

    def paid(self) -> None:
        """Checked, paid, answered."""
        self._do("cotton", actions.add_step, method="register", result="substantiated", text="拨付单两季都到了村，名册漏了。")
        self._do("cotton", actions.add_step, method="other_side", text="新会计说交接时没有这一户，当场对账认了。")
        slip = self._do("cotton", actions.add_evidence, source=BytesIO("补发9000元回单\n".encode()), name="补发回单.txt",
                        media_type="text/plain")
        self._do("cotton", actions.record_finding, finding="substantiated", disposal="corrected", text="两季漏发9000元，属实。")
        self._move("cotton", "find")
        self.remedy = self._do("cotton", actions.promise, kind="money", counted_in="yuan", amount=9000 * MONEY,
                               whose=self.people["cotton"].thread, text="与同组漏发的户一起补发。")
        self._move("cotton", "act")
        actions.deliver(current=self.county[NIGHT], remedy=self.remedy, on=today(), how="一卡通", evidence=slip)
        actions.answer(
            current=self.county[NIGHT], link=self.people["cotton"].link, outcome="substantiated",
            text="您说的棉花补贴，属实，两季9000元已经补发到一卡通，同组漏发的户一起补的。算不算解决，由您来说。",
        )  # fmt: skip
        self._move("cotton", "answer")

    def says_solved(self) -> None:
        """By voice: the clerk types the digits and hears no answer; another listens, it is read back."""
        somebody, clerk = self.people["cotton"], self.county[CLERK]
        here = somebody.comes_back()
        other = self.county.people[LISTENS].member.pk
        heard = Heard(ConfirmedHow.BY_VOICE, clerk.member.pk, clerk.actor, other)
        mailbox.hear_digits(thread=somebody.thread, heard=heard)
        acts.confirm(here, acts.Said("", random_bytes(16), str(here.card["asked"]), True, heard))
        ticks()
        actions.confirm_remedy(
            current=self.county[NIGHT], remedy=type(self.remedy).objects.get(pk=self.remedy.pk), link=somebody.link
        )
        self._move("cotton", "close")

    def of_today(self) -> None:
        """For whoever looks round as the clerk: a slip for tonight, half a call, and a gap on the roster in two days."""
        self._calls(CLERK, 3)
        self._calls(CLERK, state=CallState.HUNG_UP)
        telephone.log_missed(current=self.county[CLERK], stationing=self.county.stationing, day=today(), count=2)
        self._calls(CLERK, slip=SlipWords("555 0171", "晚上九点半以后", "就说是卖种子的"))
        draft = new_id()
        fields = {"what": ["说水费收了两回，收据只给了"], "stationing": [str(self.county.stationing.pk)], "once": [draft.hex]}
        drafts.keep_draft(
            current=self.county[CLERK], draft=draft, kind="call", stationing=self.county.stationing, turn=1, fields=fields
        )
        telephone.set_duty(
            current=self.county["helan"], stationing=self.county.stationing, day=today() + timedelta(days=2),
            who={
                DayPart.MORNING: [self.county.people[CLERK].member.pk],
                DayPart.AFTERNOON: [self.county.people[CLERK].member.pk],
                DayPart.NIGHT: [self.county.people[NIGHT].member.pk, self.county.people[CUSTODIAN].member.pk],
            },
        )
