"""Two keys for a name: one was turned and opened, one refused, one waits for whoever looks round as the custodian."""

from collections.abc import Callable, Iterator
from typing import Any

from dingxin.casework import actions
from dingxin.config.demo.founding_day import County
from dingxin.config.demo.others import Others


class TwoKeys:
    """Asked by officers about people of the other stories."""

    def __init__(self, county: County, others: Others) -> None:
        self.county = county
        self.others = others

    def days(self) -> Iterator[tuple[str, int, Callable[[], Any]]]:
        """(name, day of the stationing, what happened)."""
        yield "a name is asked for and refused: the receipt will do", 22, self.refused
        yield "a name is asked for, turned, and opened once", 23, self.opened
        yield "a request for a second key waits", 40, self.waits

    def _ask(self, key: str, by: str, reason: str, **more: Any) -> Any:
        submission = self.others.matter(key).links.select_related("submission").first()
        assert submission is not None
        given = {"purpose": "name", "ground": "verify"} | more
        return actions.request_name(current=self.county[by], submission=submission.submission, reason=reason, **given)

    def refused(self) -> None:
        """There was a lighter way."""
        request = self._ask("coop", "zhouyan", "想问清楚是哪三年，哪几户的账。")
        actions.refuse_name_request(
            current=self.county["luheng"], request=request, text="用回执问得到。本人说过不要联系，先发消息。"
        )

    def opened(self) -> None:
        """The map of the land register needs the household's name."""
        request = self._ask("land", "zhouyan", "镇里的台账按户主登记，不知道户主，查不到这半亩在谁名下。")
        actions.approve_name_request(current=self.county["baixue"], request=request, text="只查台账，不上门。")
        actions.open_name(current=self.county["zhouyan"], request=request)

    def waits(self) -> None:
        """For whoever signs in as the custodian."""
        self._ask("land", "zhouyan", "补偿款要发到本人的卡上，发放表要写领款人。回执上问过，本人同意。", ground="named_remedy")
