"""Several matters at once: chosen on the list, confirmed with what will happen, answered row by row; or printed."""

from collections.abc import Sequence
from dataclasses import dataclass
from os.path import commonpath
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from gongjian.apps.matters import services
from gongjian.apps.matters.forms import MatterForm
from gongjian.apps.matters.models import Matter
from gongjian.apps.matters.selectors.matters import chosen_matters
from gongjian.apps.matters.selectors.open_acts import DESK_ACTS
from gongjian.apps.matters.selectors.rows import MatterRow, rows_of
from gongjian.apps.matters.transitions import TRANSITIONS
from gongjian.apps.matters.views.acts import ACT_BY_NAME
from gongjian.apps.matters.views.detail import ACT_WORDS
from gongjian.core.access import Actor, ActorRequest, Right, allows
from gongjian.core.access.codes import LEVEL_LENGTHS
from gongjian.core.form_pages import UNPROCESSABLE, crumb

MOST_CHOSEN = 200
BULK = ("dispatch", "classify", "verify", "exclude")
"""The acts that make sense for several matters at once: the same words fit them all."""
PRINT = "print"


@dataclass(frozen=True)
class Planned:
    """One chosen matter before the act: `refusal` says why it will be left as it is."""

    row: MatterRow
    refusal: str


def bulk_acts(actor: Actor) -> list[tuple[str, str | Promise]]:
    """List what the actor may do with several matters, by name and title; printing is open to whoever sees them."""
    acts = [(name, ACT_WORDS[name].title) for name in BULK if actor.can(ACT_BY_NAME[name].right)]
    return [*acts, (PRINT, pgettext_lazy("act", "打印"))]


@allows(Right.MATTERS_VIEW)
@require_http_methods(["GET", "POST"])
def act_on_chosen(request: ActorRequest) -> HttpResponse:
    """Show what an act would do to the matters chosen, then do it to each and say what became of it."""
    asked = request.POST or request.GET
    name = asked.get("act", "")
    if name == PRINT:
        return print_matters(request)
    matters = _chosen(request)
    if name not in BULK or not matters:
        return render(request, "matters/chosen_none.html", {"back": _back(request), "crumbs": _crumbs()})
    form = _form(request, name, matters)
    if request.method == "POST" and form.is_valid():
        act = ACT_BY_NAME[name]
        found = services.act_on_each(matters, lambda matter: act.run(request.actor, matter, form))
        return _say(request, name, found)
    planned = [Planned(row, _foreseen(request.actor, name, row.matter)) for row in rows_of(matters)]
    context = {
        "name": name,
        "words": ACT_WORDS[name],
        "form": form,
        "planned": planned,
        "count": sum(not one.refusal for one in planned),
        "back": _back(request),
        "crumbs": _crumbs(),
    }
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "matters/chosen.html", context, status=status)


def _say(request: ActorRequest, name: str, found: Sequence[services.Done]) -> HttpResponse:
    """Say for each matter whether it was done, and why not."""
    context = {
        "words": ACT_WORDS[name],
        "found": sorted(found, key=lambda one: not one.refusal),
        "done": sum(not one.refusal for one in found),
        "refused": sum(bool(one.refusal) for one in found),
        "back": _back(request),
        "crumbs": _crumbs(),
    }
    return render(request, "matters/chosen_done.html", context)


@allows(Right.MATTERS_VIEW)
@require_GET
def print_matters(request: ActorRequest) -> HttpResponse:
    """Show the matters chosen one after another, as they print: words and timeline, no name or number of anybody."""
    matters = _chosen(request)
    context = {"rows": rows_of(matters), "back": _back(request), "crumbs": _crumbs()}
    return render(request, "matters/print.html", context)


def _chosen(request: ActorRequest) -> list[Matter]:
    """Load the matters chosen that the actor may see, in the order chosen; no more than MOST_CHOSEN."""
    asked = request.POST or request.GET
    numbers = [int(one) for one in asked.getlist("case") if one.isascii() and one.isdigit() and len(one) < 19]
    return chosen_matters(request.actor, list(dict.fromkeys(numbers))[:MOST_CHOSEN])


def _form(request: ActorRequest, name: str, matters: Sequence[Matter]) -> MatterForm:
    """Return the form of an act, which offers what fits all the matters: what there is at the place that holds them."""
    shared = commonpath([matter.place_code for matter in matters])
    length = max((length for length in LEVEL_LENGTHS if length <= len(shared)), default=0)
    data = request.POST if request.method == "POST" else None
    return ACT_BY_NAME[name].form(request.actor, Matter(place_code=shared[:length]), data, prefix=name)


def _foreseen(actor: Actor, name: str, matter: Matter) -> str:
    """Say why an act would be refused, as far as can be told before; the service decides."""
    right = ACT_BY_NAME[name].right
    if not actor.can(right, matter.desk_code):
        return _("不归你的单位办，或已经提级")
    act = DESK_ACTS.get(name)
    if act and matter.state not in TRANSITIONS[act].sources:
        return _("现在是“%(state)s”，不能这样办") % {"state": matter.get_state_display()}
    return ""


def _back(request: ActorRequest) -> str:
    """Return the list that the matters were chosen on, with its filter."""
    back = (request.POST or request.GET).get("back", "")
    is_safe = url_has_allowed_host_and_scheme(back, {request.get_host()}, request.is_secure())
    return back if is_safe else reverse("matters:matters")


def _crumbs() -> list[dict[str, Any]]:
    return [crumb(_("事项"), "matters:matters"), crumb(_("选中的事项"))]
