"""The vote on a version by hands, and the vote on repealing one in force."""

from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from gongjian.apps.councils.forms.covenants import HandsForm, RepealForm
from gongjian.apps.councils.models import CovenantVersion
from gongjian.apps.councils.selectors import covenants as selectors
from gongjian.apps.councils.services import covenants as services
from gongjian.core.access import ActorRequest, Right, allows
from gongjian.core.form_pages import crumb, form_page, succeeds
from gongjian.core.rule_words import say


@allows(Right.COUNCILS_MANAGE)
@require_http_methods(["GET", "POST"])
def record_hands(request: ActorRequest, draft_id: int) -> HttpResponse:
    """Write down a vote by hands."""
    row = managed(request, draft_id)
    form = HandsForm(request.POST or None, voters=voters_of(row))
    if request.method == "POST" and succeeds(
        form,
        lambda: services.record_hands(actor=request.actor, version_id=draft_id, vote=form.vote()),
    ):
        return redirect("councils:covenant_version", draft_id)
    return vote_page(request, row, form, _("记举手表决"), _("计票"))


@allows(Right.COUNCILS_MANAGE)
@require_http_methods(["GET", "POST"])
def repeal(request: ActorRequest, draft_id: int) -> HttpResponse:
    """Write down a vote on repealing a covenant in force."""
    row = managed(request, draft_id)
    form = RepealForm(request.POST or None, voters=voters_of(row))
    if request.method == "POST" and succeeds(
        form,
        lambda: services.repeal(
            actor=request.actor,
            version_id=draft_id,
            vote=form.vote(),
            ended_on=form.cleaned_data["ended_on"],
            reason=form.cleaned_data["reason"],
        ),
    ):
        return redirect("councils:covenant_version", draft_id)
    return vote_page(request, row, form, _("废止公约"), _("计票"))


def managed(request: ActorRequest, draft_id: int) -> CovenantVersion:
    """Return a version for those who run its steps."""
    row = selectors.get_version(request.actor, draft_id)
    request.actor.require(Right.COUNCILS_MANAGE, row.place_code)
    return row


def voters_of(row: CovenantVersion) -> list[tuple[str, str]]:
    """List who may vote on it today, as choices."""
    return selectors.voters_at(row.covenant.kind, row.place_code, timezone.localdate())


def vote_page(request: ActorRequest, row: CovenantVersion, form: Form, title: str, act: str) -> HttpResponse:
    """Render the form of a vote under the rules of today."""
    rules = selectors.vote_rules(row.covenant.kind, row.place_code, timezone.localdate())
    said = "；".join(say("councils.covenant_vote", rule) for rule in rules.values())
    return form_page(
        request,
        form,
        title=title,
        act=act,
        columns=2,
        intro=_("%(rules)s。人数不够的会议不算数，票数要和实到对上。") % {"rules": said},
        back=reverse("councils:covenant_version", args=[row.pk]),
        crumbs=[
            crumb(_("居民公约"), "councils:covenants"),
            crumb(row, "councils:covenant_version", row.pk),
        ],
    )
