"""Honours: rules with their holders, giving by a round, recalling, the list for the ceremony."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gongjian.apps.inspections import services
from gongjian.apps.inspections.forms import HonourForm, ReasonForm
from gongjian.apps.inspections.models import Honour, HonourAward, Round
from gongjian.apps.inspections.selectors import honours, sheets
from gongjian.apps.places.choices import Level
from gongjian.apps.places.selectors import current_scope, names_of
from gongjian.core.access import ActorRequest, Right, allows
from gongjian.core.downloads import send_xlsx
from gongjian.core.errors import Conflict, Invalid
from gongjian.core.listing import page_of
from gongjian.readers import SheetData, write_xlsx


@allows(Right.RATINGS_VIEW)
@require_GET
def list_honours(request: ActorRequest) -> HttpResponse:
    """List the rules of honours with those who hold them."""
    page = page_of(honours.list_honours(request.actor), request.GET)
    held: dict[tuple[str, str], list[HonourAward]] = {}
    for award in honours.standing_awards(request.actor, page.rows):
        held.setdefault((award.honour.place_code, award.honour.title), []).append(award)
    codes = {row.place_code for row in page.rows}
    names = names_of(codes | {award.place_code for awards in held.values() for award in awards})
    rows = [
        (row, names.get(row.place_code, ""), _named(held.get((row.place_code, row.title), []), names))
        for row in page.rows
    ]
    can_create = request.actor.can(Right.RATINGS_DECIDE, current_scope(request))
    return render(request, "inspections/honours.html", {"page": page, "rows": rows, "can_create": can_create})


@allows(Right.RATINGS_VIEW)
@require_GET
def show_honour(request: ActorRequest, honour_id: int) -> HttpResponse:
    """Show an honour: its rule, its holders, what a round would give, its history."""
    honour = honours.get_honour(request.actor, honour_id)
    return _render(request, honour)


def _render(request: ActorRequest, honour: Honour, refusal: str = "") -> HttpResponse:
    rounds = honours.rounds_for(request.actor, honour)
    row = _chosen(rounds, request.GET.get("round", ""))
    proposal = honours.propose_awards(request.actor, honour, row) if row else None
    awards = honours.awards_of(request.actor, honour)
    page = page_of(awards.order_by("-awarded_on", "-pk"), request.GET)
    held = list(awards.filter(ended_on__isnull=True).order_by("place_code"))
    codes = {honour.place_code, *(award.place_code for award in [*page.rows, *held])}
    if proposal:
        codes |= {winner.grade.place_code for winner in proposal.winners}
        codes |= {award.place_code for award in proposal.leaving} | {
            cut.group for cut in proposal.without_tie
        }
    names = names_of(codes)
    won = proposal.winners if proposal else ()
    winners = [(one, names.get(one.grade.place_code, "")) for one in won]
    context = {
        "honour": honour,
        "owner": names.get(honour.place_code, honour.place_code),
        "held": _named(held, names),
        "rounds": rounds,
        "row": row,
        "proposal": proposal,
        "winners": winners,
        "arriving": [pair for pair in winners if not pair[0].holds],
        "staying": [pair for pair in winners if pair[0].holds],
        "is_given": proposal is not None
        and not proposal.arriving
        and not proposal.leaving
        and all(award.round_id == row.pk for award in held if row),
        "leaving": [names.get(award.place_code, "") for award in proposal.leaving] if proposal else [],
        "ties": [(cut, names.get(cut.group, "")) for cut in proposal.without_tie] if proposal else [],
        "page": page,
        "history": _named(page.rows, names),
        "can_decide": request.actor.can(Right.RATINGS_DECIDE, honour.place_code),
        "unit": _unit(honour),
        "refusal": refusal,
        "crumbs": crumbs(honour),
    }
    return render(request, "inspections/honour.html", context, status=409 if refusal else 200)


@allows(Right.RATINGS_DECIDE)
@require_http_methods(["GET", "POST"])
def add_honour(request: ActorRequest) -> HttpResponse:
    """Write the rule of an honour of the place one works in."""
    scope = current_scope(request)
    request.actor.require(Right.RATINGS_DECIDE, scope)
    form = HonourForm(scope, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            row = services.create_honour(actor=request.actor, place_code=scope, **form.cleaned_data)
            return redirect("inspections:honour", row.pk)
        except (Conflict, Invalid) as refusal:
            form.add_error(None, refusal.message)
    owner = names_of([scope]).get(scope, scope)
    status = 422 if request.method == "POST" else 200
    return render(request, "inspections/honour_form.html", {"form": form, "owner": owner}, status=status)


@allows(Right.RATINGS_DECIDE)
@require_POST
def award_honour(request: ActorRequest, honour_id: int, round_id: int) -> HttpResponse:
    """Give an honour by a round's grades."""
    try:
        services.award_honour(actor=request.actor, honour_id=honour_id, round_id=round_id)
    except Conflict as refusal:
        return _render(request, honours.get_honour(request.actor, honour_id), refusal.message)
    return redirect("inspections:ceremony", honour_id, round_id)


