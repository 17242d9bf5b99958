"""The page of one form that needs and resources share: short first, what is alike already, the point, the catalogue."""

from collections.abc import Sequence

from django.http import HttpResponse
from django.utils.translation import gettext as _

from gongjian.apps.cobuilding.choices import catalogue
from gongjian.apps.cobuilding.forms.entries import EntryForm, NeedForm
from gongjian.apps.cobuilding.models import Need, Resource
from gongjian.apps.cobuilding.selectors.sources import Source
from gongjian.apps.places.selectors import current_scope, ground_below
from gongjian.core.access import ActorRequest
from gongjian.core.form_pages import UNPROCESSABLE, crumb, form_page
from gongjian.core.maps import draw_map


def entry_page(
    request: ActorRequest,
    form: EntryForm,
    *,
    title: str,
    act: str,
    back: str,
    similar: Sequence[Need | Resource] = (),
    source: Source | None = None,
) -> HttpResponse:
    """Show the form of an entry; 422 once it has errors, or where the list has something alike."""
    is_need = isinstance(form, NeedForm)
    name, plural = ("need", _("需求清单")) if is_need else ("resource", _("资源清单"))
    place_code = form.only_place or current_scope(request)
    response = form_page(
        request,
        form,
        template="cobuilding/entry_form.html",
        title=title,
        act=act,
        back=back,
        similar=similar,
        similar_url=f"cobuilding:{name}",
        source=source,
        ground=draw_map([], ground_below(place_code)),
        catalogue=catalogue().in_use(),
        crumbs=[crumb(plural, f"cobuilding:{name}s"), crumb(title)],
    )
    if similar:
        response.status_code = UNPROCESSABLE
    return response
