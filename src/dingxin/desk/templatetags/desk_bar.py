"""Where the member stands, for pages of other rooms that wear the desk's frame."""

from django import template
from django.template import Context

from dingxin.desk.place import Place, place_of

register = template.Library()


@register.simple_tag(takes_context=True)
def desk_place(context: Context) -> Place:
    """`{% desk_place as place %}`: the place of this request, asked for once."""
    return place_of(context["request"])
