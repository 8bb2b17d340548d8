"""S5: an official asks what somebody told the team and warns them; verified, handed on under seal, dealt with."""

from collections.abc import Callable, Iterator
from typing import Any

from dingxin.casework import actions
from dingxin.casework.arguments import Arguments
from dingxin.casework.models import InterferenceReport
from dingxin.config.demo.others import Others
from dingxin.config.demo.person import ticks, writes
from dingxin.portal import acts
from dingxin.sealing.primitives import random_bytes


class Pressed(Others):
    """Others' way of telling."""

    def days(self) -> Iterator[tuple[str, int, Callable[[], Any]]]:
        """(name, day of the stationing, what happened)."""
        yield "somebody tells of a pasture let twice", 12, self.told
        yield "an official asks what they said, and warns them", 16, self.warned
        yield "it is so: two neighbours heard it", 21, self.verified
        yield "the body that disciplines has it; its answer comes back", 37, self.dealt_with

    def _report(self) -> InterferenceReport:
        return InterferenceReport.objects.get(matter=self.matters["pasture"])

    def told(self) -> None:
        """By the web, without a name."""
        self.people["pasture"] = writes("村里那块草场一年租了两回，钱只见着一回。", about="榆钱村村委会", amount="一年的租金")
        self._take_up("pasture", "草场重复出租，租金去向不明", "yuqian", "land.collective", [self.people["pasture"]])
        self._accept("pasture", "先查合同和账。")

    def warned(self) -> None:
        """Said through the receipt: it stands before everything else."""
        here = self.people["pasture"].comes_back()
        said = {"kind": "warning", "text": "副镇长把我叫到路边，问跟巡察组说了什么，让我少管闲事。"}
        acts.interference(here, acts.Asked(said, (), random_bytes(16)))
        ticks()

    def verified(self) -> None:
        """What was found out, and what was done so that they are left in peace, sealed under the report's own key."""
        officer, report = self.county["zhouyan"], self._report()
        actions.verify_interference(current=officer, report=report, text="路边修车铺两个人听见了，各写了一份。")
        actions.protect(current=officer, report=report, kind="way", text="以后只通过回执联系，不打电话。")
        actions.protect(current=officer, report=report, kind="spoke", text="组长约谈副镇长，当面告知干扰巡察的后果。")
        self._move("pasture", "transfer", reason="干部打听并警告反映人，属纪检管。", arguments=Arguments(receiver="discipline"))
        actions.hand_over_interference(current=officer, report=self._report(), text="线索和两份证言密封移交。")

    def dealt_with(self) -> None:
        """Its answer is recorded in the matter; the leader says that the report is dealt with."""
        self._do("pasture", actions.settle_child, kind="transfer", text="县纪委：给予副镇长党内警告，本人写了检查。")
        actions.settle_report(current=self.county["helan"], report=self._report(), text="纪委已处理，反映人知道了。")
