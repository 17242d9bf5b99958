"""Addresses of the plans app."""

from django.urls import path

from gongjian.apps.plans import views

app_name = "plans"
urlpatterns = [
    path("", views.list_all, name="list"),
    path("import/", views.import_plan, name="import"),
    path("import/chosen/", views.choose_plan, name="chosen"),
    path("<int:plan_id>/", views.show_plan, name="plan"),
    path("<int:plan_id>/head/", views.edit_head, name="head"),
    path("<int:plan_id>/accept/", views.accept_rest, name="accept_rest"),
    path("<int:plan_id>/items/new/", views.add_item, name="add_item"),
    path("<int:plan_id>/items/<int:item_id>/", views.save_item, name="item"),
    path("<int:plan_id>/items/<int:item_id>/state/", views.set_item_state, name="item_state"),
    path("<int:plan_id>/units/new/", views.new_units, name="new_units"),
    path("<int:plan_id>/rubric/", views.make_rubric, name="rubric"),
    path("<int:plan_id>/units/<int:unit_id>/", views.match_unit, name="unit"),
    path("<int:plan_id>/activate/", views.activate, name="activate"),
    path("revise/<int:programme_id>/", views.revise, name="revise"),
    path("<int:revision_id>/compare/", views.compare, name="compare"),
    path("<int:revision_id>/compare/take/", views.take, name="take"),
    path("<int:revision_id>/compare/finish/", views.finish, name="finish"),
    path("<int:plan_id>/drop/", views.drop, name="drop"),
]
