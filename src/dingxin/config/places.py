"""Where things are on this machine, known without loading Django."""

import os
import shutil
import sys
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[3]
SOURCE = REPOSITORY / "src"
PACKAGE = SOURCE / "dingxin"
PYTHON = sys.executable

# the headless shell is the same engine without a browser round it: a third less for every page of the tests
_BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")


def chromium() -> str | None:
    """Path of the Chromium that browser tests drive (``DINGXIN_CHROMIUM`` or the first on PATH), or None."""
    named = os.environ.get("DINGXIN_CHROMIUM")
    if named:
        return named if Path(named).exists() else None
    return next((found for name in _BROWSERS if (found := shutil.which(name))), None)


def insists() -> bool:
    """In CI an absent tool is a failure, elsewhere it is a step left out with a word."""
    return os.environ.get("CI", "").lower() in {"1", "true"}
