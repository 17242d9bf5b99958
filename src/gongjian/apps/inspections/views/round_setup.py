"""Set a round up before it starts: its days and kind, its places, its teams."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from gongjian.apps.inspections import services
from gongjian.apps.inspections.forms import RoundForm
from gongjian.apps.inspections.forms.rosters import TeamForm, choices_of
from gongjian.apps.inspections.models import RoundTeam
from gongjian.apps.inspections.selectors import progress, rosters, rubrics
from gongjian.apps.inspections.selectors.rounds import chosen_codes
from gongjian.apps.inspections.views.rosters import organised
from gongjian.apps.places.selectors import names_of
from gongjian.core.access import ActorRequest, Right, allows
from gongjian.core.errors import Conflict, Invalid
from gongjian.core.listing import page_of


@allows(Right.INSPECTIONS_MANAGE)
@require_http_methods(["GET", "POST"])
def edit_round(request: ActorRequest, round_id: int) -> HttpResponse:
    """Change a round before its first sheet; its rubric stays."""
    row = organised(request, round_id)
    names = ("title", "starts_on", "ends_on", "visits_per_place", "is_announced")
    form = RoundForm(
        request.POST or None,
        versions=rubrics.versions_for(request.actor, row.place_code),
        initial={name: getattr(row, name) for name in names},
    )
    del form.fields["version"]
    if request.method == "POST" and form.is_valid():
        try:
            services.change_round(actor=request.actor, round_id=round_id, **form.cleaned_data)
            return redirect("inspections:round", round_id)
        except (Conflict, Invalid) as refusal:
            form.add_error(None, refusal.message)
    status = 422 if request.method == "POST" else 200
    return render(request, "inspections/round_edit.html", {"form": form, "round": row}, status=status)


@allows(Right.INSPECTIONS_MANAGE)
@require_http_methods(["GET", "POST"])
def choose_places(request: ActorRequest, round_id: int) -> HttpResponse:
    """Tick the communities that a round looks at, a part of it and a page at a time, or take them all."""
    actor = request.actor
    row = organised(request, round_id)
    code = progress.place_of_round(row, request.GET.get("place", ""))
    if request.method == "POST":
        try:
            if request.POST.get("act") == "all":
                services.look_at_all(actor=actor, round_id=round_id)
                messages.success(request, _("这一轮看全部社区。"))
            else:
                shown, chosen = request.POST.getlist("shown"), request.POST.getlist("chosen")
                services.choose_places(actor=actor, round_id=round_id, shown=shown, chosen=chosen)
                messages.success(request, _("这一页的选择已保存。"))
        except Conflict as refusal:
            messages.error(request, refusal.message)
        return redirect(request.get_full_path())
    page = page_of(progress.all_communities(actor, row, code).order_by("code"), request.GET)
    chosen_set = set(chosen_codes(row))
    parts = progress.parts_of(actor, row, row.place_code)
    names = names_of({*(place.parent_code for place in page.rows), *parts, row.place_code})
    context = {
        "round": row,
        "page": page,
        "code": code,
        "rows": [(p, names.get(p.parent_code, ""), p.code in chosen_set) for p in page.rows],
        "parts": [(part, names.get(part, part)) for part in parts],
        "count": len(chosen_set),
    }
    return render(request, "inspections/round_places.html", context)


@allows(Right.INSPECTIONS_MANAGE)
@require_http_methods(["GET", "POST"])
def edit_teams(request: ActorRequest, round_id: int) -> HttpResponse:
    """List the teams of a round, make or change one, or dissolve one."""
    row = organised(request, round_id)
    people = rosters.people_of(row, row.starts_on)
    form = TeamForm(request.POST or None, choices=choices_of(people))
    removed = request.POST.get("remove", "")
    if removed.isascii() and removed.isdigit():
        services.remove_team(actor=request.actor, round_id=round_id, team_id=int(removed))
        return redirect("inspections:teams", round_id)
    if request.method == "POST" and form.is_valid():
        asked = form.cleaned_data
        try:
            services.save_team(
                actor=request.actor,
                round_id=round_id,
                name=asked["name"],
                lead_id=asked["lead"],
                member_ids=asked["members"],
            )
            return redirect("inspections:teams", round_id)
        except Conflict as refusal:
            form.add_error(None, refusal.message)
    teams = RoundTeam.objects.visible_to(request.actor).filter(round=row)
    loaded = teams.select_related("lead").prefetch_related("members")
    context = {"round": row, "form": form, "teams": loaded, "people": len(people)}
    status = 422 if request.method == "POST" else 200
    return render(request, "inspections/teams.html", context, status=status)
