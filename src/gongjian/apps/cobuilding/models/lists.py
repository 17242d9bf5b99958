"""The three lists: what is needed, what can be given, what is done with it."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from encrypted_fields.fields import EncryptedTextField

from gongjian.apps.cobuilding.choices import (
    Category,
    NeedSource,
    NeedStatus,
    ProjectStatus,
    Recurrence,
    ResourceStatus,
    catalogue,
    category_of,
)
from gongjian.apps.cobuilding.models.allied import AlliedQuerySet
from gongjian.core.access import OwnedModel, Right

MOST_URGENT = 5
SHORTEST_RUN = 3
WEEKDAYS = (_("周一"), _("周二"), _("周三"), _("周四"), _("周五"), _("周六"), _("周日"))


class ListEntry(OwnedModel):
    """What an entry of either side says so that the two can meet: category, amount, when, where, who must do it.

    `category` and `qualifications` are keys of the catalogue, which gives the unit that `quantity` counts.
    `weekdays` are ISO digits ("67": the weekend, "": any day), hours are of one day in the office's zone.
    `published_to` is the place whose people see the entry (null: its owners alone). It ends by itself after
    `expires_on`; `renewed_from` is the entry of the year before.
    """

    view_right = Right.COBUILDING_VIEW
    shared_upward = True
    shared_field = "published_to"

    number = models.CharField(_("编号"), max_length=32, unique=True)
    place_code = models.CharField(_("所在地方"), max_length=15, db_index=True)
    published_to = models.CharField(_("公布范围"), max_length=15, null=True, blank=True)
    category = models.CharField(_("类别"), max_length=40)
    title = models.CharField(_("名称"), max_length=80)
    detail = models.TextField(_("说明"), max_length=2000, blank=True)
    quantity = models.PositiveIntegerField(_("数量"), validators=[MinValueValidator(1)])
    first_on = models.DateField(_("从哪天起"), null=True, blank=True)
    last_on = models.DateField(_("到哪天止"), null=True, blank=True)
    weekdays = models.CharField(_("星期几"), max_length=7, blank=True)
    starts_at = models.TimeField(_("从几点"), null=True, blank=True)
    ends_at = models.TimeField(_("到几点"), null=True, blank=True)
    address = models.CharField(_("地点"), max_length=200, blank=True)
    latitude = models.DecimalField(max_digits=9, decimal_places=6, null=True, blank=True)
    longitude = models.DecimalField(max_digits=9, decimal_places=6, null=True, blank=True)
    qualifications = models.JSONField(_("要有的资质"), default=list, blank=True)
    recurrence = models.CharField(
        _("多久一次"), max_length=8, choices=Recurrence.choices, default=Recurrence.ONCE
    )
    expires_on = models.DateField(_("有效到"))
    renewed_from = models.OneToOneField(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="renewal"
    )
    made_by = models.ForeignKey("parties.User", on_delete=models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    is_demo = models.BooleanField(default=False)
    open_quantity: int  # how much is still wanted or free: of rows read through `selectors.amounts.with_open`

    objects = AlliedQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.title

    @property
    def kind(self) -> Category:
        """The category of the catalogue."""
        return category_of(self.category)

    @property
    def weekday_words(self) -> str:
        """The days of the week in words: 周六、周日, or 周一至周五 where one run of them; empty where any day will do."""
        days = [str(WEEKDAYS[int(digit) - 1]) for digit in self.weekdays]
        if len(days) >= SHORTEST_RUN and self.weekdays in "1234567":
            return str(_("%(begins)s至%(ends)s")) % {"begins": days[0], "ends": days[-1]}
        return str(_("、")).join(days)

    @property
    def qualification_words(self) -> str:
        """The qualifications in words."""
        known = catalogue().qualifications
        return str(_("、")).join(known[key].shown_name for key in self.qualifications if key in known)

    @property
    def amount(self) -> str:
        """The quantity with its unit: 12 场."""
        return f"{self.quantity:,} {self.kind.shown_unit}"


class Need(ListEntry):
    """An entry of the list of needs: who wants how much of what, how urgent (1 to 5), and where that came from.

    `raised_to` is the place above that was asked when nobody in reach could help. `source_id` is the key of
    the matter, resolution or target it came from.
    """

    for_whom = models.CharField(_("为谁"), max_length=120)
    people = models.PositiveIntegerField(_("受益人数"), null=True, blank=True)
    urgency = models.PositiveSmallIntegerField(
        _("紧急程度"), default=3, validators=[MinValueValidator(1), MaxValueValidator(MOST_URGENT)]
    )
    source = models.CharField(_("来源"), max_length=10, choices=NeedSource.choices, default=NeedSource.TYPED)
    source_id = models.CharField(max_length=40, blank=True)
    source_words = models.CharField(_("来源说明"), max_length=200, blank=True)
    status = models.CharField(max_length=10, choices=NeedStatus.choices, default=NeedStatus.OPEN)
    raised_to = models.CharField(max_length=15, blank=True)
    raised_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-urgency", "expires_on", "pk")
        indexes = (
            models.Index(fields=["place_code", "status", "-urgency"], name="cobuilding_need_place"),
            models.Index(fields=["published_to", "status"], name="cobuilding_need_published"),
            models.Index(fields=["category", "status"], name="cobuilding_need_category"),
            models.Index(fields=["status", "expires_on"], name="cobuilding_need_expiry"),
            models.Index(fields=["status", "-urgency", "expires_on", "id"], name="cobuilding_need_order"),
            models.Index(fields=["raised_to", "status"], name="cobuilding_need_raised"),
            models.Index(
                fields=["source", "source_id"],
                condition=~models.Q(source_id=""),
                name="cobuilding_need_source",
            ),
        )


class NeedHousehold(OwnedModel):
    """The household that a need was found in, for the community alone; units never see it."""

    view_right = Right.RESIDENTS_VIEW
    scope_field = "need__place_code"

    need = models.OneToOneField(Need, on_delete=models.CASCADE, related_name="household")
    resident = models.ForeignKey("parties.Resident", on_delete=models.PROTECT, related_name="+")
    note = EncryptedTextField(_("家庭情况"), blank=True, null=True)

    def __str__(self) -> str:
        return str(self.resident)


class Resource(ListEntry):
    """An entry of the list of resources: what a unit can give, on which conditions, how far away.

    `quantity` is what it gives while the entry holds (its yearly ceiling), `reach_m` how far from it in metres (null:
    anywhere in the place it is published to). `is_by_desk`: the community wrote it down for the unit.
    """

    unit_field = "organisation_id"

    organisation = models.ForeignKey(
        "parties.Organisation", on_delete=models.PROTECT, related_name="resources"
    )
    conditions = models.CharField(_("使用条件"), max_length=300, blank=True)
    reach_m = models.PositiveIntegerField(_("多远以内"), null=True, blank=True)
    is_by_desk = models.BooleanField(default=False)
    status = models.CharField(max_length=10, choices=ResourceStatus.choices, default=ResourceStatus.OFFERED)

    class Meta:
        ordering = ("category", "organisation", "pk")
        indexes = (
            models.Index(fields=["place_code", "status", "category"], name="cobuilding_resource_place"),
            models.Index(fields=["published_to", "status"], name="cobuilding_resource_published"),
            models.Index(fields=["organisation", "status"], name="cobuilding_resource_unit"),
            models.Index(fields=["status", "expires_on"], name="cobuilding_resource_expiry"),
        )


class Project(OwnedModel):
    """An entry of the list of projects: what several do together, for which task or target of a programme."""

    view_right = Right.COBUILDING_VIEW
    unit_field = "lead_id"
    shared_upward = True
    shared_field = "published_to"

    number = models.CharField(_("编号"), max_length=32, unique=True)
    place_code = models.CharField(max_length=15, db_index=True)
    published_to = models.CharField(_("公布范围"), max_length=15, null=True, blank=True)
    title = models.CharField(_("项目名称"), max_length=80)
    purpose = models.TextField(_("要做成什么"), max_length=2000)
    for_whom = models.CharField(_("为谁"), max_length=120, blank=True)
    lead = models.ForeignKey("parties.Organisation", on_delete=models.PROTECT, related_name="+")
    partners = models.ManyToManyField("parties.Organisation", blank=True, related_name="+")
    starts_on = models.DateField(_("开始"))
    ends_on = models.DateField(_("结束"))
    budget_cents = models.PositiveBigIntegerField(_("预算"), null=True, blank=True)
    paid_by = models.CharField(_("钱从哪来"), max_length=120, blank=True)
    task = models.ForeignKey(
        "programmes.Task", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    target = models.ForeignKey(
        "programmes.Target", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    status = models.CharField(max_length=8, choices=ProjectStatus.choices, default=ProjectStatus.PLANNED)
    made_by = models.ForeignKey("parties.User", on_delete=models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    is_demo = models.BooleanField(default=False)

    objects = AlliedQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        ordering = ("-starts_on", "-pk")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(ends_on__gte=models.F("starts_on")), name="cobuilding_project_days"
            ),
        )

    def __str__(self) -> str:
        return self.title
