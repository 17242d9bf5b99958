"""Steps of an election that ask for something: one page that is one form for each."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from gongjian.apps.councils.choices.elections import CorrectionKind, GivenWay, LostFor, NominationKind
from gongjian.apps.councils.forms.elections import (
    AskForm,
    CorrectionForm,
    DayForm,
    GiveForm,
    LostForm,
    MobileBoxForm,
    NominationForm,
    PapersBackForm,
    ProxyForm,
    ReasonForm,
)
from gongjian.apps.councils.models.elections import Election
from gongjian.apps.councils.selectors import elections as selectors
from gongjian.apps.councils.services import elections as services
from gongjian.core.access import Actor, ActorRequest, Right, allows
from gongjian.core.ballots import Slips
from gongjian.core.ballots.pages import slips_page
from gongjian.core.errors import NotFound
from gongjian.core.form_pages import attempt, crumb, form_page

Asked = Mapping[str, Any]


@dataclass(frozen=True)
class Step:
    """A step with its title, the words on its button, its form, what it does with what is asked for."""

    title: str | Promise
    act: str | Promise
    form: Callable[[Any, Election], forms.Form]
    do: Callable[[Actor, Election, Asked], object]
    intro: str | Promise = ""


def _correct(actor: Actor, election: Election, asked: Asked) -> object:
    resident = selectors.resident_named(actor, election.place_code, asked["name"], asked["tail"])
    spec = services.CorrectionSpec(
        CorrectionKind(asked["kind"]), resident.pk, asked["words"], asked["objector"]
    )
    return services.correct_roll(actor=actor, election_id=election.pk, spec=spec)


def _nominate(actor: Actor, election: Election, asked: Asked) -> object:
    (entry,) = selectors.entries_numbered(election, [asked["number"]])
    spec = services.NominationSpec(
        post_id=asked["post"],
        entry_id=entry,
        kind=NominationKind(asked["kind"]),
        nominators=selectors.entries_numbered(election, asked["nominators"]),
        body=asked["body"],
        about=asked["about"],
    )
    return services.nominate(actor=actor, election_id=election.pk, spec=spec)


def _empower(actor: Actor, election: Election, asked: Asked) -> object:
    (principal,) = selectors.entries_numbered(election, [asked["principal"]])
    (agent,) = selectors.entries_numbered(election, [asked["agent"]])
    spec = services.ProxySpec(principal, agent, asked["written_on"], asked["reason"])
    return services.give_proxy(actor=actor, election_id=election.pk, spec=spec)


def _add_box(actor: Actor, election: Election, asked: Asked) -> object:
    spec = services.MobileBoxSpec(asked["name"], asked["route"], (asked["first"], asked["second"]))
    return services.add_mobile_box(actor=actor, election_id=election.pk, spec=spec)


def _ask_box(actor: Actor, election: Election, asked: Asked) -> object:
    (entry,) = selectors.entries_numbered(election, [asked["number"]])
    return services.ask_for_mobile_box(
        actor=actor, election_id=election.pk, entry_id=entry, box_id=asked["box"]
    )


STEPS: Mapping[str, Step] = {
    "correct": Step(
        gettext_lazy("登记对名册的异议"),
        gettext_lazy("登记"),
        lambda data, _election: CorrectionForm(data),
        _correct,
    ),
    "nominate": Step(
        gettext_lazy("提名候选人"),
        gettext_lazy("提名"),
        lambda data, election: NominationForm(data, posts=list(election.posts.all())),
        _nominate,
    ),
    "proxy": Step(
        gettext_lazy("登记委托投票"),
        gettext_lazy("登记"),
        lambda data, _election: ProxyForm(data),
        _empower,
        gettext_lazy("要有书面委托书。候选人不能接受委托；领票以前可以撤销。"),
    ),
    "mobile-box": Step(
        gettext_lazy("设流动票箱"),
        gettext_lazy("设好了"),
        lambda data, _election: MobileBoxForm(data),
        _add_box,
        gettext_lazy("两名监票人一起带。回来以后不看票，直接并入总票箱。"),
    ),
    "ask-box": Step(
        gettext_lazy("登记谁申请流动票箱"),
        gettext_lazy("登记"),
        lambda data, election: AskForm(data, boxes=list(election.mobile_boxes.filter(is_mixed=False))),
        _ask_box,
    ),
    "papers": Step(
        gettext_lazy("开箱清点纸票"),
        gettext_lazy("清点好了"),
        lambda data, _election: PapersBackForm(data),
        lambda actor, election, asked: services.count_papers(actor=actor, election_id=election.pk, **asked),
    ),
    "second-round": Step(
        gettext_lazy("安排第二次投票"),
        gettext_lazy("安排"),
        lambda data, _election: DayForm(data),
        lambda actor, election, asked: services.plan_second_round(
            actor=actor, election_id=election.pk, day=services.Day(**asked)
        ),
        gettext_lazy("名册不变，得票在前的参加。"),
    ),
    "void": Step(
        gettext_lazy("作废这次选举"),
        gettext_lazy("作废"),
        lambda data, _election: ReasonForm(data),
        lambda actor, election, asked: services.void_election(actor=actor, election_id=election.pk, **asked),
    ),
}


def crumbs_of(election: Election, last: str) -> list[dict[str, str]]:
    """Write the way to a page below an election."""
    return [
        crumb(_("选举"), "councils:elections"),
        crumb(election.title, "councils:election", election.pk),
        crumb(last),
    ]


@allows(Right.ELECTIONS_MANAGE)
@require_http_methods(["GET", "POST"])
def fill_in_step(request: ActorRequest, election_id: int, step: str) -> HttpResponse:
    """Show the form of a step and take it."""
    election = selectors.get_election(request.actor, election_id)
    request.actor.require(Right.ELECTIONS_MANAGE, election.place_code)
    if step not in STEPS:
        raise NotFound()
    found = STEPS[step]
    form = found.form(request.POST or None, election)
    if request.method == "POST" and form.is_valid():
        done = attempt(form, lambda: found.do(request.actor, election, form.cleaned_data))
        if done is not None:
            messages.success(request, _("%(step)s：好了。") % {"step": found.title})
            return redirect("councils:election", election_id)
    return form_page(
        request,
        form,
        title=found.title,
        act=found.act,
        back=reverse("councils:election", args=[election_id]),
        intro=found.intro,
        crumbs=crumbs_of(election, str(found.title)),
    )


@allows(Right.ELECTIONS_MANAGE)
@require_http_methods(["GET", "POST"])
def give_ballots(request: ActorRequest, election_id: int) -> HttpResponse:
    """Hand out ballots; tokens are shown this once, as the answer itself."""
    election = selectors.get_election(request.actor, election_id)
    request.actor.require(Right.ELECTIONS_MANAGE, election.place_code)
    form = GiveForm(request.POST or None, initial={"way": GivenWay.STATION})
    crumbs = crumbs_of(election, _("发票"))
    if request.method == "POST" and form.is_valid():
        tokens = attempt(form, lambda: _give(request.actor, election, form.cleaned_data))
        if tokens:
            return slips_page(request, _slips(request, election, tokens), crumbs)
        if tokens is not None:
            messages.success(request, _("名册上已经记下，请发纸票。"))
            return redirect("councils:give_ballots", election_id)
    return form_page(
        request,
        form,
        title=_("发票"),
        act=_("记名册，发票"),
        back=reverse("councils:election", args=[election_id]),
        intro=_("每人只能领一次，纸票和票码也只能领一样。名册上记谁领了、怎么领的，不记怎么投的。"),
        crumbs=crumbs,
    )


def _give(actor: Actor, election: Election, asked: Asked) -> list[str]:
    entries = selectors.entries_numbered(election, asked["numbers"])
    way = GivenWay(asked["way"])
    return services.give_ballots(actor=actor, election_id=election.pk, entries=entries, way=way)


@allows(Right.ELECTIONS_MANAGE)
@require_http_methods(["GET", "POST"])
def reissue_token(request: ActorRequest, election_id: int) -> HttpResponse:
    """Replace a lost token; the new one is shown this once, as the answer itself."""
    election = selectors.get_election(request.actor, election_id)
    request.actor.require(Right.ELECTIONS_MANAGE, election.place_code)
    form = LostForm(request.POST or None)
    crumbs = crumbs_of(election, _("补发票码"))
    if request.method == "POST" and form.is_valid():
        token = attempt(form, lambda: _reissue(request.actor, election, form.cleaned_data))
        if token is not None:
            return slips_page(request, _slips(request, election, [token]), crumbs)
    return form_page(
        request,
        form,
        title=_("补发遗失的票码"),
        act=_("原来的作废，补发一张"),
        back=reverse("councils:election", args=[election_id]),
        intro=_("每人最多补发 %(n)d 次。投过的票不能补；补了以后，原来的票码投不进去。")
        % {"n": selectors.most_reissues(election)},
        crumbs=crumbs,
    )


def _reissue(actor: Actor, election: Election, asked: Asked) -> str:
    (entry,) = selectors.entries_numbered(election, [asked["number"]])
    lost = services.LostSlip(number=asked["slip"], why=LostFor(asked["why"]), witness=asked["witness"])
    return services.reissue_token(actor=actor, election_id=election.pk, entry_id=entry, lost=lost)


def _slips(request: ActorRequest, election: Election, tokens: list[str]) -> Slips:
    address = reverse("councils:vote_in_election", args=[election.key])
    return Slips(
        subject=election.title,
        tokens=tokens,
        papers=0,
        address=request.build_absolute_uri(address),
        parts=[],
        back=reverse("councils:give_ballots", args=[election.pk]),
        warning=_("离开这一页，票码就再也看不到了。打印后裁开、封好、打乱再发；一张的，请选民自己用手机扫。"),
        has_stubs=True,
    )
