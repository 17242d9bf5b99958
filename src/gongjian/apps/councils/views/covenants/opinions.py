"""Opinions at the desk: written down, published, answered."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from gongjian.apps.councils.forms.covenants import AnswerForm, OpinionForm
from gongjian.apps.councils.models import CovenantOpinion
from gongjian.apps.councils.selectors import covenants as selectors
from gongjian.apps.councils.services import covenants as services
from gongjian.apps.councils.services.covenants import OpinionSpec
from gongjian.core.access import ActorRequest, Right, allows
from gongjian.core.form_pages import act_and_return, crumb, form_page, succeeds


@allows(Right.COUNCILS_MANAGE)
@require_http_methods(["GET", "POST"])
def add_opinion(request: ActorRequest, draft_id: int) -> HttpResponse:
    """Write down what somebody said of a version."""
    row = selectors.get_version(request.actor, draft_id)
    request.actor.require(Right.COUNCILS_MANAGE, row.place_code)
    form = OpinionForm(request.POST or None, clauses=list(row.clauses.all()))
    if request.method == "POST" and succeeds(
        form,
        lambda: services.take_opinion(
            actor=request.actor, spec=OpinionSpec(version_id=draft_id, **form.values())
        ),
    ):
        return redirect("councils:covenant_version", draft_id)
    return form_page(
        request,
        form,
        title=_("记一条意见"),
        act=_("记下"),
        back=reverse("councils:covenant_version", args=[draft_id]),
        crumbs=[
            crumb(_("居民公约"), "councils:covenants"),
            crumb(row, "councils:covenant_version", draft_id),
        ],
    )


@allows(Right.COUNCILS_MANAGE)
@require_http_methods(["GET", "POST"])
def answer_opinion(request: ActorRequest, opinion_id: int) -> HttpResponse:
    """Answer an opinion."""
    opinion = selectors.get_opinion(request.actor, opinion_id)
    version = opinion.version
    request.actor.require(Right.COUNCILS_MANAGE, version.place_code)
    form = AnswerForm(
        request.POST or None, versions=selectors.later_versions(version), initial=_initial(opinion)
    )
    if request.method == "POST" and succeeds(
        form,
        lambda: services.answer_opinion(actor=request.actor, opinion_id=opinion_id, **form.values()),
    ):
        return redirect("councils:covenant_version", version.pk)
    return form_page(
        request,
        form,
        template="councils/covenants/answer.html",
        opinion=opinion,
        title=_("答复意见"),
        act=_("答复"),
        back=reverse("councils:covenant_version", args=[version.pk]),
        crumbs=[
            crumb(_("居民公约"), "councils:covenants"),
            crumb(version, "councils:covenant_version", version.pk),
        ],
    )


def _initial(opinion: CovenantOpinion) -> dict[str, object]:
    """Return what was answered before; an answer not given yet is public."""
    return {
        "verdict": opinion.verdict,
        "answer": opinion.answer,
        "adopted_in": opinion.adopted_in_id,
        "is_published": opinion.is_published or opinion.answered_on is None,
    }


@allows(Right.COUNCILS_MANAGE)
@require_POST
def publish_opinion(request: ActorRequest, opinion_id: int) -> HttpResponse:
    """Show an opinion to everybody, or take it off."""
    opinion = selectors.get_opinion(request.actor, opinion_id)
    return act_and_return(
        request,
        lambda: services.publish_opinion(
            actor=request.actor, opinion_id=opinion_id, is_published=request.POST.get("act") != "hide"
        ),
        "councils:covenant_version",
        opinion.version_id,
    )
