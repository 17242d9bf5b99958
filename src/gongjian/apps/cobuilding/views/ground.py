"""Who is on the ground of an alliance: the map with its list, units known of, what came of speaking to them."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gongjian.apps.cobuilding.forms.alliances import ApproachForm, KnownUnitForm
from gongjian.apps.cobuilding.forms.fields import POINT
from gongjian.apps.cobuilding.models import KnownUnit
from gongjian.apps.cobuilding.selectors import alliances as reads
from gongjian.apps.cobuilding.selectors import ground
from gongjian.apps.cobuilding.selectors.places import kept_places
from gongjian.apps.cobuilding.services import alliances as services
from gongjian.apps.cobuilding.services import known_units
from gongjian.apps.cobuilding.views.alliances import act_page, crumbs_of, kept_alliance
from gongjian.apps.parties.selectors import get_organisation
from gongjian.apps.places.selectors import current_scope, ground_below
from gongjian.core.access import ActorRequest, Right, allows
from gongjian.core.form_pages import attempt, crumb, form_page, succeeds
from gongjian.core.maps import draw_map

LEGEND = (
    ("circle", "ok", gettext_lazy("成员")),
    ("diamond", "warn", gettext_lazy("没有联系过")),
    ("diamond", "brand", gettext_lazy("联系过、已邀请")),
    ("diamond", "plain", gettext_lazy("婉拒、已注销")),
)
"""How the map shows where a unit stands with the alliance."""


@allows(Right.COBUILDING_MANAGE)
@require_GET
def show_ground(request: ActorRequest, alliance_id: int) -> HttpResponse:
    """Show the members and those that have not joined on the map, with the same as a list."""
    alliance = kept_alliance(request, alliance_id)
    members = reads.members_on(request.actor, alliance, timezone.localdate())
    joined = ground.members_placed(members)
    others = ground.missing_from(alliance)
    missing = [one for one in others if not one.is_gone]
    units = [*others, *joined]
    context = {
        "row": alliance,
        "missing": missing,
        "gone": [one for one in others if one.is_gone],
        "joined": joined,
        "unplaced": sum(not one.is_placed for one in units),
        "picture": ground.draw_ground(alliance, units),
        "legend": [{"shape": shape, "tone": tone, "label": label} for shape, tone, label in LEGEND],
        "crumbs": crumbs_of(_("辖区单位"), alliance),
    }
    return render(request, "cobuilding/ground.html", context)


@allows(Right.COBUILDING_MANAGE)
@require_http_methods(["GET", "POST"])
def record_approach(request: ActorRequest, alliance_id: int) -> HttpResponse:
    """Write that a unit that has not joined was spoken to, and what came of it (`?unit=` or `?known=`)."""
    alliance, actor = kept_alliance(request, alliance_id), request.actor
    asked = {name: _key(request.GET.get(name, "")) for name in ("unit", "known")}
    known = ground.get_known(actor, asked["known"]) if asked["known"] else None
    unit = get_organisation(actor, asked["unit"]) if known is None else None
    form = ApproachForm(request.POST or None)
    if succeeds(
        form,
        lambda: services.record_approach(
            actor=actor,
            alliance_id=alliance_id,
            organisation_id=unit.pk if unit else None,
            known_unit_id=known.pk if known else None,
            **form.cleaned_data,
        ),
    ):
        return redirect("cobuilding:ground", alliance_id)
    back = reverse("cobuilding:ground", args=[alliance_id])
    return act_page(request, form, _("联系%s") % (known or unit), _("记下"), back, alliance)


def _key(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else 0


@allows(Right.COBUILDING_MANAGE)
@require_POST
def admit_known(request: ActorRequest, alliance_id: int, known_unit_id: int) -> HttpResponse:
    """Let a unit known of join today, in one step."""
    kept_alliance(request, alliance_id)
    member = known_units.admit_known(
        actor=request.actor, alliance_id=alliance_id, known_unit_id=known_unit_id
    )
    messages.success(request, _("%(unit)s加入了联盟。") % {"unit": member.organisation})
    return redirect("cobuilding:ground", alliance_id)


@allows(Right.COBUILDING_MANAGE)
@require_http_methods(["GET", "POST"])
def add_known(request: ActorRequest) -> HttpResponse:
    """Write a unit on the ground down, perhaps where a body of our register stands (`?unit=`)."""
    scope, initial = current_scope(request), {}
    if key := _key(request.GET.get("unit", "")):
        body = get_organisation(request.actor, key)
        initial = {"name": body.name, "kind": body.kind, "credit_code": body.credit_code}
    places = kept_places(request.actor, scope)
    form = KnownUnitForm(places, request.POST or None, initial={"place_code": scope, **initial})
    if request.method == "POST" and form.is_valid():
        kept = attempt(form, lambda: known_units.keep_known(actor=request.actor, spec=form.spec()))
        if kept:
            return _to_ground(request, kept)
    return _known_page(request, form, _("登记辖区单位"), scope)


@allows(Right.COBUILDING_MANAGE)
@require_http_methods(["GET", "POST"])
def edit_known(request: ActorRequest, known_unit_id: int) -> HttpResponse:
    """Change what is known of a unit."""
    unit = ground.get_known(request.actor, known_unit_id)
    names = ("name", "kind", "credit_code", "address", *POINT)
    initial = {name: getattr(unit, name) for name in names}
    form = KnownUnitForm([(unit.place_code, "")], request.POST or None, initial=initial)
    if succeeds(
        form,
        lambda: known_units.edit_known(actor=request.actor, known_unit_id=known_unit_id, spec=form.spec()),
    ):
        return _to_ground(request, unit)
    return _known_page(request, form, _("改“%s”") % unit.name, unit.place_code)


def _to_ground(request: ActorRequest, unit: KnownUnit) -> HttpResponse:
    """Go to the alliance on whose ground a unit stands."""
    alliance = ground.alliance_on(request.actor, unit.place_code)
    return redirect("cobuilding:ground", alliance.pk) if alliance else redirect("cobuilding:alliances")


def _known_page(request: ActorRequest, form: KnownUnitForm, title: str, place_code: str) -> HttpResponse:
    alliance = ground.alliance_on(request.actor, place_code)
    back = reverse("cobuilding:ground", args=[alliance.pk]) if alliance else reverse("cobuilding:alliances")
    return form_page(
        request,
        form,
        template="cobuilding/known_unit.html",
        title=title,
        act=_("存"),
        back=back,
        ground=draw_map([], ground_below(place_code)),
        crumbs=[crumb(_("共建联盟"), "cobuilding:alliances"), crumb(title)],
    )
