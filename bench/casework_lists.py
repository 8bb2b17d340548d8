"""Lists of the desk at 50,000 submissions and 5,000 matters (casework.queries), on facts alone."""

from datetime import timedelta
from typing import Any

from bench.common import Row, timed
from bench.county import county

TITLE = "Inbox, matters and queue at 50,000 submissions and 5,000 matters"
SUBMISSIONS, MATTERS, TIMES = 50_000, 5_000, 20


def _fill(made: Any) -> None:
    from dingxin.accounts.models import Member
    from dingxin.casework.models import Clock, Link, Matter, Submission
    from dingxin.rules.ids import new_id
    from dingxin.web.days import today

    day, vault, team = today(), made.team.vault, made.team.team
    officers = list(Member.objects.filter(memberships__team=team, memberships__role="officer"))
    came = [
        Submission(
            id=new_id(), team=team, vault_id=vault.pk, channel="call", year=day.year, number=number + 1,
            received_on=day - timedelta(days=number % 300), registered_on=day, nature="report",
            state=("registered", "read", "linked")[number % 3],
            officer=officers[number % len(officers)] if number % 3 else None,
        )
        for number in range(SUBMISSIONS)
    ]
    Submission.objects.bulk_create(came, batch_size=2_000)
    Clock.objects.bulk_create(
        [
            Clock(submission=row, clock="assess", rule="assess", started_on=day, due=day + timedelta(days=number % 40))
            for number, row in enumerate(came)
        ],
        batch_size=2_000,
    )
    matters = [
        Matter(
            id=new_id(), team=team, vault_id=vault.pk, compartment_id=vault.pk, number=number + 1, year=day.year,
            opened_on=day - timedelta(days=number % 300), officer=officers[number % len(officers)],
            state=("open", "verifying", "closed")[number % 3], due_day=day + timedelta(days=number % 90 - 20),
        )
        for number in range(MATTERS)
    ]
    Matter.objects.bulk_create(matters, batch_size=2_000)
    links = [
        Link(matter=matters[number % MATTERS], submission=row, linked_on=day)
        for number, row in enumerate(came) if row.state == "linked"
    ]
    Link.objects.bulk_create(links, batch_size=2_000)


def rows() -> list[Row]:
    """A member's own view each time, so that nothing of an earlier request helps."""
    from dingxin.casework import queries
    from dingxin.casework.models import Submission
    from dingxin.casework.queries.keyset import cursor
    from dingxin.organisation.models import Membership

    made = county()
    _fill(made)
    members = Membership.objects.filter(team=made.team.team)
    officer = members.filter(role="officer").values_list("member__username", flat=True)[0]
    leader = members.filter(role="leader").values_list("member__username", flat=True)[0]
    middle = Submission.objects.order_by("-received_on", "-number")[SUBMISSIONS // 2]
    after = cursor(middle.received_on, middle.number, middle.pk)
    every, read = queries.InboxFilters(), queries.InboxFilters(state="read", nature="report")
    work = {
        "inbox, first page": lambda: queries.inbox(made[officer], every),
        "inbox, page in the middle": lambda: queries.inbox(made[officer], every, after),
        "inbox, filtered": lambda: queries.inbox(made[officer], read, after),
        "matters, first page": lambda: queries.matters(made[officer], queries.MatterFilters()),
        "queue of an officer": lambda: queries.queue(made[officer]),
        "what is late": lambda: queries.late(made[leader]),
        "today's strip": lambda: queries.today_strip(made[officer], made.team.team),
    }
    return [Row(what, timed(act, TIMES, warm=2)) for what, act in work.items()]
