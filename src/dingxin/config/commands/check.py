"""``check``: everything CI runs. One line a step; a failing one shows what its tool said, the rest still runs."""

import argparse
import time
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass

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
    chosen = [
        step for step in checks.STEPS
        if not (args.steps and step.name not in args.steps) and not (args.after_test and step.test)
    ]
    failed = []
    with ThreadPoolExecutor(1) as side:
        waiting: list[tuple[checks.Step, Future[Outcome]]] = []
        for step in chosen:
            if step.beside:
                waiting.append((step, side.submit(_outcome, step, insist)))
                continue
            if step.open:
                failed += [one.name for one, told in waiting if not _tell(one, told.result())]
                waiting.clear()
                say(f"{step.name:<11} …")
            if not _tell(step, _outcome(step, insist)):
                failed.append(step.name)
        failed += [one.name for one, told in waiting if not _tell(one, told.result())]
    if failed:
        complain(Refusal(f"failed: {', '.join(failed)}.", todo="Run one alone: ./dingxin check STEP"))
    return 1 if failed else 0


@dataclass(frozen=True)
class Outcome:
    """``found``: what a step found wrong. ``left_out``: the tool that is not here."""

    found: str
    seconds: float
    left_out: str = ""


def _outcome(step: checks.Step, insist: bool) -> Outcome:
    started = time.monotonic()
    found = left_out = ""
    try:
        found = step.run()
    except checks.Absent as absent:
        found, left_out = (f"{absent} not here", "") if insist else ("", str(absent))
    except Refusal as refusal:
        complain(refusal)
        found = "refused"
    return Outcome(found, time.monotonic() - started, left_out)


def _tell(step: checks.Step, outcome: Outcome) -> bool:
    """Write the step's line; whether it is in order."""
    if outcome.left_out:
        say(f"{step.name:<11} left out: {outcome.left_out} not here")
    elif outcome.found:
        say(f"{step.name:<11} FAILED")
        say("\n".join(f"    {line}" for line in outcome.found.splitlines()))
    elif not step.open:
        say(f"{step.name:<11} ok {outcome.seconds:6.1f} s")
    return not outcome.found
