"""Acts on one row of an election: an objection, a candidate, a proxy, a mobile box, the papers of a post, a term."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from gongjian.apps.councils.choices.elections import CandidateStatus, TenureEnd
from gongjian.apps.councils.forms.elections import AnswerForm, DayForm, LeaveForm, LinesForm, VerdictForm
from gongjian.apps.councils.selectors import elections as selectors
from gongjian.apps.councils.services import elections as services
from gongjian.apps.councils.views.elections.steps import crumbs_of
from gongjian.core.access import ActorRequest, Right, allows
from gongjian.core.ballots.pages import papers_page
from gongjian.core.form_pages import act_and_return, attempt, crumb, form_page, succeeds


@allows(Right.ELECTIONS_MANAGE)
@require_http_methods(["GET", "POST"])
def answer_correction(request: ActorRequest, correction_id: int) -> HttpResponse:
    """Answer an objection to the roll."""
    row = selectors.get_correction(request.actor, correction_id)
    election = row.election
    request.actor.require(Right.ELECTIONS_MANAGE, election.place_code)
    form = AnswerForm(request.POST or None)
    if request.method == "POST" and succeeds(
        form,
        lambda: services.answer_correction(
            actor=request.actor, election_id=election.pk, correction_id=row.pk, **form.cleaned_data
        ),
    ):
        return redirect("councils:election", election.pk)
    return form_page(
        request,
        form,
        title=_("答复名册异议"),
        act=_("答复"),
        back=reverse("councils:election", args=[election.pk]),
        intro=f"{row}。{row.words}",
        crumbs=crumbs_of(election, _("答复名册异议")),
    )


@allows(Right.ELECTIONS_MANAGE)
@require_http_methods(["GET", "POST"])
def judge_candidate(request: ActorRequest, candidate_id: int) -> HttpResponse:
    """Say whether a candidate may stand, or that he steps back."""
    row = selectors.get_candidate(request.actor, candidate_id)
    election = row.post.election
    request.actor.require(Right.ELECTIONS_MANAGE, election.place_code)
    form = VerdictForm(request.POST or None)

    def judge() -> object:
        asked = form.cleaned_data
        if asked["verdict"] == CandidateStatus.WITHDRAWN:
            return services.withdraw_candidate(
                actor=request.actor, candidate_id=row.pk, reason=asked["reason"]
            )
        return services.check_candidate(
            actor=request.actor,
            candidate_id=row.pk,
            is_qualified=asked["verdict"] == CandidateStatus.QUALIFIED,
            reason=asked["reason"],
        )

    if request.method == "POST" and succeeds(form, judge):
        return redirect("councils:election", election.pk)
    return form_page(
        request,
        form,
        title=_("审查候选人资格"),
        act=_("定下来"),
        back=reverse("councils:election", args=[election.pk]),
        intro=f"{row.post.name}：{row.resident.masked_name}，{row.get_nominated_by_display()}",
        crumbs=crumbs_of(election, _("审查候选人资格")),
    )


@allows(Right.ELECTIONS_MANAGE)
@require_POST
def revoke_proxy(request: ActorRequest, proxy_id: int) -> HttpResponse:
    """Take a power back."""
    row = selectors.get_proxy(request.actor, proxy_id)
    request.actor.require(Right.ELECTIONS_MANAGE, row.election.place_code)
    return act_and_return(
        request,
        lambda: services.revoke_proxy(actor=request.actor, election_id=row.election_id, proxy_id=row.pk),
        "councils:election",
        row.election_id,
    )


@allows(Right.ELECTIONS_MANAGE)
@require_POST
def mix_mobile_box(request: ActorRequest, mobile_box_id: int) -> HttpResponse:
    """Say that a mobile box was mixed into the main one."""
    row = selectors.get_mobile_box(request.actor, mobile_box_id)
    request.actor.require(Right.ELECTIONS_MANAGE, row.election.place_code)
    return act_and_return(
        request,
        lambda: services.mix_mobile_box(actor=request.actor, election_id=row.election_id, box_id=row.pk),
        "councils:election",
        row.election_id,
    )


@allows(Right.ELECTIONS_MANAGE)
@require_http_methods(["GET", "POST"])
def read_papers(request: ActorRequest, election_post_id: int) -> HttpResponse:
    """Enter what one reads from the papers for a post; a second person enters them again."""
    post = selectors.get_post(request.actor, election_post_id)
    election = post.election
    request.actor.require(Right.ELECTIONS_MANAGE, election.place_code)
    form = LinesForm(request.POST or None)
    numbered = selectors.options_in_words(post)
    return papers_page(
        request,
        form,
        lambda: services.read_papers(actor=request.actor, post_id=post.pk, **form.cleaned_data),
        key=post.box_key,
        back=reverse("councils:election", args=[election.pk]),
        intro=_("%(post)s，收回 %(n)d 张。看着纸票录，不看别人录的。号数：%(numbers)s")
        % {"post": post.name, "n": election.papers_back or 0, "numbers": numbered},
        crumbs=crumbs_of(election, _("录纸票")),
    )


@allows(Right.ELECTIONS_MANAGE)
@require_http_methods(["GET", "POST"])
def leave_post(request: ActorRequest, tenure_id: int) -> HttpResponse:
    """Write down that somebody left his post."""
    row = selectors.get_tenure(request.actor, tenure_id)
    request.actor.require(Right.ELECTIONS_MANAGE, row.place_code)
    form = LeaveForm(request.POST or None)
    if request.method == "POST" and succeeds(
        form,
        lambda: services.leave_post(
            actor=request.actor,
            tenure_id=row.pk,
            on=form.cleaned_data["on"],
            why=TenureEnd(form.cleaned_data["why"]),
        ),
    ):
        return redirect("councils:terms")
    return form_page(
        request,
        form,
        title=_("登记离任"),
        act=_("登记"),
        back=reverse("councils:terms"),
        intro=str(row),
        crumbs=[crumb(_("任职"), "councils:terms"), crumb(_("登记离任"))],
    )


@allows(Right.ELECTIONS_MANAGE)
@require_http_methods(["GET", "POST"])
def plan_by_election(request: ActorRequest, tenure_id: int) -> HttpResponse:
    """Plan a by-election for a post that somebody left."""
    row = selectors.get_tenure(request.actor, tenure_id)
    request.actor.require(Right.ELECTIONS_MANAGE, row.place_code)
    form = DayForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        title = _("%(title)s：补选%(post)s") % {"title": row.election.title, "post": row.post_name}
        made = attempt(
            form,
            lambda: services.plan_by_election(
                actor=request.actor,
                tenure_ids=[row.pk],
                title=title,
                day=services.Day(**form.cleaned_data),
            ),
        )
        if made is not None:
            return redirect("councils:election", made.pk)
    return form_page(
        request,
        form,
        title=_("安排补选"),
        act=_("安排"),
        back=reverse("councils:terms"),
        intro=str(row),
        crumbs=[crumb(_("任职"), "councils:terms"), crumb(_("安排补选"))],
    )
