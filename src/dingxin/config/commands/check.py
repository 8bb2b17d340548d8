"""``check``: everything CI runs. One line a step; a failing one shows what its tool said, the rest still runs."""

import argparse
import time

from dingxin.config import checks, places
from dingxin.config.terminal import Refusal, complain, say


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Which steps, and how strict."""
    names = [step.name for step in checks.STEPS]
    parser.add_argument("steps", nargs="*", metavar="STEP", help=f"only these: {', '.join(names)}")
    parser.add_argument("--after-test", action="store_true", help="leave out what ./dingxin test has just run")
    parser.add_argument("--insist", action="store_true", help="an absent tool is a failure (always so with CI=true)")


def run(args: argparse.Namespace) -> int:
    """1 when a step failed. Nothing is printed after the last step, so that pytest's closing line stays last."""
    unknown = sorted(set(args.steps) - {step.name for step in checks.STEPS})
    if unknown:
        raise Refusal(f"there is no step {unknown[0]!r}.", todo="./dingxin check --help lists them.")
    insist = args.insist or places.insists()
    failed = []
    for step in checks.STEPS:
        if (args.steps and step.name not in args.steps) or (args.after_test and step.test):
            continue
        started = time.monotonic()
        if step.open:
            say(f"{step.name:<11} …")
        try:
            found = step.run()
        except checks.Absent as absent:
            found = f"{absent} not here" if insist else ""
            if not insist:
                say(f"{step.name:<11} left out: {absent} not here")
                continue
        except Refusal as refusal:
            complain(refusal)
            found = "refused"
        if found:
            failed.append(step.name)
            say(f"{step.name:<11} FAILED")
            say("\n".join(f"    {line}" for line in found.splitlines()))
        elif not step.open:
            say(f"{step.name:<11} ok {time.monotonic() - started:6.1f} s")
    if failed:
        complain(Refusal(f"failed: {', '.join(failed)}.", todo="Run one alone: ./dingxin check STEP"))
    return 1 if failed else 0
