"""Writes of agreements."""

from gongjian.apps.cobuilding.services.agreements.closing import (
    Acceptance,
    accept_agreement,
    end_agreement,
    evaluate_agreement,
    evaluate_as_resident,
    finish_agreement,
    send_back,
)
from gongjian.apps.cobuilding.services.agreements.counts import (
    accept_count,
    contest_count,
    uphold_count,
)
from gongjian.apps.cobuilding.services.agreements.deliveries import (
    DeliverySpec,
    confirm_delivery,
    enter_delivery,
    refuse_delivery,
    reverse_delivery,
)
from gongjian.apps.cobuilding.services.agreements.drafting import (
    StepSpec,
    TermsSpec,
    add_person,
    add_step,
    change_terms,
    draft_from_claim,
    finish_step,
)
from gongjian.apps.cobuilding.services.agreements.reminders import send_reminders
from gongjian.apps.cobuilding.services.agreements.signing import (
    add_papers,
    render_agreement,
    sign_agreement,
)
from gongjian.apps.cobuilding.services.agreements.supplements import (
    SupplementSpec,
    answer_supplement,
    propose_supplement,
)

__all__ = [
    "Acceptance",
    "DeliverySpec",
    "StepSpec",
    "SupplementSpec",
    "TermsSpec",
    "accept_agreement",
    "accept_count",
    "add_papers",
    "add_person",
    "add_step",
    "answer_supplement",
    "change_terms",
    "confirm_delivery",
    "contest_count",
    "draft_from_claim",
    "end_agreement",
    "enter_delivery",
    "evaluate_agreement",
    "evaluate_as_resident",
    "finish_agreement",
    "finish_step",
    "propose_supplement",
    "refuse_delivery",
    "render_agreement",
    "reverse_delivery",
    "send_back",
    "send_reminders",
    "sign_agreement",
    "uphold_count",
]
