"""A hearing from its call to its record: list, draw, notice, sign-in."""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gongjian.apps.hearings import selectors, services
from gongjian.apps.hearings.choices import HearingStatus, SeatStatus
from gongjian.apps.hearings.forms import (
    AttendanceForm,
    HearingForm,
    NoticeForm,
    NumberForm,
    PapersIssuedForm,
    ReasonForm,
    RecordForm,
    RecusalForm,
)
from gongjian.apps.hearings.models import Hearing
from gongjian.core import ballots
from gongjian.core.access import ActorRequest, Right, allows
from gongjian.core.form_pages import (
    UNPROCESSABLE,
    act_and_return,
    attempt,
    crumb,
    form_page,
    stray_errors,
    succeeds,
)

MARKS = {
    HearingStatus.LISTED: "拟稿",
    HearingStatus.PUBLISHED: "已公布",
    HearingStatus.DRAWN: "待确认",
    HearingStatus.NOTICED: "待办",
    HearingStatus.VOTING: "进行中",
    HearingStatus.COUNTED: "已完成",
    HearingStatus.VOID: "作废",
}
GROUNDS: dict[str, Any] = {
    "household": gettext_lazy("申请家庭的人"),
    "kin": gettext_lazy("申请家庭的亲属"),
    "dispute": gettext_lazy("与申请家庭有矛盾或利害关系"),
    selectors.EARLIER: gettext_lazy("参加过上一次评议"),
}
"""What each ground of stepping aside is called; whoever steps aside otherwise says so in his own words."""


@allows(Right.HEARINGS_MANAGE)
@require_http_methods(["GET", "POST"])
def call_hearing(request: ActorRequest, application_id: int) -> HttpResponse:
    """Call the next hearing on an application."""
    row = selectors.get_application(request.actor, application_id)
    request.actor.require(Right.HEARINGS_MANAGE, row.place_code)
    rule = selectors.panel_rule(row.place_code, timezone.localdate())
    held = sum(one.status == HearingStatus.COUNTED for one in row.hearings.all())
    least = selectors.least_representatives(rule, rule["size"])
    form = HearingForm(request.POST or None, rule=rule, representatives=least, is_second=held > 0)
    if request.method == "POST" and form.is_valid():
        made = attempt(
            form,
            lambda: services.call_hearing(
                actor=request.actor, application_id=application_id, **form.cleaned_data
            ),
        )
        if made:
            return redirect("hearings:hearing", made.pk)
    pool, aside = selectors.pool_for(row)
    return form_page(
        request,
        form,
        title=_("召集第%(n)d次评议") % {"n": held + 1},
        act=_("做抽取名单"),
        back=reverse("hearings:application", args=[application_id]),
        intro=_("能抽的评议员 %(free)d 人，%(aside)d 人要回避，不在名单里。依据：%(rule)s")
        % {"free": len(pool), "aside": len(aside), "rule": rule["citation"]},
        crumbs=[
            crumb(_("救助和评议"), "hearings:applications"),
            crumb(row.number_text, "hearings:application", application_id),
            crumb(_("召集评议")),
        ],
    )


@allows(Right.HEARINGS_VIEW)
@require_GET
def show_hearing(request: ActorRequest, hearing_id: int) -> HttpResponse:
    """Show a hearing with the step that is its turn."""
    return render_hearing(request, selectors.get_hearing(request.actor, hearing_id))


