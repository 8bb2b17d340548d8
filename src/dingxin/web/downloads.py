"""What a stranger called a file, made fit to be shown and saved under."""

import unicodedata

from django.utils.http import content_disposition_header

UNSEEN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
"""Characters that are not seen but change what is: a name that reads "photo gpj.exe" backwards ends in .exe."""


def plain_name(name: str) -> str:
    """Without folders and unseen characters; "file" where nothing is left."""
    seen = "".join("_" if one in "/\\" else one for one in name if unicodedata.category(one) not in UNSEEN)
    return seen.strip(". ") or "file"


def attachment(name: str) -> str:
    """The header that saves and never shows."""
    return content_disposition_header(True, plain_name(name)) or "attachment"
