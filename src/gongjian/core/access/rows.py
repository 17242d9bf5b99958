"""The one row filter: what of a table an actor may reach."""

from collections.abc import Iterable
from typing import Any, Self

from django.db import models

from gongjian.core.access.actor import Actor
from gongjian.core.access.rights import Right


def prefix_range(field_name: str, prefix: str) -> models.Q:
    """Match a place and all below it as a range, so that any database walks its index."""
    if not prefix:
        return models.Q()
    upper = str(int(prefix) + 1).zfill(len(prefix))
    if len(upper) > len(prefix):
        return models.Q(**{f"{field_name}__gte": prefix})
    return models.Q(**{f"{field_name}__gte": prefix, f"{field_name}__lt": upper})


def any_prefix(field_name: str, prefixes: Iterable[str]) -> models.Q:
    """Match what lies in any of the places; no places match nothing."""
    condition = models.Q(pk__in=[])
    for index, prefix in enumerate(prefixes):
        if not prefix:
            return models.Q()
        condition = (
            prefix_range(field_name, prefix) if index == 0 else condition | prefix_range(field_name, prefix)
        )
    return condition


class OwnedQuerySet(models.QuerySet[Any]):
    """Rows that belong to a place (and perhaps a unit), reached only for an actor."""

    def visible_to(self, actor: Actor) -> Self:
        """Keep what the actor may see by the model's `view_right`."""
        return self.reachable_by(actor, self.model.view_right, upward=self.model.shared_upward)

    def reachable_by(self, actor: Actor, right: Right, *, upward: bool = False) -> Self:
        """Keep the rows over which the actor holds `right`; `upward` adds those owned by places above."""
        if actor.is_system:
            return self
        model = self.model
        prefixes = actor.place_prefixes(right)
        if "" in prefixes:  # the nation: an empty condition would vanish when others are added to it
            return self
        condition = any_prefix(model.scope_field, prefixes)
        units = actor.unit_ids(right)
        if units and model.unit_field:
            condition |= models.Q(**{f"{model.unit_field}__in": units})
        if upward:
            shared_field = model.shared_field or model.scope_field
            condition |= models.Q(**{f"{shared_field}__in": actor.ancestor_codes(right)})
        return self.filter(condition)

    def one(self) -> Any:
        """Return the only row of a query by key, or None: unordered, which spares the database and Django work."""
        return next(iter(self.order_by()[:1]), None)

    def within(self, place_code: str) -> Self:
        """Keep a place and all below it."""
        return self.filter(prefix_range(self.model.scope_field, place_code))


class OwnedModel(models.Model):
    """A row that belongs to a place. Subclasses say by which right it is seen.

    `scope_field`: lookup of the owning place's code. `unit_field`: lookup of the owning unit's id,
    for those who act for a unit only. `shared_upward`: rows owned by a place are seen from below it.
    `shared_field`: lookup of the place in which such a row is seen, where its owner chose one (null: nowhere).
    """

    view_right: Right
    scope_field = "place_code"
    unit_field: str | None = None
    shared_upward = False
    shared_field: str | None = None

    objects = OwnedQuerySet.as_manager()

    class Meta:
        abstract = True
