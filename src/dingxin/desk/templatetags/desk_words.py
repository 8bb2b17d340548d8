"""Words of a submission as they are shown: what the clerk moved to the identity stands as a framed word of its kind."""

import re

from django import template
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

register = template.Library()
KINDS = ("姓名", "电话", "住址", "其他", "看不清", "name", "telephone", "address", "other", "illegible")
_MARK = re.compile(rf"[\[［]({'|'.join(KINDS)})[\]］]")


@register.filter
def framed(text: object) -> SafeString:
    """Escaped, with ［姓名］ and its like in a frame. Whoever wrote the same letters without meaning it sees them framed."""
    return mark_safe(_MARK.sub(r'<span class="hid">\1</span>', conditional_escape(str(text or ""))))  # noqa: S308 - escaped above


@register.filter
def is_shown(media_type: str) -> str:
    """``picture`` or ``sound`` for what the page shows in place; empty for what is only saved."""
    start = media_type.partition("/")[0]
    return {"image": "picture", "audio": "sound"}.get(start, "") if media_type != "image/svg+xml" else ""
