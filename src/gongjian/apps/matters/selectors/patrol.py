"""What somebody in the field has to do: his units' parts, what he is to verify, what waits for his check."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from gongjian.apps.matters.choices import AssignmentState, MatterState, StepKind
from gongjian.apps.matters.models import Assignment, Matter, MatterPhoto, Step
from gongjian.apps.matters.selectors.hands import acts_for, in_hand, why_not_check
from gongjian.core.access import Actor, Right, any_prefix

MOST = 100
"""So many of the nearest deadlines fit a day in the field."""


@dataclass(frozen=True)
class FieldMatter:
    """A matter as somebody in the field takes it along: what he may do to it (accept, act, verify, check), his part."""

    matter: Matter
    acts: tuple[str, ...]
    part: Assignment | None

    @property
    def results(self) -> list[tuple[str, str]]:
        """What the units say they did, with the name of each."""
        parts = [row for row in self.matter.assignments.all() if row.cycle == self.matter.cycle]
        return [
            (row.organisation.short_name or row.organisation.name, row.result) for row in parts if row.result
        ]


def field_matters(actor: Actor) -> list[FieldMatter]:
    """List what waits for somebody in the field, the nearest deadline first, MOST at most; a bounded number of queries."""
    wanted = Matter.objects.visible_to(actor).filter(
        _given(actor) | _to_look_at(actor), closed_at__isnull=True
    )
    rows = [_field_matter(actor, row) for row in _loaded(wanted)]
    return [row for row in rows if row.acts][:MOST]


def field_matters_of(actor: Actor, matter_ids: Iterable[int]) -> list[FieldMatter]:
    """Return some matters he may see as they stand now, also those with nothing left for him to do."""
    return [
        _field_matter(actor, row)
        for row in _loaded(Matter.objects.visible_to(actor).filter(pk__in=set(matter_ids)))
    ]


def _given(actor: Actor) -> Q:
    if not actor.can(Right.MATTERS_ACT):
        return Q(pk__in=())
    own = Assignment.objects.filter(in_hand(actor), state__in=AssignmentState.in_hand())
    return Q(pk__in=own.values("matter_id"), state__in=MatterState.with_units())


def _to_look_at(actor: Actor) -> Q:
    """Match what is to be verified or checked where he may; what he can't check himself falls out later."""
    at_places = any_prefix("place_code", actor.place_prefixes(Right.MATTERS_CHECK))
    told = Step.objects.filter(matter=OuterRef("pk"), kind__in=StepKind.verified())
    return at_places & (Q(state=MatterState.DONE) | Q(~Exists(told), state=MatterState.VERIFYING))


def _loaded(rows: Any) -> Sequence[Matter]:
    found: QuerySet[Matter] = rows.select_related("matter_class").prefetch_related(
        Prefetch("assignments", Assignment.objects.select_related("organisation")),
        Prefetch("photos", MatterPhoto.objects.select_related("file")),
        Prefetch("steps", Step.objects.filter(kind__in=(StepKind.VERIFYING, *StepKind.verified()))),
    )
    return list(found.order_by("due_at", "pk")[: 2 * MOST])


def _field_matter(actor: Actor, matter: Matter) -> FieldMatter:
    parts = [part for part in matter.assignments.all() if part.cycle == matter.cycle]
    own = next((part for part in parts if part.is_in_hand and acts_for(actor, part.organisation)), None)
    names: list[str] = []
    if own is not None and actor.can(Right.MATTERS_ACT) and matter.state in MatterState.with_units():
        names = ["accept", "act"] if own.state == AssignmentState.PENDING else ["act"]
    if actor.can(Right.MATTERS_CHECK, matter.place_code):
        done = [part for part in parts if part.state == AssignmentState.DONE]
        told = any(step.kind in StepKind.verified() for step in matter.steps.all())
        if matter.state == MatterState.VERIFYING and not told:
            names.append("verify")
        if matter.state == MatterState.DONE and not why_not_check(actor, done):
            names.append("check")
    return FieldMatter(matter, tuple(names), own)
