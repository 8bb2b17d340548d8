"""The demo's loader: an invented county, told through the real actions, in the order it happened."""

from collections.abc import Callable, Sequence
from datetime import timedelta
from pathlib import Path

from dingxin.config.demo_logins import DIGITS, DemoLogin


def load(*, data: Path, say: Callable[[str], None]) -> Sequence[DemoLogin]:
    """Fill an empty, migrated database and write the demo's log-ins. Returns them for the terminal's table."""
    from dingxin.accounts import demo as sign_in
    from dingxin.config.demo import founding_day, place
    from dingxin.config.demo.told import stories
    from dingxin.config.demo.undecided import Undecided
    from dingxin.web.days import today

    day = today()
    say("  founding two bodies, a team, their keys …")
    county = founding_day.found(day)
    undecided = Undecided(county)
    due = [county.day0 + timedelta(days=number) for number in founding_day.ROTATED_ON]
    for name, on, tell in stories(county, undecided):
        while due and due[0] <= on:
            founding_day.rotate(county, due.pop(0))
        say(f"  {on.isoformat()}  {name}")
        tell()
    while due:
        founding_day.rotate(county, due.pop(0))
    shown = [(one, county.people[one.username]) for one in place.PEOPLE if one.shown]
    sign_in.store(data, [
        sign_in.DemoAccount(
            username=one.username, name=one.name, passphrase=person.secrets.passphrase, totp=person.totp_secret,
            role={"zh-hans": one.part[0], "en": one.part[1]}, about={"zh-hans": one.about[0], "en": one.about[1]},
        )
        for one, person in shown
    ])  # fmt: skip
    (data / DIGITS).write_text(undecided.digits, encoding="utf-8")
    return [
        DemoLogin(role=one.part[1], user=one.username, passphrase=person.secrets.passphrase) for one, person in shown
    ]
