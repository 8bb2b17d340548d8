"""``version``: of Dingxin and of what it stands on."""

import argparse
import platform
import tomllib
from importlib.metadata import version

from dingxin.config.places import REPOSITORY
from dingxin.config.terminal import say


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """No arguments."""


def run(args: argparse.Namespace) -> int:
    """One line."""
    own = tomllib.loads((REPOSITORY / "pyproject.toml").read_text())["project"]["version"]
    say(f"dingxin {own} (Python {platform.python_version()}, Django {version('Django')}, granian {version('granian')})")
    return 0