def render_hearing(request: ActorRequest, row: Hearing, given: dict[str, Any] | None = None) -> HttpResponse:
    """Render the page of a hearing; a form that came back with errors stands in its place with 422."""
    forms_, actor = given or {}, request.actor
    seats = selectors.seats_of(row, SeatStatus.SEATED)
    came = [seat for seat in seats if seat.is_present]
    can_manage = actor.can(Right.HEARINGS_MANAGE, row.place_code)
    has_box = row.status in (HearingStatus.VOTING, HearingStatus.COUNTED)
    box = ballots.box_of(row.vote_key) if has_box else None
    reader = ballots.first_reader(row.vote_key) if row.status == HearingStatus.VOTING else None
    shows = _shows(row, can_manage=can_manage, has_come=bool(came))
    context = {
        "row": row,
        "shows": shows,
        "stray": stray_errors(forms_, shows),
        "application": row.application,
        "mark": MARKS[HearingStatus(row.status)],
        "can_manage": can_manage,
        "seats": seats,
        "came": len(came),
        "reserves": selectors.seats_of(row, SeatStatus.RESERVE),
        "aside": [(seat, _ground(seat.recused_for)) for seat in selectors.seats_of(row, SeatStatus.RECUSED)],
        "excluded": _count_grounds(row),
        "listed": len(row.lines),
        "box": box,
        "papers_waiting": bool(box and box.papers_issued and not box.has_papers and box.is_open),
        "reader": reader,
        "read_by_me": reader is not None and reader == actor.user_id,
        "reasons": selectors.reasons_of(row) if can_manage else [],
        "number_form": forms_.get("number") or NumberForm(),
        "recusal_form": forms_.get("recusal") or RecusalForm(prefix="recusal", seats=seats),
        "notice_form": forms_.get("notice")
        or NoticeForm(initial={"venue": row.venue, "starts_at": row.starts_at}),
        "attendance_form": forms_.get("attendance") or _attendance(row, seats),
        "papers_form": forms_.get("papers") or PapersIssuedForm(),
        "record_form": forms_.get("record") or RecordForm(initial={"record": row.record or _agenda()}),
        "void_form": forms_.get("void") or ReasonForm(prefix="void"),
        "refused": forms_,
        "crumbs": [
            crumb(_("救助和评议"), "hearings:applications"),
            crumb(row.application.number_text, "hearings:application", row.application_id),
            crumb(_("第%(n)d次评议") % {"n": row.number}),
        ],
    }
    return render(request, "hearings/hearing.html", context, status=UNPROCESSABLE if forms_ else 200)


def _shows(row: Hearing, *, can_manage: bool, has_come: bool) -> dict[str, bool]:
    """Say which acts have their place on the page: whose turn it is, and for whom."""
    status = HearingStatus(row.status)
    is_noticed = status == HearingStatus.NOTICED
    has_begun = row.starts_at is not None and timezone.localdate(row.starts_at) <= timezone.localdate()
    turns = {
        "publish": status == HearingStatus.LISTED,
        "number": status == HearingStatus.PUBLISHED,
        "attendance": is_noticed and has_begun,
        "papers": is_noticed and has_come,
        "notice": status == HearingStatus.DRAWN or (is_noticed and not has_come),
        "recusal": status in (HearingStatus.DRAWN, HearingStatus.NOTICED),
        "close": status == HearingStatus.VOTING,
        "record": status in (HearingStatus.NOTICED, HearingStatus.VOTING, HearingStatus.COUNTED),
        "void": not row.is_over,
    }
    return {name: can_manage and is_turn for name, is_turn in turns.items()}


def _attendance(row: Hearing, seats: list[Any], data: Any = None) -> AttendanceForm:
    initial = {
        "present": [seat.pk for seat in seats if seat.is_present],
        "chair": row.chair,
        "recorder": row.recorder,
    }
    return AttendanceForm(data, initial=initial, seats=seats)


def _agenda() -> str:
    """Write the six steps of a hearing (domain §7) for the record to be filled in."""
    heads = (_("宣讲政策"), _("介绍情况"), _("询问"), _("投票"), _("公布结果"), _("签字"))
    return "\n".join(f"{number}. {head}：" for number, head in enumerate(heads, start=1))


def _ground(words: str) -> str:
    return str(GROUNDS.get(words, words))


def _count_grounds(row: Hearing) -> list[tuple[str, int]]:
    """Count who was left out by ground; who it was is not shown."""
    found = list(row.excluded.values())
    return [(_ground(ground), found.count(ground)) for ground in GROUNDS if ground in found]


@allows(Right.HEARINGS_MANAGE)
@require_POST
def publish_list(request: ActorRequest, hearing_id: int) -> HttpResponse:
    """Publish the hash of the list."""
    return act_and_return(
        request,
        lambda: services.publish_list(actor=request.actor, hearing_id=hearing_id),
        "hearings:hearing",
        hearing_id,
    )


