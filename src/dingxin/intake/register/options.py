"""What the command line takes after ``import register``. Apart, because ``--help`` must not load Django."""

import argparse
from pathlib import Path


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The file, whose it becomes, and how it is read."""
    parser.epilog = "Headings that are read, and the MAP: docs/formats/register-map.md"
    parser.add_argument("file", type=Path, help="an xlsx or csv")
    parser.add_argument("--team", required=True, help="whose register it becomes: BODY/NUMBER, such as wanghe/9")
    parser.add_argument("--map", type=Path, help="which heading is what; else the headings of the team's policy pack")
    parser.add_argument("--dry-run", action="store_true", help="read everything, store nothing, say what would happen")
    parser.add_argument("--corrections", type=Path, help="where rows to correct go (default: FILE.to-correct.csv)")
