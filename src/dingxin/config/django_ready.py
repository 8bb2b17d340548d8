"""Loading Django for a command, once, with the folder the command chose."""

import os
from pathlib import Path


def load(data: Path | None = None, **environment: str) -> None:
    """Set ``DINGXIN_DATA`` (when given) and further variables, then load Django. Call before importing any model."""
    if data is not None:
        os.environ["DINGXIN_DATA"] = str(data)
    os.environ.update(environment)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dingxin.config.settings")
    import django

    django.setup()
