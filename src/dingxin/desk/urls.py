"""Addresses of the staff's home. Each topic keeps its own list beside its views."""

from django.urls import URLPattern

from dingxin.desk.contact.urls import urlpatterns as contact
from dingxin.desk.custody.urls import urlpatterns as custody
from dingxin.desk.inbox.urls import urlpatterns as inbox
from dingxin.desk.keys.urls import urlpatterns as keys
from dingxin.desk.matter.urls import urlpatterns as matter
from dingxin.desk.organisation.urls import urlpatterns as organisation
from dingxin.desk.pressed.urls import urlpatterns as pressed
from dingxin.desk.queue.urls import urlpatterns as queue

app_name = "desk"
urlpatterns: list[URLPattern] = [*queue, *inbox, *matter, *organisation, *keys, *custody, *contact, *pressed]
