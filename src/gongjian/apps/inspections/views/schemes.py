"""Rating schemes: list, one in words, written or changed by hand with a preview."""

from collections import defaultdict
from collections.abc import Callable
from decimal import Decimal
from functools import partial
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
from gongjian.apps.inspections.selectors.grading import grade_round
from gongjian.apps.inspections.selectors.mine import level_word
from gongjian.apps.inspections.views.trial import differences, in_numbers
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
    can_manage = request.actor.can(Right.INSPECTIONS_MANAGE, scheme.place_code)
    context = {
        "scheme": scheme,
        "owner": owner,
        "levels": _by_level(scheme),
        "can_edit": can_manage and not ratings.has_rated(scheme),
        "can_copy": request.actor.can(Right.INSPECTIONS_MANAGE, current_scope(request)),
    }
    return render(request, "inspections/scheme.html", context)


def _by_level(scheme: RatingScheme) -> list[tuple[str, list[RatingRule]]]:
    found: dict[int, list[RatingRule]] = defaultdict(list)
    for rule in scheme.stated_rules:
        found[rule.level].append(rule)
    return [(level_word(level), found[level]) for level in sorted(found, reverse=True)]


@allows(Right.INSPECTIONS_MANAGE)
@require_http_methods(["GET", "POST"])
def add_scheme(request: ActorRequest) -> HttpResponse:
    """Write a scheme for the place one works in, from another one or from the rules in force."""
    scope = current_scope(request)
    request.actor.require(Right.INSPECTIONS_MANAGE, scope)
    model = request.GET.get("from", "")
    source = ratings.get_scheme(request.actor, int(model)) if model.isascii() and model.isdigit() else None
    rules = _rows_of(source) if source else _usual_rules(scope)
    start = {**_head_of(source), "effective_on": None} if source else {}
    return _write(request, scope, start, rules, partial(services.create_scheme, place_code=scope))


@allows(Right.INSPECTIONS_MANAGE)
@require_http_methods(["GET", "POST"])
def edit_scheme(request: ActorRequest, scheme_id: int) -> HttpResponse:
    """Change a scheme that has rated nothing yet."""
    scheme = ratings.get_scheme(request.actor, scheme_id)
    request.actor.require(Right.INSPECTIONS_MANAGE, scheme.place_code)
    if ratings.has_rated(scheme):
        return redirect("inspections:scheme", scheme_id)
    keep = partial(services.change_scheme, scheme_id=scheme_id)
    return _write(request, scheme.place_code, _head_of(scheme), _rows_of(scheme), keep)


def _write(
    request: ActorRequest,
    place_code: str,
    start: dict[str, Any],
    rows: list[dict[str, Any]],
    keep: Callable[..., RatingScheme],
) -> HttpResponse:
    """Show the form; a POST reads the rules back in words and tries them, or keeps them."""
    sent = request.POST or None
    form = SchemeForm(sent, initial=start)
    rules = SchemeRuleFormSet(sent, prefix="rules", initial=None if sent else rows)
    context: dict[str, Any] = {"form": form, "rules": rules}
    if sent and form.is_valid() and rules.is_valid():
        asked = {**form.cleaned_data, "rules": [spec for row in rules.forms if (spec := row.spec())]}
        try:
            if "preview" not in sent:
                return redirect("inspections:scheme", keep(actor=request.actor, **asked).pk)
            context |= _preview(request, services.draft_scheme(place_code=place_code, **asked))
        except (Conflict, Invalid) as refusal:
            form.add_error(None, refusal.message)
    context["owner"] = names_of([place_code]).get(place_code, place_code)
    is_refused = sent and "preview_levels" not in context
    return render(request, "inspections/scheme_form.html", context, status=422 if is_refused else 200)


def _preview(request: ActorRequest, scheme: RatingScheme) -> dict[str, Any]:
    """The rules in words, and what they would have made of the last round of the place."""
    found: dict[str, Any] = {"preview": scheme, "preview_levels": _by_level(scheme)}
    row = ratings.last_round_of(request.actor, scheme.place_code)
    if row:
        grading = grade_round(row, scheme, row.ends_on)
        found |= {"tried": row, **in_numbers(grading, scheme), **differences(request.actor, row, grading)}
    return found


def _head_of(scheme: RatingScheme) -> dict[str, Any]:
    names = ("title", "effective_on", "citation", "counts_uninspected")
    return {name: getattr(scheme, name) for name in names}


def _rows_of(scheme: RatingScheme) -> list[dict[str, Any]]:
    names = (
        "level",
        "label",
        "basis",
        "at_least",
        "of_label",
        "child_level",
        "within_level",
        "ties",
        "is_weighted",
    )
    return [{name: getattr(rule, name) for name in names} for rule in scheme.stated_rules]


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
