"""Rating schemes: list, one in words, a new one."""

from collections import defaultdict
from decimal import Decimal
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from gongjian.apps.inspections import services
from gongjian.apps.inspections.choices import RatingBasis
from gongjian.apps.inspections.forms import SchemeForm, SchemeRuleFormSet
from gongjian.apps.inspections.models import RatingRule, RatingScheme
from gongjian.apps.inspections.selectors import ratings
from gongjian.apps.inspections.selectors.mine import level_word
from gongjian.apps.places.choices import Level
from gongjian.apps.places.selectors import current_scope, names_of
from gongjian.core.access import ActorRequest, Right, allows
from gongjian.core.errors import Conflict, Invalid
from gongjian.core.listing import page_of
from gongjian.core.rules import rule_value


@allows(Right.RATINGS_VIEW)
@require_GET
def list_schemes(request: ActorRequest) -> HttpResponse:
    """List the rating schemes one may see."""
    page = page_of(ratings.list_schemes(request.actor), request.GET)
    names = names_of({row.place_code for row in page.rows})
    rows = [(row, names.get(row.place_code, row.place_code), len(row.rules.all())) for row in page.rows]
    can_manage = request.actor.can(Right.INSPECTIONS_MANAGE, current_scope(request))
    return render(request, "inspections/schemes.html", {"page": page, "rows": rows, "can_manage": can_manage})


@allows(Right.RATINGS_VIEW)
@require_GET
def show_scheme(request: ActorRequest, scheme_id: int) -> HttpResponse:
    """Show a scheme's rules in words, level by level."""
    scheme = ratings.get_scheme(request.actor, scheme_id)
    owner = names_of([scheme.place_code]).get(scheme.place_code, scheme.place_code)
    context = {"scheme": scheme, "owner": owner, "levels": _by_level(scheme)}
    return render(request, "inspections/scheme.html", context)


def _by_level(scheme: RatingScheme) -> list[tuple[str, list[RatingRule]]]:
    found: dict[int, list[RatingRule]] = defaultdict(list)
    for rule in scheme.rules.all():
        found[rule.level].append(rule)
    return [(level_word(level), found[level]) for level in sorted(found, reverse=True)]


@allows(Right.INSPECTIONS_MANAGE)
@require_http_methods(["GET", "POST"])
def add_scheme(request: ActorRequest) -> HttpResponse:
    """Write a scheme for the place one works in, starting from the rules in force."""
    scope = current_scope(request)
    request.actor.require(Right.INSPECTIONS_MANAGE, scope)
    form = SchemeForm(request.POST or None)
    rules = SchemeRuleFormSet(
        request.POST or None,
        prefix="rules",
        initial=None if request.method == "POST" else _usual_rules(scope),
    )
    if request.method == "POST" and form.is_valid() and rules.is_valid():
        specs = [spec for row in rules.forms if (spec := row.spec()) is not None]
        try:
            scheme = services.create_scheme(
                actor=request.actor, place_code=scope, rules=specs, **form.cleaned_data
            )
            return redirect("inspections:scheme", scheme.pk)
        except (Conflict, Invalid) as refusal:
            form.add_error(None, refusal.message)
    context = {"form": form, "rules": rules, "owner": names_of([scope]).get(scope, scope)}
    return render(
        request, "inspections/scheme_form.html", context, status=422 if request.method == "POST" else 200
    )


def _usual_rules(place_code: str) -> list[dict[str, Any]]:
    """Fill in the thresholds that the rules give for a place today; a bound of zero needs no rule."""
    today = timezone.localdate()
    scores = rule_value("rating.community.score", on=today, place_code=place_code)
    shares = rule_value("rating.parent.share", on=today, place_code=place_code)
    found: list[dict[str, Any]] = [
        {
            "level": Level.COMMUNITY,
            "label": rule["label"],
            "basis": RatingBasis.SCORE,
            "at_least": Decimal(rule["at_least"]),
        }
        for rule in scores
        if Decimal(rule["at_least"]) > 0
    ]
    for level in (Level.STREET, Level.COUNTY, Level.CITY):
        found += [
            {
                "level": level,
                "label": rule["label"],
                "basis": RatingBasis.SHARE,
                "at_least": Decimal(rule["at_least"]),
                "of_label": rule["of"],
                "child_level": Level.COMMUNITY,
            }
            for rule in shares
            if level >= len(place_code)
        ]
    return found
