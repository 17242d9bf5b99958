"""Addresses of agreements and deliveries."""

from django.urls import path

from gongjian.apps.cobuilding.views.agreements import acts, lists, one, residents

urlpatterns = [
    path("agreements/", lists.list_agreements, name="agreements"),
    path("agreements/export/", lists.export_agreements, name="export_agreements"),
    path("agreements/<int:agreement_id>/", one.show_agreement, name="agreement"),
    path("agreements/<int:agreement_id>/file.<str:form>", one.download_agreement, name="agreement_file"),
    path("agreements/<int:agreement_id>/code/", one.show_code, name="agreement_code"),
    path("agreements/<int:agreement_id>/terms/", acts.change_terms, name="change_terms"),
    path("agreements/<int:agreement_id>/steps/", acts.add_step, name="add_step"),
    path("agreements/<int:agreement_id>/steps/<int:step_id>/", acts.finish_step, name="finish_step"),
    path("agreements/<int:agreement_id>/people/", acts.add_person, name="add_person"),
    path("agreements/<int:agreement_id>/sign/", acts.sign, name="sign_agreement"),
    path("agreements/<int:agreement_id>/papers/", acts.add_papers, name="add_papers"),
    path("agreements/<int:agreement_id>/deliver/", acts.enter_delivery, name="enter_delivery"),
    path("agreements/<int:agreement_id>/finish/", acts.finish, name="finish_agreement"),
    path("agreements/<int:agreement_id>/back/", acts.send_back, name="send_agreement_back"),
    path("agreements/<int:agreement_id>/accept/", acts.accept, name="accept_agreement"),
    path("agreements/<int:agreement_id>/evaluate/", acts.evaluate, name="evaluate_agreement"),
    path("agreements/<int:agreement_id>/supplements/", acts.propose, name="propose_supplement"),
    path(
        "agreements/<int:agreement_id>/supplements/<int:supplement_id>/",
        acts.answer,
        name="answer_supplement",
    ),
    path("agreements/<int:agreement_id>/end/", acts.end, name="end_agreement"),
    path("deliveries/", lists.list_deliveries, name="deliveries"),
    path("deliveries/export/", lists.export_deliveries, name="export_deliveries"),
    path("deliveries/<int:given_id>/confirm/", acts.confirm_delivery, name="confirm_delivery"),
    path("deliveries/<int:given_id>/refuse/", acts.refuse_delivery, name="refuse_delivery"),
    path("deliveries/<int:given_id>/reverse/", acts.reverse_delivery, name="reverse_delivery"),
    path("deliveries/<int:given_id>/accept-count/", acts.accept_count, name="accept_count"),
    path("deliveries/<int:given_id>/contest/", acts.contest_count, name="contest_count"),
    path("deliveries/<int:given_id>/uphold/", acts.uphold_count, name="uphold_count"),
    path("say/<str:rating_key>/", residents.evaluate_as_resident, name="evaluate_as_resident"),
]
