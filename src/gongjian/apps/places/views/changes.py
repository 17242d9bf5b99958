"""Change a place: rename, recode, merge, split, each from a day on."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from gongjian.apps.places import selectors, services
from gongjian.apps.places.forms import ChangeForm, MergeForm, RecodeForm, RenameForm, SplitForm
from gongjian.apps.places.models import Place
from gongjian.core.access import Actor, ActorRequest, Right, allows
from gongjian.core.errors import Conflict, Invalid, NotFound

SHOWN_CHILDREN = 50


def _rename(actor: Actor, code: str, form: Any) -> str:
    return services.rename_place(actor=actor, code=code, **form.cleaned_data).code


def _recode(actor: Actor, code: str, form: Any) -> str:
    return services.recode_place(actor=actor, code=code, **form.cleaned_data).code


def _merge(actor: Actor, code: str, form: MergeForm) -> str:
    asked = form.cleaned_data
    codes = list(dict.fromkeys([code, *asked["codes"]]))
    kept = {key: asked[key] for key in ("on", "citation", "moves")}
    return services.merge_places(actor=actor, codes=codes, into=form.into, **kept).code


def _split(actor: Actor, code: str, form: SplitForm) -> str:
    return services.split_place(actor=actor, code=code, **form.cleaned_data)[0].code


@dataclass(frozen=True)
class Act:
    """One kind of change: its form, what it is called, what it does (returns the code to show next)."""

    form: type[ChangeForm]
    title: str | Promise
    effect: str | Promise
    run: Callable[[Actor, str, Any], str]


ACTS = {
    "rename": Act(RenameForm, gettext_lazy("更名"), gettext_lazy("这一天以前仍叫原来的名称。"), _rename),
    "recode": Act(
        RecodeForm,
        gettext_lazy("换代码"),
        gettext_lazy("它和它下面的全部换到新代码，旧代码留在历史里。"),
        _recode,
    ),
    "merge": Act(
        MergeForm,
        gettext_lazy("合并"),
        gettext_lazy("被并的地方到前一天为止，以前的记录仍记在旧代码下。"),
        _merge,
    ),
    "split": Act(
        SplitForm,
        gettext_lazy("拆分"),
        gettext_lazy("新的部分从这一天起才有，以前的记录仍记在旧代码下。"),
        _split,
    ),
}


@allows(Right.PLACES_MANAGE)
@require_http_methods(["GET", "POST"])
def change_place(request: ActorRequest, code: str, kind: str) -> HttpResponse:
    """Show the form of one change, and make it."""
    place = selectors.get_visible_place(request.actor, code)
    act = ACTS.get(kind)
    if act is None or not place.is_current:
        raise NotFound
    request.actor.require(Right.PLACES_MANAGE, code)
    form = act.form(request.POST or None, initial=_initial(place))
    if request.method == "POST" and form.is_valid():
        target = _run(request, act, code, form)
        if target is not None:
            return redirect("places:place", target)
    children = [] if kind == "rename" else selectors.children_of(code)[:SHOWN_CHILDREN]
    context = {"place": place, "act": act, "form": form, "children": children}
    status = 422 if request.method == "POST" else 200
    return render(request, "places/change.html", context, status=status)


def _run(request: ActorRequest, act: Act, code: str, form: ChangeForm) -> str | None:
    """Make the change; a refusal goes back into the form, so that what was typed stays."""
    try:
        target = act.run(request.actor, code, form)
    except (Conflict, Invalid, NotFound) as refusal:
        form.add_error(None, refusal.message)
        return None
    messages.success(request, _("已%(act)s。") % {"act": act.title})
    return target


def _initial(place: Place) -> dict[str, str]:
    return {"into_code": place.code, "into_name": place.name, "parts": f"{place.code} {place.name}\n"}
