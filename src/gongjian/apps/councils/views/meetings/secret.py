"""The secret vote on an item of the agenda: slips made once, the page a token votes on, papers, closing, counting again."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gongjian.apps.councils.forms.meetings import SecretItemForm
from gongjian.apps.councils.models import AgendaItem, Meeting
from gongjian.apps.councils.selectors import meetings as reads
from gongjian.apps.councils.services import meetings as services
from gongjian.apps.councils.services.meetings.steps import require_chair
from gongjian.apps.councils.views.meetings.councils import GET_POST, crumbs_of
from gongjian.core.access import ActorRequest, Right, allows, public
from gongjian.core.ballots import Part, Sheet, Slips, box_of
from gongjian.core.ballots.forms import PaperCountForm
from gongjian.core.ballots.pages import (
    PUBLIC_REASON,
    papers_page,
    slips_page,
    tell_recount,
    voting_page,
)
from gongjian.core.downloads import send_file
from gongjian.core.errors import NotFound
from gongjian.core.form_pages import act_and_return, attempt, crumb, form_page
from gongjian.engines import tally

PAGE = "councils:meeting"


@allows(Right.COUNCILS_TAKE_PART)
@require_http_methods(GET_POST)
def open_item_vote(request: ActorRequest, agenda_item_id: int) -> HttpResponse:
    """Open a secret vote on an item and show the slips, this once: the answer is the page itself, kept nowhere."""
    item, meeting = _chaired(request, agenda_item_id)
    form = SecretItemForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        opened = attempt(
            form,
            lambda: services.open_item_vote(
                actor=request.actor, agenda_item_id=agenda_item_id, **form.cleaned_data
            ),
        )
        if opened is not None:
            return _slips(request, meeting, *opened)
    title = _("无记名投票：%(title)s") % {"title": item.title}
    return form_page(
        request,
        form,
        title=title,
        act=_("开始投票，出票"),
        back=reverse(PAGE, args=[meeting.pk]),
        intro=_("发给现在在场的 %(n)d 个成员，迟到、早退的先改签到。开始以后签到不能再改。")
        % {"n": reads.members_in_room(meeting)},
        crumbs=[*_crumbs(meeting), crumb(title)],
    )


def _slips(request: ActorRequest, meeting: Meeting, item: AgendaItem, tokens: list[str]) -> HttpResponse:
    slips = Slips(
        subject=item.title,
        tokens=tokens,
        papers=box_of(item.vote_key).papers_issued,
        address=request.build_absolute_uri(reverse("councils:vote_on_item", args=[item.vote_key])),
        parts=[_part(item)],
        back=reverse(PAGE, args=[meeting.pk]),
        warning=_(
            "离开这一页，票码就再也看不到了。打印后裁开、打乱，每个在场的成员一张。没有人投票以前可以作废重出。"
        ),
    )
    return slips_page(request, slips, [*_crumbs(meeting), crumb(_("票"))])


def _crumbs(meeting: Meeting) -> list[dict[str, str]]:
    step = crumb(_("第 %(n)d 次会议") % {"n": meeting.number}, PAGE, meeting.pk)
    return [*crumbs_of(meeting.council), step]


def _part(item: AgendaItem) -> Part:
    question = services.question_of(item)
    labels = {tally.YES: _("赞成"), tally.NO: _("反对"), tally.ABSTAIN: _("弃权")}
    return Part(item.vote_key, question, question.title, labels)


def _chaired(request: ActorRequest, agenda_item_id: int) -> tuple[AgendaItem, Meeting]:
    item = reads.get_item(request.actor, agenda_item_id)
    if item.meeting_id is None:
        raise NotFound("这个议题没有列入会议。")
    meeting = reads.get_meeting(request.actor, item.meeting_id)
    require_chair(request.actor, meeting)
    return item, meeting


@public(PUBLIC_REASON)
@never_cache
@require_http_methods(GET_POST)
def vote_on_item(request: HttpRequest, vote_key: str) -> HttpResponse:
    """Take one vote."""
    item = reads.get_item_by_vote_key(vote_key)
    sheet = Sheet(
        heading=_("议题表决"),
        subject=str(item.meeting),
        parts=[_part(item)],
        is_open=item.is_voting,
        choice_label=_("你的意见"),
        over_words=_("结果由主持人当场公布。"),
        done_words=_("结果在投票结束以后当场公布。"),
    )
    return voting_page(request, sheet)


@allows(Right.COUNCILS_TAKE_PART)
@require_http_methods(GET_POST)
def read_item_papers(request: ActorRequest, agenda_item_id: int) -> HttpResponse:
    """Enter what one reads from the paper ballots; a second person enters them again."""
    item, meeting = _chaired(request, agenda_item_id)
    if not item.is_voting:
        raise NotFound()
    form = PaperCountForm(request.POST or None)
    return papers_page(
        request,
        form,
        lambda: services.read_item_papers(
            actor=request.actor, agenda_item_id=agenda_item_id, papers=form.count()
        ),
        key=item.vote_key,
        columns=2,
        back=reverse(PAGE, args=[meeting.pk]),
        crumbs=[*_crumbs(meeting), crumb(_("录纸票"))],
    )


@allows(Right.COUNCILS_TAKE_PART)
@require_POST
def close_item_vote(request: ActorRequest, agenda_item_id: int) -> HttpResponse:
    """Close the vote and count."""
    _item, meeting = _chaired(request, agenda_item_id)
    return act_and_return(
        request,
        lambda: services.close_item_vote(actor=request.actor, agenda_item_id=agenda_item_id),
        PAGE,
        meeting.pk,
    )


@allows(Right.COUNCILS_VIEW)
@require_POST
def recount_item(request: ActorRequest, agenda_item_id: int) -> HttpResponse:
    """Count the box again and say whether it is the same."""
    item = reads.get_item(request.actor, agenda_item_id)
    if not item.certificate:
        raise NotFound()
    tell_recount(request, services.recount_item(actor=request.actor, agenda_item_id=agenda_item_id))
    return redirect(PAGE, item.meeting_id)


@allows(Right.COUNCILS_VIEW)
@require_GET
def take_item_certificate(request: ActorRequest, agenda_item_id: int) -> HttpResponse:
    """Hand out the certificate of a secret vote."""
    item = reads.get_item(request.actor, agenda_item_id)
    if not item.certificate:
        raise NotFound()
    return send_file(item.certificate.encode(), f"{item.title}计票证书.json", "application/json")
