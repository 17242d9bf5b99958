"""Tables of places. The code is the tree: all ancestors' codes plus the place's own digits."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from gongjian.apps.places.choices import Change, Level
from gongjian.core.access import OwnedModel, OwnedQuerySet, Right


class PlaceQuerySet(OwnedQuerySet):
    """Places; those of today unless asked otherwise."""

    def valid_on(self, day: object) -> "PlaceQuerySet":
        """Keep the places that existed on a day."""
        started = models.Q(valid_from__isnull=True) | models.Q(valid_from__lte=day)
        lasting = models.Q(valid_to__isnull=True) | models.Q(valid_to__gte=day)
        return self.filter(started & lasting)

    def current(self) -> "PlaceQuerySet":
        """Keep the places that have not ended."""
        return self.filter(valid_to__isnull=True)


class Place(OwnedModel):
    """One place under one code and name, from a day on; history keeps the code of its day."""

    view_right = Right.PLACES_VIEW
    scope_field = "code"
    shared_upward = True

    code = models.CharField(_("代码"), max_length=15)
    name = models.CharField(_("名称"), max_length=80)
    level = models.PositiveSmallIntegerField(_("级别"), choices=Level.choices)
    parent_code = models.CharField(max_length=12, blank=True)
    urban_rural_code = models.CharField(_("城乡分类代码"), max_length=3, blank=True)
    initials = models.CharField(max_length=40, blank=True)
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)
    population = models.PositiveIntegerField(_("常住人口"), null=True, blank=True)
    households = models.PositiveIntegerField(_("户数"), null=True, blank=True)
    is_demo = models.BooleanField(default=False)

    objects = PlaceQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        ordering = ("code", "-valid_from")
        constraints = (
            models.UniqueConstraint(
                fields=["code"], condition=models.Q(valid_to__isnull=True), name="place_current_code"
            ),
            models.UniqueConstraint(fields=["code", "valid_to"], name="place_code_period"),
        )
        indexes = (
            models.Index(fields=["parent_code", "code"], name="place_parent"),
            models.Index(
                fields=["level", "code"], condition=models.Q(valid_to__isnull=True), name="place_level_code"
            ),
            models.Index(fields=["name"], name="place_name"),
            models.Index(fields=["initials", "level", "code"], name="place_initials"),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def is_current(self) -> bool:
        """Whether the place still exists."""
        return self.valid_to is None


class PlaceTerm(models.Model):
    """Two neighbouring characters of a name, or its first one, in the order in which a search lists places.

    `rank` is the level, plus 100 once the place has ended: an equality on `term` walks the index in
    the order current first, level, code, on any database, and stops at the wanted number of rows.
    """

    access_exemption = "an index of Place; searches join it with places narrowed to the actor"

    term = models.CharField(max_length=2)
    rank = models.PositiveSmallIntegerField()
    code = models.CharField(max_length=15)
    place = models.ForeignKey(
        Place, on_delete=models.DO_NOTHING, related_name="terms", db_index=False, db_constraint=False
    )

    class Meta:
        indexes = (models.Index(fields=["term", "rank", "code"], name="place_term_rank"),)

    def __str__(self) -> str:
        return f"{self.term} {self.code}"


class Succession(OwnedModel):
    """One arrow of history: a place became (part of) another on a day."""

    view_right = Right.PLACES_VIEW
    scope_field = "predecessor_code"
    shared_upward = True

    predecessor_code = models.CharField(max_length=15, db_index=True)
    successor_code = models.CharField(max_length=15, db_index=True)
    kind = models.CharField(max_length=8, choices=Change.choices)
    on = models.DateField()
    citation = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ("on", "predecessor_code", "successor_code")

    def __str__(self) -> str:
        return f"{self.predecessor_code}→{self.successor_code}"


class FunctionalArea(OwnedModel):
    """A named set of places that fits no prefix: a development park, a school district."""

    view_right = Right.PLACES_VIEW
    shared_upward = True

    place_code = models.CharField(max_length=15, db_index=True)
    name = models.CharField(_("名称"), max_length=80)
    kind = models.CharField(_("类别"), max_length=40, blank=True)
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)
    is_demo = models.BooleanField(default=False)

    class Meta:
        ordering = ("place_code", "name")
        constraints = (models.UniqueConstraint(fields=["place_code", "name"], name="functional_area_name"),)

    def __str__(self) -> str:
        return self.name


class AreaMember(OwnedModel):
    """One place (with all below it) that belongs to a functional area."""

    view_right = Right.PLACES_VIEW
    shared_upward = True

    area = models.ForeignKey(FunctionalArea, on_delete=models.CASCADE, related_name="members")
    place_code = models.CharField(max_length=15, db_index=True)

    class Meta:
        ordering = ("area", "place_code")
        constraints = (models.UniqueConstraint(fields=["area", "place_code"], name="area_member"),)

    def __str__(self) -> str:
        return self.place_code


class Boundary(OwnedModel):
    """The ground of the place with this code: polygons in WGS-84 as GeoJSON nests them, and the box around them.

    A boundary belongs to a code, not to a period of it: one loaded later for the same code takes its place.
    """

    view_right = Right.PLACES_VIEW
    shared_upward = True

    place_code = models.CharField(max_length=15, unique=True)
    polygons = models.JSONField()
    south = models.FloatField()
    west = models.FloatField()
    north = models.FloatField()
    east = models.FloatField()
    citation = models.CharField(max_length=300, blank=True)
    is_demo = models.BooleanField(default=False)

    class Meta:
        ordering = ("place_code",)

    def __str__(self) -> str:
        return self.place_code
