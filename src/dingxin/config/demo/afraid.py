"""S2: somebody who will not have the team come to their home: asked through the receipt, and free to say no to the last."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

from dingxin.casework import actions
from dingxin.casework.models import Contact
from dingxin.config.demo.founding_day import County
from dingxin.config.demo.others import Others
from dingxin.config.demo.person import ticks
from dingxin.portal import acts
from dingxin.sealing.primitives import random_bytes
from dingxin.web.days import today

OFFICER = "zhouyan"


class Afraid:
    """Of the cooperative's three years without a share-out."""

    def __init__(self, county: County, others: Others) -> None:
        self.county, self.others = county, others

    def days(self) -> Iterator[tuple[str, int, Callable[[], Any]]]:
        """(name, day of the stationing, what happened)."""
        yield "a meeting is proposed; not at that place", 24, self.proposed
        yield "another place; agreed to", 25, self.elsewhere
        yield "an hour before, the consent is taken back", 26, self.taken_back
        yield "later agreed again, held, and read back", 33, self.held
        yield "leave to be named is asked, and not given", 34, self.leave
        yield "a witness is written down, to be asked first", 37, self.witness
        yield "a meeting is agreed to for the days to come", 40, self.agreed

    def witness(self) -> None:
        """A name that nobody reads until a custodian turns the second key."""
        actions.add_spoken(
            current=self.county[OFFICER], matter=self.others.matter("coop"), kind="witness", name="吐尔逊江",
            phone="13900007733", other="供销社原来的仓库保管员",
        )

    def _propose(self, plan: actions.Plan, purpose: str = "show") -> Contact:
        return actions.propose_contact(
            current=self.county[OFFICER], matter=self.others.matter("coop"), whom=self.others.people["coop"].submission,
            purpose=purpose, way="meeting", plan=plan,
        )

    def _ask(self, contact: Contact) -> None:
        actions.ask_contact(current=self.county[OFFICER], contact=contact, by="receipt")

    def _answer(self, text: str = "", **parts: str) -> None:
        somebody = self.others.people["coop"]
        acts.consent(somebody.comes_back(), acts.Asked({**parts, "text": text}, (), random_bytes(16)))
        ticks()
        actions.open_submission(current=self.county[OFFICER], submission=somebody.submission)

    def proposed(self) -> None:
        """Time and way would do; the place would not."""
        self.plan = actions.Plan(
            "后天下午四点，半个钟头", "村委会旁的小卖部后院", "来一个人，不穿制服，不开公车",
            (today() + timedelta(days=2)).isoformat(), "周砚", "各走各的，先后十分钟到", "就说是来问路的",
            "想请您当面指一下账上哪几笔没有分。",
        )
        self.contact = self._propose(self.plan)
        self._ask(self.contact)
        self._answer("小卖部是会计家亲戚开的。", time="agree", place="decline", way="agree")

    def elsewhere(self) -> None:
        """Where nobody looks twice at who sits there."""
        actions.change_plan(
            current=self.county[OFFICER], contact=self.contact,
            plan=replace(self.plan, place="县医院三楼候诊区", unseen="在候诊区隔一个座位坐下"),
        )
        self._ask(self.contact)
        self._answer(time="agree", place="agree", way="agree")

    def taken_back(self) -> None:
        """Somebody had asked in the morning where they were going."""
        acts.withdraw_consent(self.others.people["coop"].comes_back(), acts.Asked({}, (), random_bytes(16)))
        ticks()
        actions.know_withdrawn(current=self.county[OFFICER], contact=self.contact)

    def held(self) -> None:
        """They wrote by themselves that they would come after all."""
        day = today()
        contact = self._propose(replace(self.plan, time="今天下午四点", place="县医院三楼候诊区", day=day.isoformat()))
        self._ask(contact)
        self._answer(time="agree", place="agree", way="agree")
        officer, second = self.county[OFFICER], self.county.people["songqiming"].member
        actions.hold_contact(current=officer, contact=contact)
        actions.write_contact_record(
            current=officer, contact=contact, text="本人当面指认：2022年卖棉花、2023年流转费、2024年补贴，三笔进了账，没有分。",
        )
        actions.agree_contact_record(current=officer, contact=contact, how="at_counter", witness=[second])

    def leave(self) -> None:
        """A no costs nothing."""
        somebody = self.others.people["coop"]
        actions.ask_leave(
            current=self.county[OFFICER], link=somebody.link, purpose="pay", by="receipt",
            terms=actions.Terms(
                "麦栈镇经管站", "补发分红要写到户，经管站不收无名单的名册。", "查实以后，分红要补发到您家的账户上。",
                "补发的钱暂时不能直接发到您家；全村一起补发的时候，您家照样有。",
            ),
        )
        acts.consent(somebody.comes_back(), acts.Asked({"word": "decline", "text": ""}, (), random_bytes(16)))
        ticks()

    def agreed(self) -> None:
        """For whoever looks at the officer's queue."""
        day = today() + timedelta(days=2)
        contact = self._propose(
            replace(
                self.plan, time="后天上午十点", place="县图书馆二楼报刊室", day=day.isoformat(),
                why="想先把查到的说给您听。",
            ),
            "tell",
        )
        self._ask(contact)
        self._answer(time="agree", place="agree", way="agree")
