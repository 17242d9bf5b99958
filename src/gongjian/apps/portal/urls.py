"""Addresses of the public door (/p/) and of the desk that keeps it (/portal/)."""

from django.urls import path

from gongjian.apps.portal.views import (
    desk,
    following,
    funds,
    held,
    ideas,
    mail,
    pages,
    receipts,
    report,
    untold,
)

app_name = "portal"
urlpatterns = [
    path("p/", pages.doors, name="doors"),
    path("p/size/", pages.set_size, name="size"),
    path("p/<slug:door>/", pages.home, name="home"),
    path("p/<slug:door>/report/", report.report, name="report"),
    path("p/<slug:door>/report/near/", report.near, name="near"),
    path("p/<slug:door>/report/<str:token>/photos/<int:photo_id>/", report.draft_photo, name="draft_photo"),
    path("p/<slug:door>/sent/<str:token>/", receipts.sent, name="sent"),
    path("p/<slug:door>/follow/", following.follow, name="follow"),
    path("p/<slug:door>/follow/<str:followed_number>/", following.followed, name="followed"),
    path("p/<slug:door>/follow/<str:followed_number>/rate/", following.rate, name="rate"),
    path("p/<slug:door>/follow/<str:followed_number>/reopen/", following.reopen, name="reopen"),
    path("p/<slug:door>/follow/<str:followed_number>/own/", following.own_data, name="own_data"),
    path(
        "p/<slug:door>/follow/<str:followed_number>/messages/",
        following.messages_wanted,
        name="messages_wanted",
    ),
    path("p/<slug:door>/follow/<str:followed_number>/leave/", following.leave, name="leave"),
    path(
        "p/<slug:door>/follow/<str:followed_number>/photos/<int:photo_id>/",
        following.followed_photo,
        name="followed_photo",
    ),
    path("p/<slug:door>/results/", pages.results, name="results"),
    path("p/<slug:door>/results/<str:public_number>/", pages.result, name="result"),
    path(
        "p/<slug:door>/results/<str:public_number>/photos/<int:photo_id>/",
        pages.result_photo,
        name="result_photo",
    ),
    path("p/<slug:door>/figures/", pages.figures, name="figures"),
    path("p/<slug:door>/ideas/", ideas.ideas, name="ideas"),
    path("p/<slug:door>/ideas/<int:question_id>/", ideas.consultation, name="consultation"),
    path("p/<slug:door>/funds/", funds.funds, name="funds"),
    path("p/<slug:door>/funds/<int:fund_id>/", funds.fund, name="fund"),
    path("p/<slug:door>/funds/<int:fund_id>/table.xlsx", funds.fund_table, name="fund_table"),
    path(
        "p/<slug:door>/funds/<int:fund_id>/certificate.json", funds.fund_certificate, name="fund_certificate"
    ),
    path("p/<slug:door>/notices/<int:public_notice_id>/", pages.notice, name="notice"),
    path("p/<slug:door>/privacy/", pages.privacy, name="privacy"),
    path("p/<slug:door>/qr.svg", pages.qr, name="qr"),
    path("p/<path:rest>", pages.absent, name="absent"),
    path("portal/", desk.door, name="desk"),
    path("portal/poster/", desk.poster, name="poster"),
    path("portal/notices/", desk.notices, name="notices"),
    path("portal/notices/<int:public_notice_id>/withdraw/", desk.withdraw, name="withdraw"),
    path("portal/questions/", desk.questions, name="questions"),
    path("portal/questions/<int:consultation_id>/", desk.question, name="question"),
    path("portal/held/", held.groups, name="held"),
    path("portal/held/<int:held_id>/", held.sender, name="held_sender"),
    path("portal/messages/", untold.messages_untold, name="untold"),
    path("portal/messages/<int:message_id>/called/", untold.called, name="message_called"),
    path("portal/messages/<int:message_id>/again/", untold.again, name="message_again"),
    path("portal/mailbox/", mail.mailbox, name="mailbox"),
    path("portal/mailbox/fetch/", mail.fetch, name="mailbox_fetch"),
    path("portal/letters/<int:mail_id>/", mail.letter, name="letter"),
    path("portal/originals/<int:case_id>/", mail.originals, name="originals"),
    path("portal/held/photos/<int:held_photo_id>/", held.photo, name="held_photo"),
]
