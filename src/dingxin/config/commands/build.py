"""``build``: browser code from scripts/ to web/static/dist."""

import argparse

from dingxin.config import browser_code
from dingxin.config.terminal import Refusal, say


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """No arguments."""


def run(args: argparse.Namespace) -> int:
    """Says which bundles changed; commit them."""
    before = browser_code.fingerprint(browser_code.BUILT)
    for done in (browser_code.install(), browser_code.npm("run", "build")):
        if done.returncode:
            say(done.stdout)
            raise Refusal("the browser code was not built.", todo="The lines above are npm's own.")
    after = browser_code.fingerprint(browser_code.BUILT)
    changed = sorted(name for name in before.keys() | after.keys() if before.get(name) != after.get(name))
    say("changed: " + ", ".join(changed) if changed else "nothing changed.")
    return 0
