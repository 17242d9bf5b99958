"""The secret vote on a covenant: the roll, slips given to who comes, the page a token votes on, papers, closing, counting again."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gongjian.apps.councils.choices.covenants import SlipWay
from gongjian.apps.councils.forms.covenants import ReasonForm, SecretForm, SlipsForm
from gongjian.apps.councils.models import CovenantVersion, CovenantVote
from gongjian.apps.councils.selectors import covenants as selectors
from gongjian.apps.councils.services import covenants as services
from gongjian.apps.councils.views.covenants.voting import managed, vote_page, voters_of
from gongjian.core.access import ActorRequest, Right, allows, public
from gongjian.core.ballots import Part, Sheet, Slips
from gongjian.core.ballots.forms import PaperCountForm
from gongjian.core.ballots.pages import PUBLIC_REASON, papers_page, slips_page, tell_recount, voting_page
from gongjian.core.downloads import send_file
from gongjian.core.errors import NotFound
from gongjian.core.form_pages import act_and_return, attempt, crumb, form_page, succeeds
from gongjian.engines import tally

PAGE = "councils:covenant_version"


@allows(Right.COUNCILS_MANAGE)
@require_http_methods(["GET", "POST"])
def open_secret(request: ActorRequest, draft_id: int) -> HttpResponse:
    """Freeze the roll and open a secret vote."""
    row = managed(request, draft_id)
    form = SecretForm(request.POST or None, voters=voters_of(row))
    if request.method == "POST" and succeeds(
        form,
        lambda: services.open_secret(actor=request.actor, version_id=draft_id, meeting=form.meeting()),
    ):
        return redirect("councils:covenant_roll", draft_id)
    return vote_page(request, row, form, _("无记名投票"), _("造名册，开始投票"))


@allows(Right.COUNCILS_MANAGE)
@require_http_methods(["GET", "POST"])
def show_covenant_roll(request: ActorRequest, draft_id: int) -> HttpResponse:
    """Show the roll of a vote that runs, and give slips to those who come: tokens are shown this once."""
    row = managed(request, draft_id)
    vote = selectors.running_vote(row)
    if vote is None:
        raise NotFound("没有在进行的无记名投票。")
    form = SlipsForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        way = SlipWay(form.cleaned_data["way"])
        tokens = attempt(
            form,
            lambda: services.give_slips(
                actor=request.actor, version_id=draft_id, numbers=form.cleaned_data["numbers"], way=way
            ),
        )
        if tokens:
            return _slips(request, vote, tokens)
        if tokens is not None:
            messages.success(request, _("名册上已经记下，请发纸票。"))
            return redirect("councils:covenant_roll", draft_id)
    page = selectors.list_voters(vote, request.GET)
    crumbs = [*_crumbs(row), crumb(_("名册和发票"))]
    return form_page(
        request, form, template="councils/covenants/roll.html", row=row, vote=vote, page=page, crumbs=crumbs
    )


@allows(Right.COUNCILS_MANAGE)
@require_http_methods(["GET", "POST"])
def give_up_secret(request: ActorRequest, draft_id: int) -> HttpResponse:
    """Make a vote that runs void."""
    row = managed(request, draft_id)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and succeeds(
        form,
        lambda: services.give_up_secret(actor=request.actor, version_id=draft_id, **form.cleaned_data),
    ):
        return redirect(PAGE, draft_id)
    return form_page(
        request,
        form,
        title=_("作废这次投票"),
        act=_("作废"),
        back=reverse(PAGE, args=[draft_id]),
        intro=_("已经投的票不计，也看不到。以后可以重新开始。"),
        crumbs=[*_crumbs(row), crumb(_("作废"))],
    )


def _slips(request: ActorRequest, vote: CovenantVote, tokens: list[str]) -> HttpResponse:
    version = vote.version
    slips = Slips(
        subject=str(version),
        tokens=tokens,
        papers=0,
        address=request.build_absolute_uri(reverse("councils:vote_covenant", args=[vote.vote_key])),
        parts=[_part(vote)],
        back=reverse("councils:covenant_roll", args=[version.pk]),
        warning=_("离开这一页，票码就再也看不到了。打印后裁开、打乱，一人一张；一张的，请他自己用手机扫。"),
    )
    return slips_page(request, slips, [*_crumbs(version), crumb(_("票"))])


def _crumbs(version: CovenantVersion) -> list[dict[str, str]]:
    return [crumb(_("居民公约"), "councils:covenants"), crumb(version, PAGE, version.pk)]


def _part(vote: CovenantVote) -> Part:
    question = services.question_of(vote.version)
    labels = {tally.YES: _("同意"), tally.NO: _("不同意"), tally.ABSTAIN: _("弃权")}
    return Part(vote.vote_key, question, question.title + _("？"), labels)


@public(PUBLIC_REASON)
@never_cache
@require_http_methods(["GET", "POST"])
def vote_secretly(request: HttpRequest, vote_key: str) -> HttpResponse:
    """Take one vote."""
    vote = selectors.get_by_vote_key(vote_key)
    sheet = Sheet(
        heading=_("公约表决"),
        subject=vote.version.covenant.title,
        parts=[_part(vote)],
        is_open=vote.is_running,
        choice_label=_("你的意见"),
        over_words=_("结果由主持人当场公布，并张贴公告。"),
        done_words=_("结果在投票结束以后当场公布。"),
    )
    return voting_page(request, sheet)


@allows(Right.COUNCILS_MANAGE)
@require_http_methods(["GET", "POST"])
def read_vote_papers(request: ActorRequest, draft_id: int) -> HttpResponse:
    """Enter what one reads from the paper ballots; a second person enters them again."""
    row = managed(request, draft_id)
    vote = selectors.running_vote(row)
    if vote is None:
        raise NotFound()
    form = PaperCountForm(request.POST or None)
    return papers_page(
        request,
        form,
        lambda: services.read_papers(actor=request.actor, version_id=draft_id, papers=form.count()),
        key=vote.vote_key,
        columns=2,
        back=reverse(PAGE, args=[draft_id]),
        crumbs=[*_crumbs(row), crumb(_("录纸票"))],
    )


@allows(Right.COUNCILS_MANAGE)
@require_POST
def close_secret(request: ActorRequest, draft_id: int) -> HttpResponse:
    """Close the vote and count."""
    managed(request, draft_id)
    return act_and_return(
        request, lambda: services.close_secret(actor=request.actor, version_id=draft_id), PAGE, draft_id
    )


@allows(Right.COUNCILS_MANAGE)
@require_POST
def recount_secret(request: ActorRequest, draft_id: int) -> HttpResponse:
    """Count again and tell whether the certificate is right."""
    managed(request, draft_id)
    tell_recount(request, services.recount_secret(actor=request.actor, version_id=draft_id))
    return redirect(PAGE, draft_id)


@allows(Right.COUNCILS_VIEW)
@require_GET
def take_certificate(request: ActorRequest, draft_id: int) -> HttpResponse:
    """Hand out the certificate of a secret vote."""
    row = selectors.get_version(request.actor, draft_id)
    vote = next((one for one in row.votes.all() if one.certificate), None)
    if vote is None:
        raise NotFound()
    return send_file(vote.certificate.encode(), f"{row}计票证书.json", "application/json")
