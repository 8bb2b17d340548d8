"""One story without its end: answered, and the person has not said whether it is solved. Whoever looks round may say it."""

from collections.abc import Callable, Iterator
from io import BytesIO
from typing import Any

from dingxin.casework import actions
from dingxin.config.demo.debts import MONEY
from dingxin.config.demo.others import Others
from dingxin.config.demo.person import writes


class Undecided(Others):
    """Others' way of telling; ``digits`` are printed with the log-ins."""

    def days(self) -> Iterator[tuple[str, int, Callable[[], Any]]]:
        """(name, day of the stationing, what happened)."""
        yield "a drought subsidy is 300 yuan short", 20, self.asked
        yield "the 300 yuan are paid; nobody knows yet whether it is solved", 34, self.paid

    @property
    def digits(self) -> str:
        """In groups of three, as people write them down."""
        kept = self.people["drought"].digits or ""
        return " ".join(kept[at : at + 3] for at in range(0, len(kept), 3))

    def asked(self) -> None:
        """By the web, without a name."""
        self.people["drought"] = writes(
            "今年的抗旱补贴，别家都是一亩100，我家三亩一分没有。问了两回，说名单报上去了。", about="三道弯村村委会",
            when="今年八月", amount="300元", people="1户",
        )  # fmt: skip
        self._take_up("drought", "抗旱补贴漏发300元", "sandaowan", "benefits.farm", [self.people["drought"]])
        self._accept("drought", "事情清楚，归本组管。")

    def paid(self) -> None:
        """Checked, paid, answered. Paid is not solved."""
        self._do("drought", actions.add_step, method="register", result="substantiated", text="核对补贴名册：漏了这一户，三亩。")
        self._do("drought", actions.add_step, method="other_side", text="村文书承认抄漏，当天补报。")
        slip = self._do("drought", actions.add_evidence, source=BytesIO("补发300元回单\n".encode()), name="回单.txt",
                        media_type="text/plain")
        self._do("drought", actions.record_finding, finding="substantiated", disposal="corrected", text="漏发300元，属实。")
        self._move("drought", "find")
        remedy = self._do("drought", actions.promise, kind="money", counted_in="yuan", amount=300 * MONEY,
                          whose=self.people["drought"].thread, text="补发到一卡通。")
        self._move("drought", "act")
        actions.deliver(current=self.county["zhouyan"], remedy=remedy, on=self._today(), how="一卡通", evidence=slip)
        actions.answer(
            current=self.county["zhouyan"], link=self.people["drought"].link, outcome="substantiated",
            text="您说的300元，属实，是名册抄漏了，已经补发到一卡通。收到没有、算不算解决，由您来说。",
        )  # fmt: skip
        self._move("drought", "answer")
