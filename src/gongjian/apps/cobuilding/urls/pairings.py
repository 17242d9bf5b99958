"""Addresses of pairings, tea parties and opinions."""

from django.urls import path

from gongjian.apps.cobuilding.views import opinions, pairings, parties

urlpatterns = [
    path("pairings/", pairings.list_pairings, name="pairings"),
    path("pairings/add/", pairings.add_pairing, name="add_pairing"),
    path("pairings/<int:pairing_id>/", pairings.show_pairing, name="pairing"),
    path("pairings/<int:pairing_id>/end/", pairings.end_pairing, name="end_pairing"),
    path("pairings/<int:pairing_id>/households/", pairings.add_household, name="add_household"),
    path("visits/<int:pairing_visit_id>/withdraw/", pairings.withdraw_visit, name="withdraw_visit"),
    path("households/<int:pairing_household_id>/end/", pairings.end_household, name="end_household"),
    path("parties/", parties.list_parties, name="tea_parties"),
    path("parties/add/", parties.add_party, name="add_tea_party"),
    path("parties/<int:tea_party_id>/", parties.show_party, name="tea_party"),
    path("parties/<int:tea_party_id>/seats/", parties.add_seat, name="add_seat"),
    path("parties/<int:tea_party_id>/hold/", parties.hold_party, name="hold_tea_party"),
    path("parties/<int:tea_party_id>/report/", parties.compose_report, name="tea_party_report"),
    path("seats/<int:seat_id>/", parties.note_attendance, name="seat"),
    path("parties/opinions/", opinions.list_opinions, name="opinions"),
    path("parties/opinions/<int:unit_opinion_id>/", opinions.show_opinion, name="opinion"),
    path("parties/opinions/<int:unit_opinion_id>/assign/", opinions.assign_opinion, name="assign_opinion"),
    path("parties/opinions/<int:unit_opinion_id>/answer/", opinions.answer_opinion, name="answer_opinion"),
    path("parties/opinions/<int:unit_opinion_id>/confirm/", opinions.confirm_opinion, name="confirm_opinion"),
    path("parties/opinions/<int:unit_opinion_id>/return/", opinions.return_opinion, name="return_opinion"),
    path("parties/opinions/<int:unit_opinion_id>/reported/", opinions.record_reply, name="record_reply"),
    path("parties/opinions/<int:unit_opinion_id>/lapse/", opinions.lapse_opinion, name="lapse_opinion"),
]
