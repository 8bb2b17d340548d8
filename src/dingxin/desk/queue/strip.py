"""The team's day in numbers, each leading to the rows behind it."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Min, Q, Sum
from django.urls import reverse

from dingxin.accounts.identity import Current
from dingxin.casework import visible
from dingxin.casework.queries import Strip, today_strip
from dingxin.organisation.models import Team
from dingxin.rules.codes import Channel, SubmissionState
from dingxin.web.days import today


@dataclass(frozen=True)
class ChannelToday:
    """How many came by one channel; ``persons`` where they are counted apart (visits)."""

    channel: Channel
    count: int
    persons: int


@dataclass(frozen=True)
class Today:
    """``oldest``: the day on which the oldest unread one came."""

    strip: Strip
    channels: list[ChannelToday]
    oldest: date | None
    came_url: str
    unread_url: str
    news_url: str
    late_url: str
    person_url: str


def today_of(current: Current, team: Team) -> Today:
    """Five queries."""
    seen = visible.submissions(current).filter(team=team, historic=False)
    day = today()
    came = seen.filter(received_on=day).order_by().values("channel").annotate(n=Count("pk"), people=Sum("persons"))
    by_channel = {row["channel"]: row for row in came}
    unread = Q(state=SubmissionState.REGISTERED)
    inbox, matters = reverse("desk:inbox"), reverse("desk:matters")
    return Today(
        strip=today_strip(current, team),
        channels=[
            ChannelToday(channel, by_channel[channel]["n"], by_channel[channel]["people"] or 0)
            for channel in Channel if channel in by_channel
        ],
        oldest=seen.filter(unread).aggregate(day=Min("received_on"))["day"],
        came_url=f"{inbox}?from={day.isoformat()}", unread_url=f"{inbox}?state=registered", news_url=f"{inbox}?news=1",
        late_url=f"{matters}?late=1", person_url=f"{matters}?overlay=waiting",
    )
