"""Addresses of the programmes app."""

from django.urls import path

from gongjian.apps.programmes import views

app_name = "programmes"
urlpatterns = [
    path("", views.list_all, name="list"),
    path("mine/", views.show_mine, name="mine"),
    path("mine/acknowledge/", views.acknowledge, name="acknowledge"),
    path("confirm/", views.show_to_confirm, name="to_confirm"),
    path("<int:programme_id>/", views.show_programme, name="programme"),
    path("<int:programme_id>/rows/", views.show_rows, name="rows"),
    path("<int:programme_id>/owing/", views.show_owing, name="owing"),
    path("<int:programme_id>/remind/", views.send_reminder, name="remind"),
    path("<int:programme_id>/export/", views.export_tree, name="export"),
    path("<int:programme_id>/hand-down/", views.hand_down_tasks, name="hand_down"),
    path("<int:programme_id>/hand-down/mine/", views.hand_down_held, name="hand_down_held"),
    path("<int:programme_id>/roll-over/", views.roll_over_year, name="roll_over"),
    path("<int:programme_id>/status/", views.change_status, name="status"),
    path("targets/<int:target_id>/", views.show_target, name="target"),
    path("targets/<int:target_id>/bind/", views.bind, name="bind"),
    path("targets/<int:target_id>/tasks/", views.choose_tasks, name="target_tasks"),
    path("targets/<int:target_id>/hand-down/", views.hand_down_target, name="target_hand_down"),
    path("tasks/<int:task_id>/", views.show_task, name="task"),
    path("tasks/<int:task_id>/shares/", views.share, name="share"),
    path("assignments/<int:assignment_id>/", views.show_assignment, name="assignment"),
    path("assignments/<int:assignment_id>/answer/", views.answer, name="answer"),
    path("assignments/<int:assignment_id>/again/", views.give_it_again, name="give_again"),
    path("assignments/<int:assignment_id>/void/", views.void, name="void"),
    path("assignments/<int:assignment_id>/hand-down/", views.hand_down_assignment, name="hand_down_further"),
    path("assignments/<int:assignment_id>/report/", views.write_report, name="write"),
    path("reports/<int:report_id>/", views.show_report, name="report"),
    path("reports/<int:report_id>/answer/", views.answer_one_report, name="answer_report"),
    path("reports/<int:report_id>/recall/", views.recall, name="recall"),
]
