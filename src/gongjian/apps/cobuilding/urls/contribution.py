"""Addresses of contribution: years, entries, pledges, statements, and the public page of verification."""

from django.urls import path

from gongjian.apps.cobuilding.views.contribution import pledges, statements, years

urlpatterns = [
    path("units/", years.list_units, name="units"),
    path("units/<int:organisation_id>/", years.show_unit, name="unit"),
    path("units/<int:organisation_id>/entries/", years.list_entries, name="entries"),
    path("units/<int:organisation_id>/spend/", years.spend_points, name="spend_points"),
    path("units/<int:organisation_id>/pledge/", pledges.make_pledge, name="make_pledge"),
    path("units/<int:organisation_id>/statement/", statements.issue_statement, name="issue_statement"),
    path("pledges/<int:pledge_id>/", pledges.show_pledge, name="pledge"),
    path("pledges/<int:pledge_id>/review/", pledges.review_pledge, name="review_pledge"),
    path("pledges/<int:pledge_id>/grade/", pledges.grade_pledge, name="grade_pledge"),
    path("statements/<int:statement_id>/", statements.show_statement, name="statement"),
    path(
        "statements/<int:statement_id>/file.<str:form>", statements.download_statement, name="statement_file"
    ),
    path("statements/<int:statement_id>/revoke/", statements.revoke_statement, name="revoke_statement"),
    path("verify/<str:statement_code>/", statements.verify, name="verify"),
]
