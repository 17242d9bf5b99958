"""The row filter of what a unit is shown because it belongs to the alliance of the place."""

from gongjian.core.access import Actor, OwnedQuerySet, Right


class AlliedQuerySet(OwnedQuerySet):
    """Rows of places, those units were shown, and those of the places whose alliance a unit belongs to.

    A unit may be registered with the street or the county and yet be a member of a community's alliance: what the
    community shows its own people, the member sees as long as it is one.
    """

    def reachable_by(self, actor: Actor, right: Right, *, upward: bool = False) -> "AlliedQuerySet":
        """Keep what the actor reaches by place or unit; reading adds what is shown where his units are members."""
        from gongjian.apps.cobuilding.models.alliances import AllianceMember

        rows = super().reachable_by(actor, right, upward=upward)
        units = actor.unit_ids(right)
        if actor.is_system or not upward or not units or "" in actor.place_prefixes(right):
            return rows
        member = AllianceMember.objects.filter(organisation_id__in=units, left_on__isnull=True)
        shown_in = self.model.shared_field or self.model.scope_field
        return rows | self.filter(**{f"{shown_in}__in": member.values("alliance__place_code")})
