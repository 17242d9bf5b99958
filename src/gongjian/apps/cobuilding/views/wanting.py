"""Where needs come from and where they go: targets not reached, needs that wait for a level above."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from gongjian.apps.cobuilding.selectors.raised import raised_to
from gongjian.apps.places.selectors import current_scope, path_name
from gongjian.apps.programmes.selectors.short import list_short
from gongjian.apps.programmes.selectors.targets import target_text, where_of
from gongjian.core.access import ActorRequest, Right, allows
from gongjian.core.form_pages import crumb


@allows(Right.COBUILDING_MANAGE)
@require_GET
def show_raised(request: ActorRequest) -> HttpResponse:
    """Show who waits for help of the place one works in, by what is wanted and by where; each number opens its needs."""
    scope = current_scope(request)
    context = {
        "raised": raised_to(request.actor, scope),
        "asked_place": scope,
        "place_name": path_name(scope),
        "crumbs": [crumb(_("需求清单"), "cobuilding:needs"), crumb(_("已提请上级"))],
    }
    return render(request, "cobuilding/raised.html", context)


@allows(Right.COBUILDING_MANAGE)
@require_GET
def show_short_targets(request: ActorRequest) -> HttpResponse:
    """Show the targets that are not reached here; each begins a need."""
    readings = list_short(request.actor, current_scope(request))
    context = {
        "rows": [(one, target_text(one.target), where_of(one.target)) for one in readings],
        "crumbs": [crumb(_("需求清单"), "cobuilding:needs"), crumb(_("指标没有达到"))],
    }
    return render(request, "cobuilding/short_targets.html", context)
