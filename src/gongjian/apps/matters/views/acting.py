"""Doing an act: one address for each; a refused form comes back on the matter's page, or in its sheet."""

from collections.abc import Callable

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.views.decorators.http import require_POST

from gongjian.apps.matters.selectors.matters import get_matter
from gongjian.apps.matters.views.acts import ACTS, Act
from gongjian.apps.matters.views.matters import render_matter
from gongjian.core.access import ActorRequest, allows
from gongjian.core.form_pages import UNPROCESSABLE, attempt
from gongjian.core.htmx import wants_fragment


def _back_to(request: ActorRequest, case_id: int, name: str) -> HttpResponse:
    """Go on with the matter; its sheet beside the list says what was done, so that the list is read anew."""
    target = reverse("matters:matter", args=[case_id])
    return redirect(f"{target}?done={name}" if wants_fragment(request) else target)


def _view_of(act: Act) -> Callable[..., HttpResponse]:
    @allows(act.right)
    @require_POST
    def view(request: ActorRequest, case_id: int) -> HttpResponse:
        matter = get_matter(request.actor, case_id)
        form = act.form(request.actor, matter, request.POST, request.FILES, prefix=act.name)
        done = attempt(form, lambda: act.run(request.actor, matter, form)) if form.is_valid() else None
        if done is not None:
            return _back_to(request, case_id, act.name)
        return render_matter(request, case_id, {act.name: form}, status=UNPROCESSABLE)

    view.__name__ = f"{act.name}_matter"
    return view


act_urls: list[URLPattern] = [
    path(f"<int:case_id>/{act.name.replace('_', '-')}/", _view_of(act), name=act.name) for act in ACTS
]
