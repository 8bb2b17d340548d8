"""Addresses of the organisation's pages, under /desk/organisation/."""

from django.urls import URLPattern, path

from dingxin.desk.organisation import bodies, notice, people, rounds, stationings, teams, units, views

_ROOT = "organisation/"

urlpatterns: list[URLPattern] = [
    path(_ROOT, views.overview, name="organisation"),
    path(f"{_ROOT}bodies/new/", bodies.new_body, name="organisation_body_new"),
    path(f"{_ROOT}bodies/<uuid:id>/", bodies.body, name="organisation_body"),
    path(f"{_ROOT}bodies/<uuid:id>/change/", bodies.change_body, name="organisation_body_change"),
    path(f"{_ROOT}bodies/<uuid:id>/roles/new/", bodies.give_role, name="organisation_role_give"),
    path(f"{_ROOT}bodies/<uuid:id>/roles/<uuid:row_id>/end/", bodies.take_role, name="organisation_role_take"),
    path(f"{_ROOT}units/", units.units, name="organisation_units"),
    path(f"{_ROOT}units/new/", units.new_unit, name="organisation_unit_new"),
    path(f"{_ROOT}units/import/", units.import_units, name="organisation_units_import"),
    path(f"{_ROOT}units/<uuid:id>/", units.change_unit, name="organisation_unit_change"),
    path(f"{_ROOT}rounds/new/", rounds.new_round, name="organisation_round_new"),
    path(f"{_ROOT}rounds/<uuid:id>/", rounds.round_page, name="organisation_round"),
    path(f"{_ROOT}rounds/<uuid:id>/change/", rounds.change_round, name="organisation_round_change"),
    path(f"{_ROOT}rounds/<uuid:id>/move/", rounds.move_round, name="organisation_round_move"),
    path(f"{_ROOT}teams/new/", teams.new_team, name="organisation_team_new"),
    path(f"{_ROOT}teams/<uuid:id>/", teams.team, name="organisation_team"),
    path(f"{_ROOT}teams/<uuid:id>/change/", teams.change_team, name="organisation_team_change"),
    path(f"{_ROOT}teams/<uuid:id>/people/new/", teams.join_team, name="organisation_team_join"),
    path(f"{_ROOT}teams/<uuid:id>/people/<uuid:row_id>/end/", teams.leave_team, name="organisation_team_leave"),
    path(f"{_ROOT}people/", people.people_list, name="organisation_people"),
    path(f"{_ROOT}people/new/", people.new_person, name="organisation_person_new"),
    path(f"{_ROOT}people/<uuid:id>/", people.person, name="organisation_person"),
    path(f"{_ROOT}people/<uuid:id>/close/", people.deactivate, name="organisation_person_close"),
    path(f"{_ROOT}people/<uuid:id>/reset/", people.reset, name="organisation_person_reset"),
    path(f"{_ROOT}people/<uuid:id>/unit/", people.home_unit, name="organisation_person_unit"),
    path(f"{_ROOT}people/<uuid:id>/device/", people.clear_device, name="organisation_person_device"),
    path(f"{_ROOT}stationings/new/", stationings.new_stationing, name="organisation_stationing_new"),
    path(f"{_ROOT}stationings/<uuid:id>/", stationings.stationing, name="organisation_stationing"),
    path(f"{_ROOT}stationings/<uuid:id>/change/", stationings.change_stationing, name="organisation_stationing_change"),
    path(f"{_ROOT}stationings/<uuid:id>/notice/<slug:language>/", notice.notice, name="organisation_notice"),
    path(f"{_ROOT}stationings/<uuid:id>/boxes/", notice.boxes, name="organisation_boxes"),
    path(f"{_ROOT}stationings/<uuid:id>/preview/<slug:language>/", notice.preview, name="organisation_preview"),
    path(f"{_ROOT}stationings/<uuid:id>/poster/<slug:language>/", notice.poster, name="organisation_poster"),
    path(f"{_ROOT}stationings/<uuid:id>/open/", stationings.open_stationing, name="organisation_stationing_open"),
    path(f"{_ROOT}stationings/<uuid:id>/close/", stationings.close_stationing, name="organisation_stationing_close"),
]
