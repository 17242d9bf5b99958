"""Draws: lists, the published hash, the public number, the result, certificates and their verification."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gongjian.apps.inspections import services
from gongjian.apps.inspections.forms.rosters import CertificateForm, DrawForm, NumberForm
from gongjian.apps.inspections.models import Draw
from gongjian.apps.inspections.selectors import draws, progress
from gongjian.apps.inspections.selectors.framed import get_framed
from gongjian.apps.inspections.selectors.rounds import knows_ahead
from gongjian.apps.inspections.views.rosters import organised
from gongjian.apps.inspections.views.round_tabs import round_frame
from gongjian.apps.places.selectors import names_of
from gongjian.core.access import ActorRequest, Right, allows
from gongjian.core.downloads import send_file
from gongjian.core.errors import Conflict, Invalid
from gongjian.engines import draw as engine
from gongjian.engines.draw.standalone import standalone_verifier

MOST_BYTES = 5_000_000


@allows(Right.INSPECTIONS_VIEW)
@require_GET
def list_draws(request: ActorRequest, round_id: int) -> HttpResponse:
    """List the draws of a round that one may know of."""
    row = get_framed(request.actor, round_id)
    found = list(draws.draws_of(request.actor, row))
    context = round_frame(request.actor, row, "draws")
    context |= {"draws": found, "can_manage": knows_ahead(request.actor, row)}
    return render(request, "inspections/draws.html", context)


@allows(Right.INSPECTIONS_MANAGE)
@require_http_methods(["GET", "POST"])
def add_draw(request: ActorRequest, round_id: int) -> HttpResponse:
    """Make the lists of a draw."""
    row = organised(request, round_id)
    form = DrawForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        asked = dict(form.cleaned_data)
        scope, count = asked.pop("scope"), asked.pop("count")
        parts = progress.parts_of(request.actor, row, row.place_code) if scope == "each" else ["*"]
        try:
            made = services.make_draw(
                actor=request.actor, round_id=round_id, take=dict.fromkeys(parts, count), **asked
            )
            return redirect("inspections:draw", made.pk)
        except (Conflict, Invalid) as refusal:
            form.add_error(None, refusal.message)
    places = progress.communities(request.actor, row, row.place_code).count()
    status = 422 if request.method == "POST" else 200
    context = {"form": form, "round": row, "places": places}
    return render(request, "inspections/draw_form.html", context, status=status)


@allows(Right.INSPECTIONS_VIEW)
@require_GET
def show_draw(request: ActorRequest, draw_id: int) -> HttpResponse:
    """Show a draw with what comes next: publish, type the number, use the result, take the certificate."""
    return _render(request, draws.get_draw(request.actor, draw_id), NumberForm())


def _render(request: ActorRequest, row: Draw, form: NumberForm) -> HttpResponse:
    actor = request.actor
    inside = draws.sees_inside(actor, row)
    take = sorted(row.take.items())
    names = names_of([key for key, _count in take])
    context = {
        **round_frame(actor, row.round, "draws"),
        "draw": row,
        "form": form,
        "inside": inside,
        "can_manage": knows_ahead(actor, row.round),
        "take": [(_("全部") if key == "*" else names.get(key, key), count) for key, count in take],
        "entries": [line.split("\t")[:3] for line in row.places] if inside else [],
        "people": [line.split("\t")[2] for line in row.inspectors] if inside else [],
        "drawn": draws.drawn_places(row) if inside else [],
        "short": len(row.result["short"]) if row.result else 0,
    }
    return render(request, "inspections/draw.html", context, status=422 if form.errors else 200)


@allows(Right.INSPECTIONS_MANAGE)
@require_POST
def move_draw(request: ActorRequest, draw_id: int, step: str) -> HttpResponse:
    """Take the next step of a draw: publish its hash, drop it, or use its result."""
    row = draws.get_draw(request.actor, draw_id)
    acts = {"publish": services.publish_draw, "drop": services.drop_draw, "apply": services.apply_draw}
    try:
        acts[step](actor=request.actor, draw_id=draw_id)
    except Conflict as refusal:
        messages.error(request, refusal.message)
        return redirect("inspections:draw", draw_id)
    if step == "publish":
        return redirect("inspections:draw", draw_id)
    return redirect("inspections:round", row.round_id)


@allows(Right.INSPECTIONS_MANAGE)
@require_POST
def run_draw(request: ActorRequest, draw_id: int) -> HttpResponse:
    """Draw with the public number."""
    form = NumberForm(request.POST)
    row = draws.get_draw(request.actor, draw_id)
    request.actor.require(Right.INSPECTIONS_MANAGE, row.place_code)
    if form.is_valid():
        try:
            services.run_draw(actor=request.actor, draw_id=draw_id, **form.cleaned_data)
            return redirect("inspections:draw", draw_id)
        except (Conflict, Invalid) as refusal:
            form.add_error(None, refusal.message)
    return _render(request, row, form)


@allows(Right.INSPECTIONS_VIEW)
@require_GET
def draw_certificate(request: ActorRequest, draw_id: int) -> HttpResponse:
    """Hand out the certificate of a finished draw."""
    row, text = draws.get_certificate(request.actor, draw_id)
    return _file(text, f"{row.title}抽取证书.json", "application/json")


@allows(Right.INSPECTIONS_VIEW)
@require_GET
def draw_verifier(request: ActorRequest) -> HttpResponse:
    """Hand out the verifier as one file that needs nothing but Python."""
    return _file(standalone_verifier(), "verify_draw.py", "text/x-python")


def _file(text: str, name: str, kind: str) -> HttpResponse:
    return send_file(text, name, f"{kind}; charset=utf-8")


@allows(Right.INSPECTIONS_VIEW)
@require_http_methods(["GET", "POST"])
def verify_draw(request: ActorRequest) -> HttpResponse:
    """Verify an uploaded certificate, as the command line does; nothing is stored."""
    form = CertificateForm(request.POST or None, request.FILES or None)
    verdict: engine.Verdict | None = None
    if request.method == "POST" and form.is_valid():
        content = form.cleaned_data["certificate"].read(MOST_BYTES)
        verdict = engine.verify(content.decode("utf-8", "replace"), form.cleaned_data["hash"])
    status = 422 if request.method == "POST" and not form.is_valid() else 200
    return render(request, "inspections/draw_verify.html", {"form": form, "verdict": verdict}, status=status)
