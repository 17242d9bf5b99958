"""What is done to a fund and its projects: one page for each act that asks for words, one button for the others."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from gongjian.apps.councils.choices.budgets import SpendKind
from gongjian.apps.councils.forms.budgets import (
    CostForm,
    EndForm,
    PaperForm,
    PostForm,
    SpendForm,
    VerdictForm,
    VoteForm,
    WordsForm,
)
from gongjian.apps.councils.selectors import budgets as reads
from gongjian.apps.councils.services import budgets as services
from gongjian.apps.councils.views.budgets.pages import fund_crumbs
from gongjian.apps.documents.services.files import Format
from gongjian.core.access import ActorRequest, Right, allows
from gongjian.core.ballots import Reading, Slips, first_reader
from gongjian.core.ballots.pages import slips_page, tell_reading, tell_recount
from gongjian.core.downloads import send_file
from gongjian.core.form_pages import act_and_return, attempt, crumb, form_page, succeeds

Act = Callable[[dict[str, Any]], object]


def _fund_act(
    request: ActorRequest,
    fund_id: int,
    form: forms.Form,
    act: Act,
    *,
    title: str,
    button: str,
    intro: str = "",
) -> HttpResponse:
    """Ask for what an act on a fund needs, do it, and come back to the fund."""
    fund = reads.get_fund(request.actor, fund_id)
    request.actor.require(Right.COUNCILS_MANAGE, fund.place_code)
    if request.method == "POST" and succeeds(form, lambda: act(form.cleaned_data)):
        return redirect("councils:fund", fund_id)
    return form_page(
        request,
        form,
        title=title,
        act=button,
        back=reverse("councils:fund", args=[fund_id]),
        intro=intro,
        crumbs=fund_crumbs(crumb(fund.title, "councils:fund", fund_id), crumb(title)),
    )


def _wish_act(
    request: ActorRequest,
    wish_id: int,
    form: forms.Form,
    act: Act,
    *,
    title: str,
    button: str,
    intro: str = "",
) -> HttpResponse:
    """Ask for what an act on a project needs, do it, and come back to the project."""
    wish = reads.get_wish(request.actor, wish_id)
    request.actor.require(Right.COUNCILS_MANAGE, wish.fund.place_code)
    if request.method == "POST" and succeeds(form, lambda: act(form.cleaned_data)):
        return redirect("councils:wish", wish_id)
    return form_page(
        request,
        form,
        title=f"{title}：{wish.title}",
        act=button,
        back=reverse("councils:wish", args=[wish_id]),
        intro=intro,
        crumbs=fund_crumbs(
            crumb(wish.fund.title, "councils:fund", wish.fund_id),
            crumb(wish.title, "councils:wish", wish_id),
            crumb(title),
        ),
    )


@allows(Right.COUNCILS_MANAGE)
@require_http_methods(["GET", "POST"])
def post_list(request: ActorRequest, fund_id: int) -> HttpResponse:
    """Post the list of projects."""
    return _fund_act(
        request,
        fund_id,
        PostForm(request.POST or None),
        lambda asked: services.post_list(actor=request.actor, fund_id=fund_id, **asked),
        title=_("公示项目名单"),
        button=_("抽编号，公示名单"),
        intro=_("编号由系统抽签，公示以后不变。票数和费用都一样的，编号小的在先。"),
    )


@allows(Right.COUNCILS_MANAGE)
@require_http_methods(["GET", "POST"])
def take_list_back(request: ActorRequest, fund_id: int) -> HttpResponse:
    """Take a posted list down."""
    return _fund_act(
        request,
        fund_id,
        WordsForm(request.POST or None, label=_("为什么撤下")),
        lambda asked: services.take_list_back(actor=request.actor, fund_id=fund_id, reason=asked["words"]),
        title=_("撤下名单，重新审查"),
        button=_("撤下名单"),
        intro=_("有人提出异议、查实有误时用。编号作废，改好以后重新抽签、重新公示。"),
    )


@allows(Right.COUNCILS_MANAGE)
@require_http_methods(["GET", "POST"])
def void_fund(request: ActorRequest, fund_id: int) -> HttpResponse:
    """Give up a fund."""
    return _fund_act(
        request,
        fund_id,
        WordsForm(request.POST or None, label=_("为什么作废")),
        lambda asked: services.void_fund(actor=request.actor, fund_id=fund_id, reason=asked["words"]),
        title=_("作废这项资金"),
        button=_("作废"),
        intro=_("已经提出的项目留在记录里。计票以后不能作废。"),
    )


@allows(Right.COUNCILS_MANAGE)
@require_http_methods(["GET", "POST"])
def open_vote(request: ActorRequest, fund_id: int) -> HttpResponse:
    """Open the vote and show the slips, this once: the answer is the page itself, kept nowhere."""
    fund = reads.get_fund(request.actor, fund_id)
    request.actor.require(Right.COUNCILS_MANAGE, fund.place_code)
    form = VoteForm(request.POST or None)
    opened = None
    if request.method == "POST" and form.is_valid():
        asked = form.cleaned_data
        opened = attempt(form, lambda: services.open_vote(actor=request.actor, fund_id=fund_id, **asked))
    if opened is None:
        return form_page(
            request,
            form,
            title=_("开始投票"),
            act=_("冻结名册，出票"),
            back=reverse("councils:fund", args=[fund_id]),
            intro=_("名册按现在登记的居民冻结。下一页是票，只显示一次，请先准备好打印机。"),
            crumbs=fund_crumbs(crumb(fund.title, "councils:fund", fund_id), crumb(_("开始投票"))),
        )
    row, tokens = opened
    slips = Slips(
        subject=row.title,
        tokens=tokens,
        papers=form.cleaned_data["papers"],
        address=request.build_absolute_uri(reverse("councils:fund_vote", args=[row.vote_key])),
        parts=[reads.part_of(reads.get_fund(request.actor, fund_id))],
        back=reverse("councils:fund", args=[fund_id]),
        warning=_(
            "离开这一页，票码就再也看不到了。打印后裁开、打乱，照名册一人发一张，在名册上签收。没有人投票以前可以作废重出。"
        ),
    )
    return slips_page(
        request, slips, fund_crumbs(crumb(fund.title, "councils:fund", fund_id), crumb(_("票")))
    )


@allows(Right.COUNCILS_MANAGE)
@require_http_methods(["GET", "POST"])
def read_papers(request: ActorRequest, fund_id: int) -> HttpResponse:
    """Enter what one reads from the paper ballots; a second person enters them again."""

    def read(asked: dict[str, Any]) -> Reading:
        told = services.read_papers(actor=request.actor, fund_id=fund_id, papers=asked["lines"])
        tell_reading(request, told)
        return told

    fund = reads.get_fund(request.actor, fund_id)
    is_second = first_reader(fund.vote_key) is not None
    return _fund_act(
        request,
        fund_id,
        PaperForm(request.POST or None),
        read,
        title=_("录纸票：第二遍") if is_second else _("录纸票：第一遍"),
        button=_("录好了"),
        intro=_("看着纸票录，不看别人录的。两遍一致才计入，不一致都作废重录。"),
    )


@allows(Right.COUNCILS_MANAGE)
@require_POST
def close_vote(request: ActorRequest, fund_id: int) -> HttpResponse:
    """Close the vote and count."""
    return _press(request, fund_id, services.close_vote)


@allows(Right.COUNCILS_MANAGE)
@require_POST
def announce(request: ActorRequest, fund_id: int) -> HttpResponse:
    """Announce the result."""
    return _press(request, fund_id, services.announce)


@allows(Right.COUNCILS_MANAGE)
@require_POST
def settle(request: ActorRequest, fund_id: int) -> HttpResponse:
    """Publish the accounts."""
    return _press(request, fund_id, services.settle)


def _press(request: ActorRequest, fund_id: int, act: Callable[..., object]) -> HttpResponse:
    fund = reads.get_fund(request.actor, fund_id)
    request.actor.require(Right.COUNCILS_MANAGE, fund.place_code)
    return act_and_return(
        request, lambda: act(actor=request.actor, fund_id=fund_id), "councils:fund", fund_id
    )


@allows(Right.COUNCILS_VIEW)
@require_POST
def recount(request: ActorRequest, fund_id: int) -> HttpResponse:
    """Count the box again and say whether it is the same."""

    def count_again() -> None:
        tell_recount(request, services.recount(actor=request.actor, fund_id=fund_id))

    return act_and_return(request, count_again, "councils:fund", fund_id)


@allows(Right.COUNCILS_VIEW)
@require_POST
def take_paper(request: ActorRequest, fund_id: int, paper: str) -> HttpResponse:
    """Hand out the posted list, the result or the accounts as Word or PDF."""
    form: Format = "pdf" if request.POST.get("form") == "pdf" else "docx"
    found = services.render_paper(actor=request.actor, fund_id=fund_id, paper=paper, form=form)
    return send_file(found.content, found.name, found.content_type)


@allows(Right.COUNCILS_MANAGE)
@require_http_methods(["GET", "POST"])
def cost_wish(request: ActorRequest, wish_id: int) -> HttpResponse:
    """Write what a project would cost."""
    form = CostForm(request.POST or None, request.FILES or None)
    return _wish_act(
        request,
        wish_id,
        form,
        lambda asked: services.cost_wish(actor=request.actor, wish_id=wish_id, **form.values()),
        title=_("核算费用"),
        button=_("存核算"),
    )


@allows(Right.COUNCILS_MANAGE)
@require_http_methods(["GET", "POST"])
def decide_wish(request: ActorRequest, wish_id: int) -> HttpResponse:
    """Say whether a project can be done."""

    def decide(asked: dict[str, Any]) -> object:
        act = services.accept_wish if asked["is_feasible"] else services.decline_wish
        return act(actor=request.actor, wish_id=wish_id, verdict=asked["verdict"])

    return _wish_act(
        request,
        wish_id,
        VerdictForm(request.POST or None),
        decide,
        title=_("审查可行性"),
        button=_("存审查意见"),
    )


@allows(Right.COUNCILS_MANAGE)
@require_http_methods(["GET", "POST"])
def tell_proposer(request: ActorRequest, wish_id: int) -> HttpResponse:
    """Write down how the proposer was told."""
    wish = reads.get_wish(request.actor, wish_id)
    return _wish_act(
        request,
        wish_id,
        WordsForm(request.POST or None, label=_("怎么告知的")),
        lambda asked: services.tell_proposer(actor=request.actor, wish_id=wish_id, told_how=asked["words"]),
        title=_("告知提出人"),
        button=_("登记告知"),
        intro=_("不可行的理由：%(verdict)s") % {"verdict": wish.verdict},
    )


@allows(Right.COUNCILS_MANAGE)
@require_http_methods(["GET", "POST"])
def withdraw_wish(request: ActorRequest, wish_id: int) -> HttpResponse:
    """Take a project out since its proposer withdraws it."""
    return _wish_act(
        request,
        wish_id,
        WordsForm(request.POST or None, label=_("为什么撤回")),
        lambda asked: services.withdraw_wish(actor=request.actor, wish_id=wish_id, reason=asked["words"]),
        title=_("提出人撤回"),
        button=_("撤回项目"),
    )


@allows(Right.COUNCILS_MANAGE)
@require_http_methods(["GET", "POST"])
def add_spend(request: ActorRequest, wish_id: int) -> HttpResponse:
    """Write a contract, a payment or a photo."""
    form = SpendForm(request.POST or None, request.FILES or None)
    return _wish_act(
        request,
        wish_id,
        form,
        lambda asked: services.add_spend(actor=request.actor, wish_id=wish_id, spec=form.spec()),
        title=_("记合同、付款、照片"),
        button=_("记下"),
    )


@allows(Right.COUNCILS_MANAGE)
@require_http_methods(["GET", "POST"])
def end_wish(request: ActorRequest, wish_id: int, how: str) -> HttpResponse:
    """Accept a finished project, or stop one that can't be carried out."""
    form = EndForm(request.POST or None, request.FILES or None)
    is_done = how == "done"
    kind = SpendKind.DONE if is_done else SpendKind.STOPPED
    act = services.finish_wish if is_done else services.stop_wish
    return _wish_act(
        request,
        wish_id,
        form,
        lambda asked: act(actor=request.actor, wish_id=wish_id, spec=form.spec(kind)),
        title=_("完工验收") if is_done else _("停止实施"),
        button=_("验收完工") if is_done else _("停止，余款退回"),
    )
