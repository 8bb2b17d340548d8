"""Words of a public notice: in their own language, with their digits kept in order."""

from django import template
from django.forms import BoundField, Form
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from dingxin.organisation.public import Text
from dingxin.web.context import dir_of, tag_of
from dingxin.web.templatetags.dx import isolate

register = template.Library()


@register.simple_tag
def words(text: Text | str) -> SafeString:
    """A notice's text, escaped; in its own ``lang`` where that is not the page's, each run of digits isolated."""
    shown = isolate(str(text))
    language = getattr(text, "language", None)
    if language is None or language == get_language():
        return shown
    return format_html('<span lang="{}" dir="{}">{}</span>', tag_of(language), dir_of(language), shown)


@register.filter
def bound(form: Form, name: str) -> BoundField:
    """The bound field of that name."""
    return form[name]
