"""Reads of applications: the list by step, one with all that hangs on it."""

from dataclasses import dataclass

from django.db.models import Count, Prefetch, Q
from django.http import QueryDict

from gongjian.apps.hearings.choices import AidStatus
from gongjian.apps.hearings.models import AidApplication, Hearing, HouseholdMember, Objection, Posting
from gongjian.apps.places.selectors import names_of
from gongjian.core.access import Actor, OwnedQuerySet, prefix_range
from gongjian.core.errors import NotFound
from gongjian.core.listing import ListPage, page_of

STATES: dict[str, tuple[AidStatus, ...]] = {
    "open": (AidStatus.APPLIED, AidStatus.CHECKED, AidStatus.HEARING, AidStatus.PASSED, AidStatus.FAILED),
    "posted": (AidStatus.POSTED, AidStatus.OBJECTED),
    "granted": (AidStatus.GRANTED,),
    "refused": (AidStatus.REFUSED, AidStatus.WITHDRAWN),
}


@dataclass(frozen=True)
class ApplicationRow:
    """One application in a list."""

    application: AidApplication
    place_name: str


def applications_in_sight(actor: Actor, place_code: str = "") -> OwnedQuerySet:
    """List the applications an actor may see, perhaps at or below a place."""
    rows = AidApplication.objects.visible_to(actor).select_related("head")
    return rows.filter(prefix_range("place_code", place_code)) if place_code else rows


def count_states(rows: OwnedQuerySet) -> dict[str, int]:
    """Count the applications of every tab. One query."""
    tabs = {name: Count("pk", filter=Q(status__in=states)) for name, states in STATES.items()}
    counted: dict[str, int] = rows.order_by().aggregate(**tabs)
    return counted


def list_applications(rows: OwnedQuerySet, params: QueryDict) -> tuple[ListPage, list[ApplicationRow]]:
    """Cut one page of a tab, the oldest open one first. Three queries."""
    state = params.get("state", "")
    state = state if state in STATES else "open"
    order = ("applied_on", "pk") if state in ("open", "posted") else ("-applied_on", "-pk")
    page = page_of(rows.filter(status__in=STATES[state]).order_by(*order), params)
    names = names_of({row.place_code for row in page.rows})
    return page, [ApplicationRow(row, names.get(row.place_code, row.place_code)) for row in page.rows]


def get_application(actor: Actor, application_id: int) -> AidApplication:
    """Return an application with members, hearings, postings and objections; NotFound also for another's."""
    rows = AidApplication.objects.visible_to(actor).select_related("head", "decided_by", "benefit")
    found: AidApplication | None = (
        rows.prefetch_related(
            Prefetch("members", queryset=HouseholdMember.objects.select_related("resident")),
            Prefetch("hearings", queryset=Hearing.objects.select_related("application__head")),
            Prefetch(
                "postings",
                queryset=Posting.objects.prefetch_related("objections").order_by("starts_on", "pk"),
            ),
        )
        .filter(pk=application_id)
        .one()
    )
    if found is None:
        raise NotFound()
    return found


def get_posting(actor: Actor, posting_id: int) -> Posting:
    """Return a posting with its application; NotFound also for another's."""
    rows = Posting.objects.visible_to(actor).select_related("application__head")
    found: Posting | None = rows.filter(pk=posting_id).one()
    if found is None:
        raise NotFound()
    return found


def get_objection(actor: Actor, objection_id: int) -> Objection:
    """Return an objection; NotFound also for another's."""
    rows = Objection.objects.visible_to(actor).select_related("posting__application__head")
    found: Objection | None = rows.filter(pk=objection_id).one()
    if found is None:
        raise NotFound()
    return found


def household_of(application: AidApplication) -> set[int]:
    """Return the keys of everybody in the household."""
    members = HouseholdMember.objects.filter(application=application).values_list("resident_id", flat=True)
    return {application.head_id, *members}
