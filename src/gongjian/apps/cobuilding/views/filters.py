"""What the lists of needs and resources share: the filter, the tabs, the rows with their places."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone

from gongjian.apps.cobuilding.choices import catalogue
from gongjian.apps.cobuilding.forms.fields import URGENCIES
from gongjian.apps.cobuilding.forms.lists import ListForm
from gongjian.apps.cobuilding.models import Need, Resource
from gongjian.apps.cobuilding.services.writing import write_list
from gongjian.apps.places.selectors import current_scope, names_of
from gongjian.core.access import ActorRequest
from gongjian.core.downloads import send_xlsx


def list_context(
    request: ActorRequest,
    form: ListForm,
    url_name: str,
    view: str,
    labels: Mapping[str, Any],
    counts: Mapping[str, int],
) -> dict[str, Any]:
    """Return what the filter bar and the tabs of a list need."""
    kept = request.GET.copy()
    for name in ("page", "view"):
        kept.pop(name, None)
    query = kept.urlencode()
    return {
        "here": reverse(url_name),
        "asked": form.asked(),
        "is_narrowed": form.is_narrowed,
        "categories": catalogue().choices(),
        "urgencies": URGENCIES,
        "view": view,
        "query": request.GET.urlencode(),
        "tabs": [
            {
                "label": label,
                "url": f"{reverse(url_name)}?view={name}{'&' + query if query else ''}",
                "count": counts[name],
                "current": name == view,
            }
            for name, label in labels.items()
        ],
    }


def asked_of(request: ActorRequest) -> ListForm:
    """Read the filter of a list."""
    return ListForm(request.GET, scope=current_scope(request))


def with_places(rows: Sequence[Need | Resource], marks: Mapping[Any, str]) -> list[dict[str, Any]]:
    """Add to rows the name of their place and the mark of their status. One query."""
    names, today = names_of({row.place_code for row in rows}), timezone.localdate()
    return [
        {
            "entry": row,
            "place": names.get(row.place_code, row.place_code),
            "mark": marks[row.status],
            "days": (row.expires_on - today).days,
        }
        for row in rows
    ]


def send_list(request: ActorRequest, rows: Any, name: str) -> HttpResponse:
    """Send a filtered list as a workbook."""
    return send_xlsx(write_list(actor=request.actor, rows=rows, name=name), f"{name}.xlsx")
