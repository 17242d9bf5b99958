"""Addresses of the documents app."""

from django.urls import path

from gongjian.apps.documents import views

app_name = "documents"
urlpatterns = [
    path("", views.list_all, name="list"),
    path("new/", views.choose_template, name="new"),
    path("new/scope/", views.draft, name="scope"),
    path("check/", views.check_paper, name="check_paper"),
    path("check/copy/", views.corrected_copy, name="corrected_copy"),
    path("templates/", views.list_templates, name="templates"),
    path("templates/add/", views.add_template, name="add_template"),
    path("templates/built-in/", views.add_built_in, name="built_in"),
    path("templates/<int:template_id>/", views.edit_template, name="template"),
    path("<int:document_id>/", views.show_document, name="document"),
    path("<int:document_id>/edit/", views.edit, name="edit"),
    path("<int:document_id>/value/", views.show_value, name="value"),
    path("<int:document_id>/figures/<int:quoted_id>/", views.show_figure, name="figure"),
    path("<int:document_id>/check/", views.check, name="check"),
    path("<int:document_id>/take/", views.take_values, name="take"),
    path("<int:document_id>/keep/", views.keep_values, name="keep"),
    path("<int:document_id>/send/", views.send, name="send"),
    path("<int:document_id>/review/", views.review, name="review"),
    path("<int:document_id>/sign/", views.sign, name="sign"),
    path("<int:document_id>/return/", views.give_back, name="return"),
    path("<int:document_id>/issue/", views.issue, name="issue"),
    path("<int:document_id>/archive/", views.archive, name="archive"),
    path("<int:document_id>/file.<str:form>", views.download, name="download"),
]
