"""Addresses of the matters app; `case_id` is the number of the row, since a matter of supervision has its own name."""

from django.urls import path

from gongjian.apps.matters import views
from gongjian.apps.matters.views import ideas, mediation

app_name = "matters"
urlpatterns = [
    path("", views.list_matters, name="matters"),
    path("board/", views.show_board, name="board"),
    path("map/", views.show_map, name="map"),
    path("map/items/", views.load_map_items, name="map_items"),
    path("analysis/", views.list_analyses, name="analyses"),
    path("analysis/add/", views.add_analysis, name="add_analysis"),
    path("analysis/<int:analysis_id>/again/", views.compose_again, name="compose_again"),
    path("day/", views.show_day, name="day"),
    path("shifts/", views.list_shifts, name="shifts"),
    path("shifts/add/", views.add_shift, name="add_shift"),
    path("shifts/<int:shift_id>/", views.show_shift, name="shift"),
    path("shifts/<int:shift_id>/withdraw/", views.withdraw_shift, name="withdraw_shift"),
    path("chosen/", views.act_on_chosen, name="chosen"),
    path("export.xlsx", views.export_matters, name="export"),
    path("exports/", views.show_exports, name="exports"),
    path("exports/new/", views.start_export, name="start_export"),
    path("exports/<int:export_id>/file.xlsx", views.take_export, name="take_export"),
    path("print/", views.print_matters, name="print"),
    path("add/", views.add_matter, name="add_matter"),
    path("import/", views.import_hotline, name="import_hotline"),
    path("import/template.xlsx", views.download_template, name="import_template"),
    path("import/<int:import_id>/", views.show_import, name="import"),
    path("import/<int:import_id>/confirm/", views.confirm_import, name="confirm_import"),
    path("import/<int:import_id>/drop/", views.drop_import, name="drop_import"),
    path("ideas/", ideas.list_ideas, name="ideas"),
    path("ideas/export.xlsx", ideas.export_ideas, name="export_ideas"),
    path("ideas/<int:idea_id>/", ideas.show_idea, name="idea"),
    path("ideas/<int:idea_id>/links/", ideas.link_idea, name="link_idea"),
    path("ideas/links/<int:came_id>/done/", ideas.finish_idea, name="finish_idea"),
    path("<int:case_id>/", views.show_matter, name="matter"),
    path("<int:case_id>/moves/", views.show_moves, name="moves"),
    path("<int:case_id>/photos/<int:photo_id>/", views.show_photo, name="photo"),
    path("<int:case_id>/reporter/", views.reveal_reporter, name="reveal_reporter"),
    *views.act_urls,
    path("mediations/", mediation.list_mediations, name="mediations"),
    path("<int:case_id>/mediation/", mediation.show_mediation, name="mediation"),
    path("<int:case_id>/mediation/notes/", mediation.show_notes, name="mediation_notes"),
    path(
        "<int:case_id>/mediation/sessions/<int:row_id>/cancel/",
        mediation.cancel_session,
        name="mediation_cancel_session",
    ),
    path(
        "<int:case_id>/mediation/agreement/<int:row_id>/paper/",
        mediation.take_agreement,
        name="mediation_paper",
    ),
    path("<int:case_id>/mediation/agreement/<int:row_id>/scan/", mediation.show_scan, name="mediation_scan"),
    path(
        "<int:case_id>/mediation/referrals/<int:row_id>/letter/",
        mediation.take_letter,
        name="mediation_letter",
    ),
    *mediation.mediation_act_urls,
]
