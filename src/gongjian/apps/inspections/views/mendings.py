"""Hand in what was mended; look again."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from gongjian.apps.inspections import services
from gongjian.apps.inspections.choices import CheckOutcome
from gongjian.apps.inspections.forms.findings import AnswerFindingForm, CheckForm
from gongjian.apps.inspections.views.findings import render_finding
from gongjian.core.access import ActorRequest, Right, allows
from gongjian.core.errors import Invalid


@allows(Right.RECTIFICATIONS_ANSWER)
@require_http_methods(["POST"])
def answer_finding(request: ActorRequest, finding_id: int) -> HttpResponse:
    """Hand in words and photos of the mended state."""
    form = AnswerFindingForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            services.answer_finding(
                actor=request.actor,
                finding_id=finding_id,
                words=form.cleaned_data["words"],
                photos=form.uploads(),
            )
            return redirect("inspections:finding", finding_id)
        except Invalid as refusal:
            form.add_error(None, refusal.message)
    return render_finding(request, finding_id, answer=form)


@allows(Right.INSPECTIONS_SCORE)
@require_http_methods(["POST"])
def check_finding(request: ActorRequest, finding_id: int) -> HttpResponse:
    """Write down what a re-inspection found."""
    form = CheckForm(request.POST, request.FILES)
    if form.is_valid():
        asked = form.cleaned_data
        try:
            services.check_finding(
                actor=request.actor,
                finding_id=finding_id,
                outcome=CheckOutcome(asked["outcome"]),
                reason=asked["reason"],
                left_count=asked["left_count"],
                photos=form.uploads(),
            )
            return redirect("inspections:finding", finding_id)
        except Invalid as refusal:
            form.add_error(None, refusal.message)
    return render_finding(request, finding_id, check=form)
