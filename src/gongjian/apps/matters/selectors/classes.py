"""What may be chosen for a matter: its class, and the units by rule."""

from datetime import date

from django.db.models import Q
from django.utils import timezone

from gongjian.apps.matters.models import DispatchRule, Matter, MatterClass
from gongjian.apps.parties.choices import OrganisationKind
from gongjian.apps.parties.models import Organisation
from gongjian.core.access import ancestors_of

Choices = list[tuple[str, list[tuple[int, str]]]]


def classes_at(place_code: str) -> list[MatterClass]:
    """List the classes in use at a place: the national ones and those of places above it, in order."""
    codes = [*ancestors_of(place_code), place_code]
    return list(MatterClass.objects.filter(is_active=True, place_code__in=codes))


def class_choices(place_code: str) -> Choices:
    """Offer the subclasses in groups of their classes."""
    rows = classes_at(place_code)
    groups = {(row.kind, row.code): row for row in rows if not row.parent_code}
    found: dict[str, list[tuple[int, str]]] = {}
    for row in rows:
        parent = groups.get((row.kind, row.parent_code))
        label = f"{row.get_kind_display()} / {(parent or row).shown_name}"
        if parent is not None or not any(
            one.parent_code == row.code and one.kind == row.kind for one in rows
        ):
            found.setdefault(label, []).append((row.pk, row.shown_name))
    return list(found.items())


def unit_choices(place_code: str) -> list[tuple[int, str]]:
    """Offer the bodies of the place and of those above it that can be given a matter."""
    codes = [*(code for code in ancestors_of(place_code) if len(code) > 2), place_code]
    rows = Organisation.objects.filter(place_code__in=codes, is_active=True)
    rows = rows.exclude(kind__in=(OrganisationKind.RESIDENT_UNIT, OrganisationKind.PARTY_BODY))
    return [(row.pk, str(row)) for row in rows.order_by("-place_code", "name")]


def units_by_rule(matter: Matter, on: date | None = None) -> list[DispatchRule]:
    """Return the rules that name units for a matter's class at its place: of the nearest place and class only."""
    if matter.matter_class is None:
        return []
    day, kept = on or timezone.localdate(), matter.matter_class
    codes = [*ancestors_of(matter.place_code), matter.place_code]
    in_force = Q(effective_on__lte=day) & (Q(ends_on__isnull=True) | Q(ends_on__gte=day))
    rows = DispatchRule.objects.filter(in_force, place_code__in=codes, class_kind=kept.kind)
    fitting = [row for row in rows.select_related("organisation") if kept.code.startswith(row.class_prefix)]
    nearest = max(((len(row.place_code), len(row.class_prefix)) for row in fitting), default=None)
    return [row for row in fitting if (len(row.place_code), len(row.class_prefix)) == nearest]
