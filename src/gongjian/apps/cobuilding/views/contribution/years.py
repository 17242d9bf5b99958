"""What units gave in a year: all of a place, one unit's page with its pledge and statement, its entries."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from gongjian.apps.cobuilding.choices import Ledger
from gongjian.apps.cobuilding.forms.contribution import SpendForm
from gongjian.apps.cobuilding.selectors import contribution as reads
from gongjian.apps.cobuilding.selectors.units import own_unit_ids, speaks_for
from gongjian.apps.cobuilding.services import contribution as services
from gongjian.apps.parties.models import Organisation
from gongjian.apps.parties.selectors import get_organisation
from gongjian.apps.places.selectors import current_scope, names_of
from gongjian.core.access import ActorRequest, Right, allows
from gongjian.core.errors import NotFound
from gongjian.core.form_pages import crumb, form_page, succeeds
from gongjian.core.listing import page_of


def year_of(request: ActorRequest) -> int:
    """Read the year asked for; this one where none can be read."""
    asked = request.GET.get("year", "")
    year = int(asked) if asked.isdecimal() and len(asked) == 4 else 0
    return year if 2000 <= year <= 2100 else timezone.localdate().year


def place_of(request: ActorRequest) -> str:
    """Read the place asked for; the one the person works in where none can be read."""
    asked = request.GET.get("place", "") or request.POST.get("place", "")
    return asked if asked.isdecimal() and len(asked) <= 15 else current_scope(request)


@allows(Right.COBUILDING_VIEW)
@require_GET
def list_units(request: ActorRequest) -> HttpResponse:
    """List what units gave in a year; ranked only where the rule of the place says so."""
    year, scope = year_of(request), current_scope(request)
    is_ranked = reads.is_ranked(scope, timezone.localdate())
    page = page_of(reads.units_of_year(request.actor, scope, year, is_ranked=is_ranked), request.GET)
    context = {
        "page": page,
        "year": year,
        "place": scope,
        "place_name": names_of([scope]).get(scope, ""),
        "is_ranked": is_ranked,
        "years": range(timezone.localdate().year, timezone.localdate().year - 4, -1),
    }
    return render(request, "cobuilding/units.html", context)


def unit_of(request: ActorRequest, organisation_id: int) -> Organisation:
    """Return a unit one may see as such, or speaks for; NotFound otherwise."""
    actor = request.actor
    if actor.can(Right.PARTIES_VIEW):
        return get_organisation(actor, organisation_id)
    if organisation_id not in own_unit_ids(actor):
        raise NotFound()
    return Organisation.objects.get(pk=organisation_id)


@allows(Right.COBUILDING_VIEW)
@require_GET
def show_unit(request: ActorRequest, organisation_id: int) -> HttpResponse:
    """Show a unit's year at a place: figures that open their rows, pledge, statement, people."""
    actor, unit = request.actor, unit_of(request, organisation_id)
    year = year_of(request)
    places = reads.places_of_unit(actor, unit.pk)
    place = place_of(request) if request.GET.get("place") or len(places) != 1 else places[0]
    names = names_of([*places, place])
    key: dict[str, Any] = {"place_code": place, "organisation_id": unit.pk, "year": year}
    rows = reads.list_entries(actor, organisation_id=unit.pk, place_code=place)
    context = {
        "unit": unit,
        "year": year,
        "place": place,
        "place_name": names.get(place, ""),
        "places": [(code, names.get(code, code)) for code in places],
        "figures": reads.figures_of_year(actor, **key),
        "pledge": (pledge := reads.pledge_of(actor, **key)),
        "kept": reads.kept_of(pledge) if pledge else [],
        "statements": list(reads.statements_of(actor, **key)),
        "account": reads.account_of(rows),
        "people": reads.people_of(rows),
        "can_issue": place in places
        and (actor.can(Right.COBUILDING_MANAGE, place) or speaks_for(actor, unit.pk)),
        "can_pledge": pledge is None and speaks_for(actor, unit.pk) and len(place) >= 9,
        "can_spend": actor.can(Right.COBUILDING_MANAGE, place),
        "years": range(timezone.localdate().year, timezone.localdate().year - 4, -1),
        "crumbs": [crumb(_("单位贡献"), "cobuilding:units"), crumb(unit.name)],
    }
    return render(request, "cobuilding/unit.html", context)


@allows(Right.COBUILDING_VIEW)
@require_GET
def list_entries(request: ActorRequest, organisation_id: int) -> HttpResponse:
    """List the entries of a unit's accounts, which add up to what it holds."""
    unit, ledger = unit_of(request, organisation_id), request.GET.get("ledger", "")
    year = year_of(request) if request.GET.get("year") else None
    rows = reads.list_entries(
        request.actor,
        organisation_id=unit.pk,
        place_code=request.GET.get("place", "") if request.GET.get("place", "").isdecimal() else "",
        year=year,
        ledger=ledger,
    )
    context = {
        "unit": unit,
        "page": page_of(rows, request.GET),
        "account": reads.account_of(rows),
        "year": year,
        "ledger": ledger if ledger in Ledger.values else "",
        "ledgers": Ledger.choices,
        "crumbs": [
            crumb(_("单位贡献"), "cobuilding:units"),
            crumb(unit.name, "cobuilding:unit", unit.pk),
            crumb(_("分录")),
        ],
    }
    return render(request, "cobuilding/entries.html", context)


@allows(Right.COBUILDING_MANAGE)
@require_http_methods(["GET", "POST"])
def spend_points(request: ActorRequest, organisation_id: int) -> HttpResponse:
    """Spend points of a unit or of one of its people at a place; hours stay."""
    actor, unit, place = request.actor, unit_of(request, organisation_id), place_of(request)
    actor.require(Right.COBUILDING_MANAGE, place)
    people = reads.people_of(reads.list_entries(actor, organisation_id=unit.pk, place_code=place))
    accounts: list[tuple[str, str]] = [("", str(unit))]
    accounts += [(str(row["contributor_id"]), row["contributor__name"]) for row in people]
    form = SpendForm(accounts, request.POST or None)
    back = f"{reverse('cobuilding:unit', args=[unit.pk])}?place={place}"

    def act() -> Any:
        asked = form.cleaned_data
        return services.spend_points(
            actor=actor,
            place_code=place,
            organisation_id=unit.pk,
            contributor_id=asked["contributor"],
            points=asked["points"],
            words=asked["words"],
        )

    if request.method == "POST" and succeeds(form, act):
        messages.success(request, _("记下了。积分减少，服务时长不变。"))
        return redirect(back)
    return form_page(
        request,
        form,
        title=_("用积分"),
        act=_("用掉"),
        back=back,
        crumbs=[
            crumb(_("单位贡献"), "cobuilding:units"),
            crumb(unit.name, "cobuilding:unit", unit.pk),
            crumb(_("用积分")),
        ],
    )
