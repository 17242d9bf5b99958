"""Boundaries: load a file of them, see which are known."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from gongjian.apps.places import services
from gongjian.apps.places.forms import BoundariesForm
from gongjian.apps.places.selectors import current_scope, ground_below, names_of
from gongjian.core.access import ActorRequest, Right, allows
from gongjian.core.errors import Invalid
from gongjian.core.maps import draw_map
from gongjian.engines.coordinates import Datum


@allows(Right.PLACES_MANAGE)
@require_http_methods(["GET", "POST"])
def load_boundaries(request: ActorRequest) -> HttpResponse:
    """Take a file of boundaries; show those of the places below the present one."""
    form = BoundariesForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        answers = form.cleaned_data
        try:
            codes = services.load_boundaries(
                actor=request.actor,
                document=answers["boundaries"],
                datum=Datum(answers["datum"]),
                citation=answers["citation"],
            )
        except Invalid as refusal:
            form.add_error("boundaries", refusal.message)
        else:
            messages.success(request, _("已导入 %(n)d 个地方的边界。") % {"n": len(codes)})
            return redirect("places:boundaries")
    scope = current_scope(request)
    areas = ground_below(scope)
    context = {
        "form": form,
        "areas": areas,
        "picture": draw_map([], areas),
        "place_name": names_of([scope]).get(scope, scope),
    }
    return render(request, "places/boundaries.html", context, status=422 if form.errors else 200)
