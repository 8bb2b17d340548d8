"""All addresses: public pages carry their language in the path, staff pages follow the member's choice."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

handler400 = "dingxin.web.errors.bad_request"
handler403 = "dingxin.web.errors.forbidden"
handler404 = "dingxin.web.errors.not_found"
handler500 = "dingxin.web.errors.server_error"

urlpatterns = [
    path("", include("dingxin.web.urls")),
    path("staff/", include("dingxin.accounts.urls")),
    path("desk/", include("dingxin.desk.urls")),
    path("desk/record/", include("dingxin.intake.common.urls")),
    path("desk/box/", include("dingxin.intake.box.urls")),
    path("desk/call/", include("dingxin.intake.call.urls")),
    path("desk/receipt/", include("dingxin.intake.back.urls")),
    path("desk/drafts/", include("dingxin.intake.drafts.urls")),
    path("desk/letter/", include("dingxin.intake.letter.urls")),
    path("desk/transferred/", include("dingxin.intake.transferred.urls")),
    path("api/transferred/v1/", include("dingxin.intake.transferred.urls_api")),
    path("desk/household/", include("dingxin.intake.household.urls")),
    path("desk/visit/", include("dingxin.intake.visit.urls")),
    path("", include("dingxin.portal.urls_plain")),  # the static sealing page and its JSON, the same for every language
    *i18n_patterns(path("", include("dingxin.portal.urls"))),
]