@allows(Right.HEARINGS_MANAGE)
@require_POST
def draw_panel(request: ActorRequest, hearing_id: int) -> HttpResponse:
    """Draw the panel with the public number."""
    return _with_form(request, hearing_id, "number", NumberForm(request.POST), services.draw_panel)


@allows(Right.HEARINGS_MANAGE)
@require_POST
def recuse(request: ActorRequest, hearing_id: int) -> HttpResponse:
    """Let a member of the panel step aside."""
    row = selectors.get_hearing(request.actor, hearing_id)
    form = RecusalForm(request.POST, prefix="recusal", seats=selectors.seats_of(row, SeatStatus.SEATED))
    return _with_form(
        request,
        hearing_id,
        "recusal",
        form,
        lambda actor, hearing_id, seat, reason: services.recuse(
            actor=actor, hearing_id=hearing_id, seat_id=seat, reason=reason
        ),
    )


@allows(Right.HEARINGS_MANAGE)
@require_POST
def send_notice(request: ActorRequest, hearing_id: int) -> HttpResponse:
    """Fix place and time."""
    return _with_form(request, hearing_id, "notice", NoticeForm(request.POST), services.send_notice)


@allows(Right.HEARINGS_MANAGE)
@require_POST
def record_attendance(request: ActorRequest, hearing_id: int) -> HttpResponse:
    """Sign in those who came."""
    row = selectors.get_hearing(request.actor, hearing_id)
    form = _attendance(row, selectors.seats_of(row, SeatStatus.SEATED), request.POST)
    return _with_form(request, hearing_id, "attendance", form, services.record_attendance)


@allows(Right.HEARINGS_MANAGE)
@require_POST
def write_record(request: ActorRequest, hearing_id: int) -> HttpResponse:
    """Write what was said."""
    return _with_form(request, hearing_id, "record", RecordForm(request.POST), services.write_record)


@allows(Right.HEARINGS_MANAGE)
@require_POST
def void_hearing(request: ActorRequest, hearing_id: int) -> HttpResponse:
    """Give up a hearing that could not be held."""
    form = ReasonForm(request.POST, prefix="void")
    return _with_form(request, hearing_id, "void", form, services.void_hearing)


@allows(Right.HEARINGS_MANAGE)
@require_http_methods(["GET", "POST"])
def reveal_panel(request: ActorRequest, hearing_id: int) -> HttpResponse:
    """Show the panel in full as a sign-in sheet, for a reason that is written down."""
    row = selectors.get_hearing(request.actor, hearing_id)
    request.actor.require(Right.HEARINGS_MANAGE, row.place_code)
    form = ReasonForm(request.POST or None)
    crumbs = [
        crumb(row.application.number_text, "hearings:application", row.application_id),
        crumb(_("第%(n)d次评议") % {"n": row.number}, "hearings:hearing", hearing_id),
        crumb(_("签到表")),
    ]
    if request.method == "POST" and form.is_valid():
        seats = services.read_panel(
            actor=request.actor, hearing_id=hearing_id, reason=form.cleaned_data["reason"]
        )
        context = {"row": row, "seats": seats, "crumbs": crumbs}
        response = render(request, "hearings/sign_in.html", context)
        response["Cache-Control"] = "no-store"
        return response
    return form_page(
        request,
        form,
        title=_("显示评议小组的姓名和电话"),
        act=_("显示"),
        back=reverse("hearings:hearing", args=[hearing_id]),
        intro=_("只显示这一次。谁、什么时候、为什么看，会记入审计。"),
        crumbs=crumbs,
    )


def _with_form(request: ActorRequest, hearing_id: int, name: str, form: forms.Form, act: Any) -> HttpResponse:
    row = selectors.get_hearing(request.actor, hearing_id)
    request.actor.require(Right.HEARINGS_MANAGE, row.place_code)
    if succeeds(form, lambda: act(actor=request.actor, hearing_id=hearing_id, **form.cleaned_data)):
        return redirect("hearings:hearing", hearing_id)
    return render_hearing(request, row, {name: form})
