"""The public half of the site alone, so that these tests stand on portal and mailbox and on nothing of the desk."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

urlpatterns = [
    path("", include("dingxin.web.urls")),
    path("", include("dingxin.portal.urls_plain")),
    *i18n_patterns(path("", include("dingxin.portal.urls"))),
]