@allows(Right.RATINGS_DECIDE)
@require_http_methods(["GET", "POST"])
def recall_award(request: ActorRequest, award_id: int) -> HttpResponse:
    """Ask why, then take an honour back from a place."""
    award = honours.get_award(request.actor, award_id)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.recall_award(actor=request.actor, award_id=award_id, **form.cleaned_data)
            return redirect("inspections:honour", award.honour_id)
        except (Conflict, Invalid) as refusal:
            form.add_error(None, refusal.message)
    name = names_of([award.place_code]).get(award.place_code, award.place_code)
    status = 422 if request.method == "POST" else 200
    context = {"award": award, "place_name": name, "form": form}
    return render(request, "inspections/award_recall.html", context, status=status)


@allows(Right.RATINGS_VIEW)
@require_GET
def show_ceremony(request: ActorRequest, honour_id: int, round_id: int) -> HttpResponse:
    """Show the list for the ceremony of one round, also as .xlsx."""
    honour = honours.get_honour(request.actor, honour_id)
    row = sheets.get_round(request.actor, round_id)
    awards = list(honours.awards_of(request.actor, honour).filter(round=row).order_by("-value", "place_code"))
    codes = {award.place_code for award in awards}
    names = names_of(codes | {code[:9] for code in codes} | {honour.place_code})
    listed = [(award, names.get(award.place_code, ""), _parent(award, names)) for award in awards]
    if request.GET.get("form") == "xlsx":
        return _workbook(honour, row, listed)
    context = {
        "honour": honour,
        "row": row,
        "owner": names.get(honour.place_code, ""),
        "awards": listed,
        "unit": _unit(honour),
        "crumbs": [*crumbs(honour), {"label": row.title}],
    }
    return render(request, "inspections/ceremony.html", context)


def _workbook(honour: Honour, row: Round, listed: list[tuple[HonourAward, str, str]]) -> HttpResponse:
    head = (_("序号"), _("地方"), _("上级"), _("等次"), _("结果"), _("授出"))
    lines = (
        (number, name, parent, award.grade.label if award.grade else "", award.value, award.awarded_on)
        for number, (award, name, parent) in enumerate(listed, start=1)
    )
    name = f"{row.title}{honour.title}.xlsx"
    return send_xlsx(write_xlsx([SheetData(honour.title, head, lines)]), name)


def crumbs(honour: Honour) -> list[dict[str, str]]:
    """Lead from the list to an honour."""
    return [
        {"label": _("流动红旗和命名"), "url": reverse("inspections:honours")},
        {"label": honour.title, "url": reverse("inspections:honour", args=[honour.pk])},
    ]


def _named(awards: Any, names: dict[str, str]) -> list[tuple[HonourAward, str]]:
    return [(award, names.get(award.place_code, award.place_code)) for award in awards]


def _parent(award: HonourAward, names: dict[str, str]) -> str:
    return names.get(award.place_code[:9], "") if len(award.place_code) == Level.COMMUNITY else ""


def _unit(honour: Honour) -> str:
    return str(_("分")) if honour.level == Level.COMMUNITY else "%"


def _chosen(rounds: list[Round], wanted: str) -> Round | None:
    return next((row for row in rounds if str(row.pk) == wanted), rounds[0] if rounds else None)
