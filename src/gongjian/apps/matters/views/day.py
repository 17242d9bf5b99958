"""The desk's day, as a page and as a part of the first page."""

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from gongjian.apps.matters.selectors.day import desk_day
from gongjian.apps.places.selectors import current_scope, names_of
from gongjian.core.access import ActorRequest, Right, allows
from gongjian.core.form_pages import crumb
from gongjian.core.htmx import render_either


@allows(Right.MATTERS_DISPATCH)
@require_GET
def show_day(request: ActorRequest) -> HttpResponse:
    """Show what the desk has to do now, with counts that open the list."""
    scope = current_scope(request)
    context = {
        "lines": desk_day(request.actor, scope, timezone.now()),
        "place_name": names_of([scope]).get(scope, ""),
        "crumbs": [crumb(_("事项"), "matters:matters"), crumb(_("派办台今天"))],
    }
    return render_either(request, "matters/day.html", "matters/_day.html", context)
