"""``test``: the suite on SQLite, and beside it the browser tests where Chromium is found. Further words go to pytest."""

import argparse

from dingxin.config import places, suite
from dingxin.config.beside import beside
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
    if rest:
        return _selected(rest, browser=not args.no_browser)
    if args.no_browser:
        return suite.run(suite.workers(), marks=suite.PLAIN)
    if not places.chromium():
        code = suite.run(suite.workers(), marks=suite.PLAIN)
        say("browser tests left out: no Chromium here (Debian: apt install chromium, or set DINGXIN_CHROMIUM).")
        return code or places.insists()
    with beside("check", "browser") as browser:
        code = suite.run(suite.workers(), marks=suite.PLAIN)
        return max(code, not browser())


def _selected(words: list[str], *, browser: bool) -> int:
    """The parts one after the other; what the words select may be in one of them only."""
    codes = [suite.run(words, marks=suite.PLAIN)]
    if browser and places.chromium():
        codes.append(suite.run(words, marks="browser"))
    ran = [code for code in codes if code != suite.NOTHING_SELECTED]
    return max(ran, default=suite.NOTHING_SELECTED)
