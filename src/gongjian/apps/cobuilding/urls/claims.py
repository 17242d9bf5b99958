"""Addresses of claims."""

from django.urls import path

from gongjian.apps.cobuilding.views import claims

urlpatterns = [
    path("needs/<int:need_id>/claim/", claims.claim_need, name="claim_need"),
    path("resources/<int:resource_id>/ask/", claims.ask_for_resource, name="ask_for_resource"),
    path("claims/", claims.list_claims, name="claims"),
    path("claims/<int:claim_id>/", claims.show_claim, name="claim"),
    path("claims/<int:claim_id>/consent/", claims.consent, name="consent"),
    path("claims/<int:claim_id>/decline/", claims.decline, name="decline"),
    path("claims/<int:claim_id>/withdraw/", claims.withdraw_claim, name="withdraw_claim"),
]
