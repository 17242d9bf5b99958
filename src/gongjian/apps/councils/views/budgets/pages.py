"""Pages of community funds: the list, one with its next step, why which projects were chosen."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from gongjian.apps.councils.choices.budgets import FundStatus, WishStatus
from gongjian.apps.councils.forms.budgets import DeskWishForm, FundForm, MemberWishForm
from gongjian.apps.councils.models import Fund
from gongjian.apps.councils.selectors import budgets as reads
from gongjian.apps.councils.services import budgets as services
from gongjian.apps.places.choices import Level
from gongjian.apps.places.selectors import codes_at_level, current_scope, names_of, path_name
from gongjian.core.access import ActorRequest, Right, allows
from gongjian.core.ballots import box_of, first_reader
from gongjian.core.downloads import send_file, send_xlsx
from gongjian.core.form_pages import attempt, crumb, form_page
from gongjian.readers.sheets import write_xlsx

MARKS = {
    FundStatus.COLLECTING: "进行中",
    FundStatus.POSTED: "已公布",
    FundStatus.VOTING: "进行中",
    FundStatus.COUNTED: "待确认",
    FundStatus.ANNOUNCED: "进行中",
    FundStatus.SETTLED: "已完成",
    FundStatus.VOID: "作废",
}
WISH_MARKS = {
    WishStatus.PROPOSED: "待办",
    WishStatus.COSTED: "待核查",
    WishStatus.ACCEPTED: "通过",
    WishStatus.DECLINED: "不通过",
    WishStatus.WITHDRAWN: "撤回",
    WishStatus.FUNDED: "进行中",
    WishStatus.UNFUNDED: "未开始",
    WishStatus.DONE: "已完成",
    WishStatus.STOPPED: "已终止",
}
"""The shape that each status is shown with."""


@allows(Right.COUNCILS_VIEW)
@require_GET
def list_funds(request: ActorRequest) -> HttpResponse:
    """List the funds in sight."""
    counts = reads.count_funds(request.actor)
    state = request.GET.get("state", "")
    state = state if state in reads.STATES else "open"
    page, rows = reads.list_funds(request.actor, request.GET, state)
    labels = {"open": _("在办"), "settled": _("已决算"), "void": _("作废")}
    tabs = [
        {"label": label, "url": f"?state={name}", "count": counts[name], "current": name == state}
        for name, label in labels.items()
    ]
    context = {
        "page": page,
        "rows": [(row, name, MARKS[FundStatus(row.status)]) for row, name in rows],
        "counts": counts,
        "state": state,
        "tabs": tabs,
        "can_manage": request.actor.can(Right.COUNCILS_MANAGE),
    }
    return render(request, "councils/budgets/funds.html", context)


@allows(Right.COUNCILS_MANAGE)
@require_http_methods(["GET", "POST"])
def add_fund(request: ActorRequest) -> HttpResponse:
    """Open a fund."""
    actor = request.actor
    scope = current_scope(request)
    codes = [
        code for code in codes_at_level(scope, Level.COMMUNITY) if actor.can(Right.COUNCILS_MANAGE, code)
    ]
    names = names_of(codes)
    form = FundForm(request.POST or None, communities=[(code, names.get(code, code)) for code in codes])
    if request.method == "POST" and form.is_valid():
        fund = attempt(form, lambda: services.open_fund(actor=actor, spec=form.spec()))
        if fund:
            return redirect("councils:fund", fund.pk)
    rule = reads.fund_rule(scope, timezone.localdate())
    intro = _("按现在的规则：每人最多选 %(most)d 项，满 %(age)d 岁的登记居民投票，名单公示 %(days)d 天。") % {
        "most": rule["most_marks"],
        "age": rule["min_age"],
        "days": rule["posting_days"],
    }
    return form_page(
        request,
        form,
        title=_("设一项居民议定资金"),
        act=_("开始征集项目"),
        back=reverse("councils:funds"),
        intro=intro,
        crumbs=[crumb(_("居民议定资金"), "councils:funds"), crumb(_("新设"))],
    )


@allows(Right.COUNCILS_VIEW)
@require_GET
def show_fund(request: ActorRequest, fund_id: int) -> HttpResponse:
    """Show a fund with its projects and the step that is its turn."""
    fund, actor = reads.get_fund(request.actor, fund_id), request.actor
    can_manage = actor.can(Right.COUNCILS_MANAGE, fund.place_code)
    is_voting = fund.status == FundStatus.VOTING
    box = box_of(fund.vote_key) if is_voting else None
    reader = first_reader(fund.vote_key) if is_voting else None
    today = timezone.localdate()
    wishes = sorted(fund.wishes.all(), key=lambda wish: (wish.number or 999, wish.pk))
    context = {
        "fund": fund,
        "place_name": path_name(fund.place_code),
        "mark": MARKS[FundStatus(fund.status)],
        "wishes": [(wish, WISH_MARKS[WishStatus(wish.status)], reads.paid_of(wish)) for wish in wishes],
        "waiting": len(reads.undecided(fund)),
        "untold": sum(wish.is_untold for wish in wishes),
        "can_manage": can_manage,
        "can_propose": fund.status == FundStatus.COLLECTING
        and actor.can(Right.COUNCILS_TAKE_PART, fund.place_code),
        "is_posting_over": fund.posted_until is not None and fund.posted_until < today,
        "is_vote_over": fund.vote_until is not None and fund.vote_until < today,
        "box": box,
        "papers_waiting": bool(box and box.papers_issued and not box.has_papers),
        "is_first_read": reader is not None,
        "read_by_me": reader is not None and reader == actor.user_id,
        "told": reads.explanation_of(fund) if fund.is_counted else None,
        "paid": sum(reads.paid_of(wish) for wish in wishes),
        "crumbs": fund_crumbs(),
    }
    return render(request, "councils/budgets/fund.html", context)


def fund_crumbs(*more: dict[str, str]) -> list[dict[str, str]]:
    """Return the way to a page of a fund."""
    return [crumb(_("居民议定资金"), "councils:funds"), *more]


@allows(Right.COUNCILS_VIEW)
@require_GET
def explain_fund(request: ActorRequest, fund_id: int) -> HttpResponse:
    """Explain a count round by round."""
    fund = reads.get_fund(request.actor, fund_id)
    context = {
        "fund": fund,
        "told": reads.explanation_of(fund),
        "odd_cents": reads.ODD_CENTS,
        "crumbs": fund_crumbs(crumb(fund.title, "councils:fund", fund.pk), crumb(_("为什么是这些项目"))),
    }
    return render(request, "councils/budgets/explained.html", context)


@allows(Right.COUNCILS_TAKE_PART)
@require_http_methods(["GET", "POST"])
def propose_wish(request: ActorRequest, fund_id: int) -> HttpResponse:
    """Take in a project, at the desk or from a member."""
    fund, actor = reads.get_fund(request.actor, fund_id), request.actor
    is_desk = actor.can(Right.COUNCILS_MANAGE, fund.place_code)
    form: Any = (DeskWishForm if is_desk else MemberWishForm)(request.POST or None)
    if request.method == "POST" and form.is_valid():
        wish = attempt(form, lambda: services.propose(actor=actor, fund_id=fund_id, spec=form.given()))
        if wish:
            return redirect("councils:wish", wish.pk)
    return form_page(
        request,
        form,
        title=_("提一个项目"),
        act=_("提出"),
        back=reverse("councils:fund", args=[fund_id]),
        crumbs=fund_crumbs(crumb(fund.title, "councils:fund", fund.pk), crumb(_("提一个项目"))),
    )


@allows(Right.COUNCILS_VIEW)
@require_GET
def show_wish(request: ActorRequest, wish_id: int) -> HttpResponse:
    """Show one project with the step that is its turn."""
    wish = reads.get_wish(request.actor, wish_id)
    fund, can_manage = wish.fund, request.actor.can(Right.COUNCILS_MANAGE, wish.fund.place_code)
    least, most = reads.bounds_of(fund.rule, fund.fund_cents)
    is_collecting = can_manage and fund.status == FundStatus.COLLECTING
    is_running = can_manage and fund.status == FundStatus.ANNOUNCED and wish.status == WishStatus.FUNDED
    context = {
        "wish": wish,
        "fund": fund,
        "mark": WISH_MARKS[WishStatus(wish.status)],
        "can_manage": can_manage,
        "can_cost": is_collecting and wish.may_become(WishStatus.COSTED),
        "can_decide": is_collecting and wish.may_become(WishStatus.DECLINED),
        "can_withdraw": is_collecting and wish.may_become(WishStatus.WITHDRAWN),
        "is_running": is_running,
        "least": least,
        "most": most,
        "paid": reads.paid_of(wish),
        "left": (wish.cost_cents or 0) - reads.paid_of(wish),
        "crumbs": fund_crumbs(crumb(fund.title, "councils:fund", fund.pk), crumb(wish.title)),
    }
    return render(request, "councils/budgets/wish.html", context)


@allows(Right.COUNCILS_VIEW)
@require_GET
def take_table(request: ActorRequest, fund_id: int) -> HttpResponse:
    """Hand out the workbook that reconciles every cent."""
    fund: Fund = reads.get_fund(request.actor, fund_id)
    return send_xlsx(write_xlsx(reads.table_of(fund)), f"{fund.title}{_('逐分核对表')}.xlsx")


@allows(Right.COUNCILS_VIEW)
@require_GET
def take_certificate(request: ActorRequest, fund_id: int) -> HttpResponse:
    """Hand out the certificate of the count."""
    fund: Fund = reads.get_fund(request.actor, fund_id)
    text = reads.certificate_of(fund)
    return send_file(text, f"{fund.title}{_('计票证书')}.json", "application/json; charset=utf-8")
