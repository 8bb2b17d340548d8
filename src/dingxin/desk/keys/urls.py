"""Addresses of the keys' pages, under /desk/keys/ and /desk/audit/."""

from django.urls import URLPattern, path

from dingxin.desk.keys import audit, bodies, certify, custody, grants, inbounds, recusals, rekey, relations, requests, views

_TEAM = "keys/team/<uuid:id>/"
_BODY = "keys/body/<uuid:id>/"

urlpatterns: list[URLPattern] = [
    path("keys/", views.table, name="keys"),
    path("keys/loss/", views.loss, name="keys_loss"),
    path("keys/waiting/<uuid:id>/", requests.waiting_one, name="keys_waiting"),
    path("keys/waiting/<uuid:id>/back/", requests.take_back, name="keys_take_back"),
    path(f"{_TEAM}vault/", grants.make_vault, name="keys_vault"),
    path(f"{_TEAM}grant/", grants.grant, name="keys_grant"),
    path(f"{_TEAM}certify/<uuid:member_id>/", certify.certify_team, name="keys_certify_team"),
    path(f"{_BODY}certify/<uuid:member_id>/", certify.certify_body, name="keys_certify_body"),
    path(f"{_TEAM}recusals/", recusals.recuse, name="keys_recuse"),
    path(f"{_TEAM}recusals/sign/", recusals.sign, name="keys_recusals_sign"),
    path(f"{_TEAM}recusals/catch-up/", recusals.catch_up, name="keys_catch_up"),
    path(f"{_TEAM}recusals/<uuid:row_id>/end/", recusals.end_recusal, name="keys_recusal_end"),
    path("me/relations/", relations.mine, name="relations"),
    path(f"{_TEAM}relations/<uuid:row_id>/", relations.read, name="keys_relation"),
    path(f"{_TEAM}relations/<uuid:row_id>/end/", relations.end, name="keys_relation_end"),
    path(f"{_TEAM}inbounds/", inbounds.inbounds, name="keys_inbounds"),
    path(f"{_TEAM}inbounds/rotate/", inbounds.rotate, name="keys_rotate"),
    path(f"{_TEAM}inbounds/<uuid:row_id>/sign/", inbounds.sign, name="keys_sign"),
    path(f"{_TEAM}inbounds/<uuid:row_id>/destroy/", inbounds.destroy, name="keys_destroy"),
    path(f"{_TEAM}leave/<uuid:member_id>/", rekey.leave, name="keys_leave"),
    path(f"{_TEAM}rekey/", rekey.progress, name="keys_rekey"),
    path(_BODY, bodies.body_keys, name="keys_body"),
    path(f"{_BODY}keyset/", bodies.keyset, name="keys_keyset"),
    path(f"{_BODY}custody/", bodies.custody, name="keys_custody"),
    path(f"{_BODY}custody/pass-on/", custody.pass_on, name="keys_pass_on"),
    path("audit/", audit.entries, name="audit"),
]
