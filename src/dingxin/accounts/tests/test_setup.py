"""At the terminal: secrets are shown once, wiped, typed back."""

from collections.abc import Callable

import pytest

from dingxin.accounts import queries, setup
from dingxin.accounts.setup import WIPE, Terminal

pytestmark = pytest.mark.django_db


class Script:
    """A person who types what the paper says, after one mistake each."""

    def __init__(self, *answers: str) -> None:
        self.answers, self.said, self.wrong = list(answers), list[str](), set[str]()

    def say(self, line: str) -> None:
        self.said.append(line)

    def shown(self, label: str) -> str:
        return next(line.split()[-1] for line in self.said if line.strip().startswith(label))

    def ask(self, question: str) -> str:
        for label in ("passphrase", "recovery code"):
            if question.startswith(label):
                if label not in self.wrong:
                    self.wrong.add(label)
                    return "babab"
                return self.shown(label).replace("-", " ")
        if question.startswith(("Enter", "For a closed")):
            return ""
        if not self.answers:
            raise EOFError
        return self.answers.pop(0)


def run(script: Script) -> int:
    return setup.run(Terminal(say=script.say, ask=script.ask))


def test_people_are_added_until_told_to_stop() -> None:
    script = Script("y", "Zhou", "zhou", "周砚", "y", "yes", "zhou", "lin", "林", "n", "n", "never asked")
    assert run(script) == 0
    assert script.answers == ["never asked"]
    zhou, lin = queries.member_by_username("zhou"), queries.member_by_username("lin")
    assert zhou is not None
    assert lin is not None
    assert (zhou.own, lin.own) == (True, False)
    assert script.said.count(WIPE) == 3
    assert script.wrong == {"passphrase", "recovery code"}


@pytest.mark.parametrize("answers", [(), ("y",), ("y", "zhou")])
def test_the_end_of_input_ends_it(answers: tuple[str, ...]) -> None:
    assert run(Script(*answers)) == 0
    assert not queries.members().exists()


@pytest.mark.parametrize(("same", "shown", "typed", "fits"), [
    (setup._same_passphrase, "babab-dodod", "BABAB  dodod", True),
    (setup._same_passphrase, "babab-dodod", "babab", False),
    (setup._same_code, "x", "", False),
])
def test_typing_back(same: Callable[[str, str], bool], shown: str, typed: str, fits: bool) -> None:
    assert same(shown, typed) is fits
