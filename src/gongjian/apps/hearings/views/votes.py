"""The vote at the desk: slips made once, papers entered by two, closed, counted again, certificates."""

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gongjian.apps.hearings import selectors, services
from gongjian.apps.hearings.forms import PaperForm, PapersIssuedForm
from gongjian.apps.hearings.views.hearings import render_hearing
from gongjian.apps.hearings.views.voting import part_of
from gongjian.core.access import ActorRequest, Right, allows
from gongjian.core.ballots import Slips
from gongjian.core.ballots.pages import papers_page, slips_page, tell_recount
from gongjian.core.downloads import send_file
from gongjian.core.form_pages import act_and_return, attempt, crumb


@allows(Right.HEARINGS_MANAGE)
@require_POST
def open_vote(request: ActorRequest, hearing_id: int) -> HttpResponse:
    """Open the vote and show the slips, this once: the answer is the page itself, kept nowhere."""
    row = selectors.get_hearing(request.actor, hearing_id)
    request.actor.require(Right.HEARINGS_MANAGE, row.place_code)
    form = PapersIssuedForm(request.POST)
    opened = (
        attempt(
            form, lambda: services.open_vote(actor=request.actor, hearing_id=hearing_id, **form.cleaned_data)
        )
        if form.is_valid()
        else None
    )
    if opened is None:
        return render_hearing(request, row, {"papers": form})
    hearing, tokens = opened
    address = request.build_absolute_uri(reverse("hearings:vote", args=[hearing.vote_key]))
    slips = Slips(
        subject=str(hearing),
        tokens=tokens,
        papers=form.cleaned_data["papers"],
        address=address,
        parts=[part_of(hearing)],
        back=reverse("hearings:hearing", args=[hearing_id]),
        warning=_("离开这一页，票码就再也看不到了。打印后裁开、打乱，一人一张。没有人投票以前可以作废重出。"),
    )
    crumbs = [
        crumb(hearing.application.number_text, "hearings:application", hearing.application_id),
        crumb(_("第%(n)d次评议") % {"n": hearing.number}, "hearings:hearing", hearing_id),
        crumb(_("票")),
    ]
    return slips_page(request, slips, crumbs)


@allows(Right.HEARINGS_MANAGE)
@require_http_methods(["GET", "POST"])
def read_papers(request: ActorRequest, hearing_id: int) -> HttpResponse:
    """Enter what one reads from the paper ballots; a second person enters them again."""
    row = selectors.get_hearing(request.actor, hearing_id)
    request.actor.require(Right.HEARINGS_MANAGE, row.place_code)
    form = PaperForm(request.POST or None)
    return papers_page(
        request,
        form,
        lambda: services.read_papers(actor=request.actor, hearing_id=hearing_id, papers=form.papers()),
        key=row.vote_key,
        columns=2,
        back=reverse("hearings:hearing", args=[hearing_id]),
        crumbs=[
            crumb(row.application.number_text, "hearings:application", row.application_id),
            crumb(_("第%(n)d次评议") % {"n": row.number}, "hearings:hearing", hearing_id),
            crumb(_("录纸票")),
        ],
    )


@allows(Right.HEARINGS_MANAGE)
@require_POST
def close_vote(request: ActorRequest, hearing_id: int) -> HttpResponse:
    """Close the vote and count."""
    row = selectors.get_hearing(request.actor, hearing_id)
    request.actor.require(Right.HEARINGS_MANAGE, row.place_code)
    return act_and_return(
        request,
        lambda: services.close_vote(actor=request.actor, hearing_id=hearing_id),
        "hearings:hearing",
        hearing_id,
    )


@allows(Right.HEARINGS_VIEW)
@require_POST
def recount(request: ActorRequest, hearing_id: int) -> HttpResponse:
    """Count the box again and say whether it is the same."""

    def count_again() -> None:
        tell_recount(request, services.recount(actor=request.actor, hearing_id=hearing_id))

    return act_and_return(request, count_again, "hearings:hearing", hearing_id)


@allows(Right.HEARINGS_VIEW)
@require_GET
def download_certificate(request: ActorRequest, hearing_id: int, kind: str) -> HttpResponse:
    """Hand out the certificate of the draw or of the count."""
    row = selectors.get_hearing(request.actor, hearing_id)
    text, name = (
        (selectors.draw_certificate(row), _("抽取证书"))
        if kind == "draw"
        else (selectors.tally_certificate(row), _("计票证书"))
    )
    response = send_file(text, f"{row}{name}.json", "application/json; charset=utf-8")
    response["Cache-Control"] = "no-store"
    return response
