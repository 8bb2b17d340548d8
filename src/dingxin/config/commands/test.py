"""``test``: the suite on SQLite, then the browser tests where Chromium is found. Further words go to pytest."""

import argparse

from dingxin.config import places, suite
from dingxin.config.terminal import say

PASSES_ON = True


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """All words are pytest's; two switches choose a part."""
    parser.add_argument("--no-browser", action="store_true", help="leave the browser tests out")


def run(args: argparse.Namespace) -> int:
    """0 when every part that ran passed. A selection that matches in one part only is fine."""
    rest: list[str] = args.rest
    if "-m" in rest:  # the caller chose marks: one run, as asked
        return suite.run(rest, marks=None)
    codes = [suite.run(rest or suite.workers(), marks=suite.PLAIN)]
    if not args.no_browser:
        if places.chromium():
            codes.append(suite.run(rest or [*suite.workers(), *suite.BROWSER], marks="browser"))
        elif not rest:
            say("browser tests left out: no Chromium here (Debian: apt install chromium, or set DINGXIN_CHROMIUM).")
            codes.append(1 if places.insists() else 0)
    ran = [code for code in codes if code != suite.NOTHING_SELECTED]
    return max(ran, default=suite.NOTHING_SELECTED if rest else 0)
