"""Addresses of the indicators app. What is not an indicator's key stands before it; a key always has a point in it."""

from django.urls import path

from gongjian.apps.indicators import views

app_name = "indicators"
urlpatterns = [
    path("", views.list_all, name="list"),
    path("board/", views.show_board, name="board"),
    path("screens/", views.list_screens, name="screens"),
    path("screens/<int:screen_id>/renew/", views.renew_screen, name="renew_screen"),
    path("screens/<int:screen_id>/revoke/", views.revoke_screen, name="revoke_screen"),
    path("screens/open/<str:token>/", views.open_screen, name="screen"),
    path("screens/open/<str:token>/blocks/", views.refresh_screen, name="refresh_screen"),
    path("definitions/add/", views.add_definition, name="add_definition"),
    path("definitions/<int:definition_id>/", views.edit_definition, name="definition"),
    path("values/", views.list_page, name="values"),
    path("values/export.xlsx", views.export_list, name="values_export"),
    path("values/confirm/", views.confirm_many, name="confirm_values"),
    path("values/enter/", views.choose_definition, name="choose"),
    path("values/enter/<int:definition_id>/", views.enter, name="enter"),
    path("values/<int:value_id>/", views.show_value, name="value"),
    path("values/<int:value_id>/answer/", views.answer, name="answer"),
    path("projects/", views.list_ledger, name="projects"),
    path("projects/export.xlsx", views.export_ledger, name="projects_export"),
    path("projects/add/", views.add_project, name="add_project"),
    path("projects/<int:project_id>/", views.show_project, name="project"),
    path("projects/<int:project_id>/edit/", views.edit_project, name="edit_project"),
    path("projects/<int:project_id>/units/", views.save_unit, name="save_unit"),
    *(
        route
        for table in ("values", "projects")
        for route in (
            path(f"{table}/import/", views.take_file, {"table": table}, name=f"take_{table}"),
            path(
                f"{table}/import/template.xlsx",
                views.download_template,
                {"table": table},
                name=f"template_{table}",
            ),
            path(
                f"{table}/import/<int:import_id>/",
                views.show_import,
                {"table": table},
                name=f"import_{table}",
            ),
            path(
                f"{table}/import/<int:import_id>/confirm/",
                views.confirm,
                {"table": table},
                name=f"confirm_import_{table}",
            ),
            path(
                f"{table}/import/<int:import_id>/drop/",
                views.drop,
                {"table": table},
                name=f"drop_import_{table}",
            ),
        )
    ),
    path("<str:key>/", views.show_indicator, name="indicator"),
    path("<str:key>/figure/", views.show_figure, name="figure"),
    path("<str:key>/trend/", views.show_trend, name="trend"),
    path("<str:key>/rows.xlsx", views.export, name="export"),
    path("<str:key>/base/", views.edit_base, name="base"),
]
