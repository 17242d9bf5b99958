"""One agreement: opens on the step that is its turn, with what was promised beside what was counted."""

from typing import Any

import segno
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from gongjian.apps.cobuilding.choices import AgreementStatus, Side
from gongjian.apps.cobuilding.forms.agreements import (
    ContestForm,
    PersonForm,
    StepDoneForm,
    StepForm,
    SupplementForm,
)
from gongjian.apps.cobuilding.forms.fields import ReasonForm
from gongjian.apps.cobuilding.models import Agreement
from gongjian.apps.cobuilding.selectors import agreements as reads
from gongjian.apps.cobuilding.services import agreements as services
from gongjian.apps.cobuilding.views.agreements.pages import AGREEMENT_MARKS, crumbs_of, status_of
from gongjian.apps.places.selectors import names_of
from gongjian.core.access import ActorRequest, Right, allows
from gongjian.core.downloads import send_file
from gongjian.core.errors import NotFound
from gongjian.core.form_pages import UNPROCESSABLE, stray_errors

FLOW = (
    (AgreementStatus.DRAFTED, gettext_lazy("双方签字")),
    (AgreementStatus.SIGNED, gettext_lazy("履行")),
    (AgreementStatus.DELIVERED, gettext_lazy("验收")),
    (AgreementStatus.ACCEPTED, gettext_lazy("评价")),
)


@allows(Right.COBUILDING_VIEW)
@require_GET
def show_agreement(request: ActorRequest, agreement_id: int) -> HttpResponse:
    """Show one agreement."""
    return render_agreement_page(request, reads.get_agreement(request.actor, agreement_id))


def render_agreement_page(
    request: ActorRequest, agreement: Agreement, forms: dict[str, Any] | None = None
) -> HttpResponse:
    """Render the page of an agreement with the acts open to the person; a refused form comes back on it."""
    file, given = reads.agreement_file(request.actor, agreement), forms or {}
    shows = _shows(file)
    context = {
        "file": file,
        "agreement": agreement,
        "mark": AGREEMENT_MARKS[agreement.status],
        "place_name": names_of([agreement.place_code]).get(agreement.place_code, agreement.place_code),
        "flow": _flow(AgreementStatus(agreement.status)),
        "signers": _signers(file),
        "deliveries": [(row, *status_of(row, file.today)) for row in file.deliveries],
        "rated": reads.rated_by_residents(agreement),
        "shows": shows,
        "refused": given,
        "stray": stray_errors(given, shows),
        "step_form": given.get("step") or StepForm(prefix="step"),
        "done_form": given.get("done") or StepDoneForm(prefix="done"),
        "person_form": given.get("person") or PersonForm(prefix="person"),
        "supplement_form": given.get("supplement") or SupplementForm(file.lines, prefix="supplement"),
        "end_form": given.get("end") or ReasonForm(prefix="end"),
        "back_form": given.get("back") or ReasonForm(prefix="back"),
        "delivery_form": given.get("delivery") or ReasonForm(prefix="delivery"),
        "contest_form": given.get("contest") or ContestForm(prefix="contest"),
        "uphold_form": given.get("uphold") or ReasonForm(prefix="uphold"),
        "crumbs": crumbs_of(agreement),
    }
    status = UNPROCESSABLE if given else 200
    return render(request, "cobuilding/agreement.html", context, status=status)


def _shows(file: reads.AgreementFile) -> dict[str, bool]:
    """Say which acts are open to the person."""
    is_side, is_unit, is_community = (
        bool(file.sides),
        Side.UNIT in file.sides,
        Side.COMMUNITY in file.sides,
    )
    drafted, signed = file.status == AgreementStatus.DRAFTED, file.status == AgreementStatus.SIGNED
    return {
        "terms": drafted and is_side,
        "step": (drafted or signed) and is_side,
        "done": file.status in (AgreementStatus.SIGNED, AgreementStatus.DELIVERED) and is_side,
        "person": (drafted or signed) and is_unit,
        "supplement": signed and is_side,
        "end": file.agreement.is_open and is_side,
        "back": file.status == AgreementStatus.DELIVERED and is_community,
        "delivery": signed and is_community,
        "contest": bool(file.to_check),
        "uphold": bool(file.contested) and is_community,
        "papers": is_side,
        "code": bool(file.agreement.rating_key),
    }


def _flow(status: AgreementStatus) -> list[dict[str, str]]:
    if status == AgreementStatus.ENDED:
        return []
    order = [one for one, _label in FLOW]
    at = order.index(status) if status in order else len(order)
    return [
        {"label": str(label), "state": "done" if place < at else "now" if place == at else "todo"}
        for place, (_one, label) in enumerate(FLOW)
    ]


def _signers(file: reads.AgreementFile) -> list[dict[str, Any]]:
    agreement = file.agreement
    sides = (
        (_("甲方（社区）"), agreement.community_signed_by, agreement.community_signed_at),
        (_("乙方（单位）"), agreement.unit_signed_by, agreement.unit_signed_at),
    )
    return [
        {"role": role, "name": who.full_name if who else "", "at": at, "word": _("已签") if at else _("待签")}
        for role, who, at in sides
    ]


@allows(Right.COBUILDING_VIEW)
@require_GET
def download_agreement(request: ActorRequest, agreement_id: int, form: str) -> HttpResponse:
    """Hand out an agreement as Word or PDF."""
    if form not in ("docx", "pdf"):
        raise NotFound
    found = services.render_agreement(
        actor=request.actor, agreement_id=agreement_id, form="pdf" if form == "pdf" else "docx"
    )
    return send_file(found.content, found.name, found.content_type)


@allows(Right.COBUILDING_VIEW)
@require_GET
def show_code(request: ActorRequest, agreement_id: int) -> HttpResponse:
    """Show the QR code under which residents evaluate, to be printed and hung up where it happens."""
    agreement = reads.get_agreement(request.actor, agreement_id)
    if not agreement.rating_key:
        raise NotFound("双方签字以后才有居民评价的二维码。")
    address = request.build_absolute_uri(
        reverse("cobuilding:evaluate_as_resident", args=[agreement.rating_key])
    )
    context = {
        "agreement": agreement,
        "address": address,
        "picture": picture_of(address),
        "crumbs": crumbs_of(agreement, _("居民评价二维码")),
    }
    return render(request, "cobuilding/code.html", context)


def picture_of(address: str) -> str:
    """Draw the QR code of an address for a page."""
    return mark_safe(segno.make(address, error="m").svg_inline(scale=5, border=2, omitsize=True))  # ours
