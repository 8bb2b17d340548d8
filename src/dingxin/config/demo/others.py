"""The other stories, as far as they go in this version: S1, S2, S5, S10, S13, thanks, what is not ours, the unread."""

from collections.abc import Callable, Iterator
from io import BytesIO
from typing import Any

from dingxin.casework import actions
from dingxin.casework.arguments import Arguments
from dingxin.casework.codes import Codes
from dingxin.casework.models import Matter
from dingxin.config.demo.debts import MONEY, move_with_leader
from dingxin.config.demo.founding_day import County
from dingxin.config.demo.person import Somebody, comes, ticks, writes

UNREAD = [
    ("web", "村口的路灯坏了两个月，晚上老人出门看不见。跟村里说过两次。"),
    ("call", "问一下低保复核什么时候有结果，三月交的材料。"),
    ("letter", "灌渠的闸门一直不修，我们下游三家浇不上水。"),
    ("box", "（没有署名）卫生院挂号多收一块钱，收据上没有。"),
    ("web", "بىزنىڭ كەنتتە سۇ پۇلىنى قايسى ئۆلچەم بويىچە يىغىدۇ؟ باشقىلاردىن كۆپ ئالدى."),
]


class Others:
    """Smaller stories."""

    def __init__(self, county: County) -> None:
        self.county = county
        self.matters: dict[str, Any] = {}
        self.people: dict[str, Somebody] = {}

    def days(self) -> Iterator[tuple[str, int, Callable[[], Any]]]:
        """(name, day of the stationing, what happened)."""
        yield "someone walks in", 3, self.visit
        yield "school food: found by the team itself", 5, self.food
        yield "thanks", 6, self.thanks
        yield "wages of 543 households", 7, self.wages
        yield "a forest ranger's allowance", 10, self.ranger
        yield "not to my home", 18, self.afraid
        yield "the ranger is paid and says so", 24, self.ranger_paid
        yield "the first part of the wages", 26, self.wages_paid
        yield "about the team itself: straight to the body above", 27, self.about_team
        yield "what is not ours", 30, self.not_ours
        yield "blank paper", 32, self.blank
        yield "someone asks who talked", 39, self.interference
        yield "not read yet", 40, self.unread

    def matter(self, key: str) -> Matter:
        """As casework has it."""
        return Matter.objects.get(pk=self.matters[key])

    def _do(self, key: str, action: Callable[..., Any], by: str = "zhouyan", **what: Any) -> Any:
        return action(current=self.county[by], matter=self.matter(key), **what)

    def _move(self, key: str, code: str, by: str = "zhouyan", **what: Any) -> None:
        move_with_leader(self.county, self.matter(key), code, by, **what)

    def _take_up(
        self, key: str, title: str, unit: str, category: str, people: list[Somebody], by: str = "zhouyan",
        nature: str = "request", subject: str = "",
    ) -> None:  # fmt: skip
        ticks()
        codes = Codes(nature=nature, category=category, unit=self.county.units[unit].pk)
        for somebody in people:
            actions.open_submission(current=self.county[by], submission=somebody.submission)
            actions.read_submission(current=self.county[by], submission=somebody.submission, codes=codes)
        made = actions.make_matter(
            current=self.county[by], title=title, subject=subject, codes=codes,
            submissions=[somebody.submission for somebody in people],
        )
        self.matters[key] = made.pk

    def _accept(self, key: str, text: str, by: str = "zhouyan") -> None:
        self._do(key, actions.assess, by, assessment="accept", ground_legitimate=True, problem_clear=True, text=text)
        self._move(key, "accept", by)
        self._move(key, "verify", by)

    def visit(self) -> None:
        """A woman on a workday morning; two neighbours with her."""
        one = comes(
            self.county, "visit", "前年修水渠占了我家半亩地，说好的补偿一直没有。村里说报上去了，镇里说没收到。",
            about="三道弯村村委会", amount="半亩地的补偿", name="阿依夏木", persons=3, batch=1,
        )  # fmt: skip
        self._take_up("land", "修水渠占地半亩，补偿没有发", "sandaowan", "land.expropriation", [one])
        self._accept("land", "事情清楚，归本组管。先看镇里的收文登记。")
        self._do("land", actions.add_step, method="documents", text="镇经管站2024年收文登记里没有三道弯村的补偿申请。")
        self._move("land", "wait", arguments=Arguments(question="more"))

    def food(self) -> None:
        """256 bags expired, 122 unhygienic, over 70 shops."""
        self._take_up("food", "集镇小超市过期食品", "wanghe-market", "safety.food", [], by="aziguli")
        self._accept("food", "进驻走访时自己发现。", "aziguli")
        self._do("food", actions.add_step, "aziguli", method="site", text="走访集镇72家店，现场登记过期和不卫生食品。")
        self._do("food", actions.add_step, "aziguli", method="other_side", text="市场监管所承认半年没有检查过。")
        self._do("food", actions.add_evidence, "aziguli", source=BytesIO("72家店，过期256袋，不卫生122袋\n".encode()),
                 name="登记表.txt", media_type="text/plain")
        self._do("food", actions.record_finding, "aziguli", finding="substantiated", text="72家店，过期256袋，不卫生122袋。")
        self._move("food", "find", "aziguli")
        slips = self._do("food", actions.add_evidence, "aziguli", source=BytesIO("下架照片目录\n".encode()),
                         name="下架登记.txt", media_type="text/plain")
        for amount, text in ((256, "过期食品下架销毁"), (122, "不卫生食品下架")):
            remedy = self._do("food", actions.promise, "aziguli", kind="removal", counted_in="bag", amount=amount * MONEY,
                              whose="麦栈镇集市72家店", text=text)
            actions.deliver(current=self.county["aziguli"], remedy=remedy, on=self.county.day0, how="当场下架", evidence=slips)

    def thanks(self) -> None:
        """Thanks are counted and need no matter."""
        one = comes(self.county, "letter", "你们来了，村里开会都准时了。谢谢。", level="anonymous", receipt=False)
        ticks()
        actions.open_submission(current=self.county["aziguli"], submission=one.submission)
        actions.read_submission(current=self.county["aziguli"], submission=one.submission, codes=Codes(nature="thanks"))
        actions.thank(current=self.county["aziguli"], submission=one.submission)

    def wages(self) -> None:
        """Three of the 543 come; the list of all is counted in one remedy."""
        three = [
            comes(self.county, channel, what, name=name, amount="半年工钱")
            for channel, what, name in (
                ("call", "镇中心小学工地，干了六个月，包工头说等镇里拨款。我们543户都一样。", "艾尼瓦尔"),
                ("visit", "工头跑了，我们的工钱谁管？一共六个月。", "王建国"),
                ("letter", "小学都开学了，盖学校的人没拿到钱。", "买买提"),
            )
        ]
        self._take_up("wages", "镇中心小学工地拖欠543户半年工钱", "wanghe-housing", "money.wages", three)
        self._accept("wages", "543户，先要工资表和考勤。")
        self._do("wages", actions.add_step, method="register", text="核对实名制考勤和工资表：543户，六个月。")
        self._do("wages", actions.add_step, method="other_side", text="施工方承认拖欠，称工程款未拨付；住建局承认账户上有款。")
        self._do("wages", actions.add_evidence, source=BytesIO("543户工资表\n".encode()), name="工资表.txt",
                 media_type="text/plain")
        self._do("wages", actions.record_finding, finding="substantiated", text="拖欠543户六个月工钱，属实。")
        self._move("wages", "find")
        self.matters["wages-remedy"] = self._do(
            "wages", actions.promise, kind="money", counted_in="household", amount=543 * MONEY, whose="工资表上的543户",
            text="分两批发到本人账户。",
        ).pk
        self._move("wages", "act")

    def wages_paid(self) -> None:
        """The first 311 households."""
        from dingxin.casework.models import Remedy

        slips = self._do("wages", actions.add_evidence, source=BytesIO("311户银行回单\n".encode()), name="回单.txt",
                         media_type="text/plain")
        remedy = Remedy.objects.get(pk=self.matters["wages-remedy"])
        actions.deliver(current=self.county["zhouyan"], remedy=remedy, on=self._today(), how="第一批银行代发",
                        amount=311 * MONEY, evidence=slips)

    def ranger(self) -> None:
        """By the web, without a name."""
        self.people["ranger"] = writes(
            "我是护林员，去年补助少发了三个月，一个月600。站里说系统里没有我，可是巡山打卡天天有。",
            about="麦栈镇林业站", when="去年十月到十二月", amount="1800元", people="1人",
        )  # fmt: skip
        self._take_up("ranger", "护林员补助少发3个月", "maizhan-forestry", "benefits.farm", [self.people["ranger"]], by="aziguli")
        self._accept("ranger", "有打卡记录，事情清楚。", "aziguli")

    def ranger_paid(self) -> None:
        """Checked, paid, answered, confirmed with their own digits, closed by two."""
        by = "aziguli"
        self._do("ranger", actions.add_step, by, method="register", result="substantiated",
                 text="巡山打卡92天，补助册上没有这三个月。")
        self._do("ranger", actions.add_step, by, method="other_side", text="站长承认换系统时漏录。")
        slips = self._do("ranger", actions.add_evidence, by, source=BytesIO("打卡92天；补发1800元回单\n".encode()),
                         name="打卡和回单.txt", media_type="text/plain")
        self._do("ranger", actions.record_finding, by, finding="substantiated", disposal="corrected",
                 text="漏录三个月，1800元，属实。")
        self._move("ranger", "find", by)
        remedy = self._do("ranger", actions.promise, by, kind="money", counted_in="yuan", amount=1800 * MONEY,
                          whose=self.people["ranger"].thread, text="补发到原账户。")
        self._move("ranger", "act", by)
        actions.deliver(current=self.county[by], remedy=remedy, on=self._today(), how="银行转账", evidence=slips)
        actions.answer(
            current=self.county[by], link=self.people["ranger"].link, outcome="substantiated",
            text="您说的三个月补助，属实，是换系统时漏了。1800元已经补发到原来的账户。收到没有，由您来说。",
        )  # fmt: skip
        self._move("ranger", "answer", by)
        self.people["ranger"].says("confirm")
        actions.confirm_remedy(
            current=self.county[by], remedy=type(remedy).objects.get(pk=remedy.pk), link=self.people["ranger"].link
        )
        self._move("ranger", "close", by)

    def afraid(self) -> None:
        """S2: no contact at home. What becomes of it is told in ``afraid``."""
        one = writes(
            "合作社分红三年没公布。我可以说，但是请不要来我家，也不要打电话，邻居就是会计。", about="白杨渠村合作社",
            level="confidential", name="努尔古丽", contact="不要到家里。我自己回来看",
        )  # fmt: skip
        self.people["coop"] = one
        self._take_up("coop", "合作社三年分红没有公布", "baiyangqu", "land.collective", [one])
        self._accept("coop", "先看账，不找人。")

    def about_team(self) -> None:
        """Nobody of the team can open it."""
        writes("组里有个人是镇书记的同学，在饭桌上说过我们的事。", about="第九巡察组", about_team="yes")

    def not_ours(self) -> None:
        """Answered with where to go."""
        one = comes(self.county, "visit", "我跟邻居的官司判了，不服，想请你们改判。", name="刘全", batch=1)
        self._take_up("court", "不服法院判决", "maizhan", "justice.court", [one], by="songqiming", nature="appeal")
        self._do("court", actions.assess, "songqiming", assessment="redirect", ground_legitimate=True, problem_clear=True,
                 text="已判决的案件不归巡察改判。", destination="court", hand_on=False, agreed=False)
        actions.make_move(current=self.county["songqiming"], matter=self.matter("court"), move="redirect",
                          reason="涉诉，告诉他到法院申诉窗口。")

    def blank(self) -> None:
        """An empty sheet from a box: set aside by two people, counted apart."""
        one = comes(self.county, "box", "（白纸一张）", level="anonymous", receipt=False)
        ticks()
        actions.open_submission(current=self.county["songqiming"], submission=one.submission)
        actions.read_submission(current=self.county["songqiming"], submission=one.submission, codes=Codes())
        actions.propose_set_aside(current=self.county["songqiming"], submission=one.submission, reason="blank")
        actions.second_set_aside(current=self.county["aziguli"], submission=one.submission)

    def interference(self) -> None:
        """On the shortest clock."""
        one = writes("有人挨户问：谁找过巡察组？还说查完你们走，我们不走。", about="榆钱村一名干部", level="anonymous")
        ticks()
        officer = self.county["zhouyan"]
        actions.open_submission(current=officer, submission=one.submission)
        codes = Codes(nature="report", category="interference.asking", unit=self.county.units["yuqian"].pk)
        actions.read_submission(current=officer, submission=one.submission, codes=codes, interference=True)
        actions.make_matter(current=officer, title="有人挨户打听“谁找过巡察组”", submissions=[one.submission], codes=codes)

    def unread(self) -> None:
        """What came in today and yesterday."""
        for channel, what in UNREAD:
            if channel == "web":
                writes(what)
            else:
                comes(self.county, channel, what, level="anonymous", receipt=False)
        ticks()

    def _today(self) -> Any:
        from dingxin.web.days import today

        return today()
