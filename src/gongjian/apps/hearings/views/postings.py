"""Postings: put up, printed, objected to, answered."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from gongjian.apps.hearings import selectors, services
from gongjian.apps.hearings.forms import AnswerForm, ObjectionForm, PostingForm
from gongjian.apps.hearings.views.applications import render_application
from gongjian.core.access import ActorRequest, Right, allows
from gongjian.core.form_pages import attempt, crumb, succeeds


@allows(Right.HEARINGS_MANAGE)
@require_POST
def post_result(request: ActorRequest, application_id: int) -> HttpResponse:
    """Post that a hearing passed."""
    form = PostingForm(request.POST)
    row = selectors.get_application(request.actor, application_id)
    if form.is_valid():
        posting = attempt(
            form,
            lambda: services.post_result(
                actor=request.actor, application_id=application_id, **form.cleaned_data
            ),
        )
        if posting:
            return redirect("hearings:posting", posting.pk)
    return render_application(request, row, {"posting": form})


@allows(Right.HEARINGS_VIEW)
@require_GET
def show_posting(request: ActorRequest, posting_id: int) -> HttpResponse:
    """Show a posting as it is printed and hung."""
    posting = selectors.get_posting(request.actor, posting_id)
    row = selectors.get_application(request.actor, posting.application_id)
    is_up = posting.is_up(timezone.localdate())
    context = {
        "posting": posting,
        "row": row,
        "sheet": selectors.posting_sheet(posting, row) if is_up else None,
        "is_up": is_up,
        "can_manage": request.actor.can(Right.HEARINGS_MANAGE, row.place_code),
        "crumbs": [
            crumb(_("救助和评议"), "hearings:applications"),
            crumb(row.number_text, "hearings:application", row.pk),
            crumb(posting.get_kind_display()),
        ],
    }
    return render(request, "hearings/posting.html", context)


@allows(Right.HEARINGS_MANAGE)
@require_POST
def take_objection(request: ActorRequest, posting_id: int) -> HttpResponse:
    """Take in an objection to a posting."""
    posting = selectors.get_posting(request.actor, posting_id)
    form = ObjectionForm(request.POST, prefix="objection")
    if succeeds(
        form,
        lambda: services.take_objection(actor=request.actor, posting_id=posting_id, **form.cleaned_data),
    ):
        return redirect("hearings:application", posting.application_id)
    row = selectors.get_application(request.actor, posting.application_id)
    return render_application(request, row, {"objection": form})


@allows(Right.HEARINGS_MANAGE)
@require_POST
def answer_objection(request: ActorRequest, objection_id: int) -> HttpResponse:
    """Answer an objection."""
    objection = selectors.get_objection(request.actor, objection_id)
    application_id = objection.posting.application_id
    form = AnswerForm(request.POST, prefix=AnswerForm.prefix_of(objection_id))
    if succeeds(
        form,
        lambda: services.answer_objection(actor=request.actor, objection_id=objection_id, **form.values()),
    ):
        return redirect("hearings:application", application_id)
    row = selectors.get_application(request.actor, application_id)
    return render_application(request, row, {"answer": form})
