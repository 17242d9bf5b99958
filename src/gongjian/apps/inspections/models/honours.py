"""Honours that a place above gives by results: the rotating red flag, and names that stay until recalled."""

from decimal import Decimal

from django.db import models
from django.utils.translation import gettext_lazy as _

from gongjian.apps.inspections.choices import CHILD_NOUNS, AwardEnd, HonourKind, HonourTies
from gongjian.apps.inspections.models.ratings import Grade
from gongjian.apps.inspections.models.rounds import Round
from gongjian.apps.places.choices import Level
from gongjian.core.access import OwnedModel, Right
from gongjian.engines.scoring import plain


class Honour(OwnedModel):
    """The rule of one honour from a day on: which places may win it, how many, by what result.

    `within` is the level of the places that each have `most` of their own; None is the owner's place as a whole.
    A later rule of the same title takes over the holders of the one before.
    """

    view_right = Right.RATINGS_VIEW
    shared_upward = True

    place_code = models.CharField(max_length=15, db_index=True)
    title = models.CharField(_("名称"), max_length=60)
    kind = models.CharField(
        _("怎么给"), max_length=10, choices=HonourKind.choices, default=HonourKind.ROTATING
    )
    level = models.PositiveSmallIntegerField(_("给哪一级"))
    within = models.PositiveSmallIntegerField(_("在哪里头比"), null=True, blank=True)
    most = models.PositiveSmallIntegerField(_("最多几个"), null=True, blank=True)
    label = models.CharField(_("要评到的等次"), max_length=30, blank=True)
    at_least = models.DecimalField(_("不低于"), max_digits=7, decimal_places=2, null=True, blank=True)
    ties = models.CharField(_("同分"), max_length=4, choices=HonourTies.choices, default=HonourTies.OUT)
    effective_on = models.DateField(_("生效日期"))
    citation = models.CharField(_("依据"), max_length=300)
    is_demo = models.BooleanField(default=False)

    class Meta:
        ordering = ("place_code", "title", "-effective_on")
        constraints = (
            models.UniqueConstraint(fields=["place_code", "title", "effective_on"], name="honour_title_day"),
        )

    def __str__(self) -> str:
        return self.title

    @property
    def words(self) -> str:
        """The rule in words, e.g. 每个街道的社区里，评到示范的按得分取前 1 个，同分都不算."""
        noun = CHILD_NOUNS.get(self.level, "地方")
        inside = f"每个{CHILD_NOUNS.get(self.within, '地方')}的{noun}里" if self.within else f"{noun}里"
        unit = "分" if self.level == Level.COMMUNITY else "%"
        needs = [f"评到{self.label}" if self.label else "", self._least(unit)]
        asked = "、".join(part for part in needs if part)
        ties = f"，{self.get_ties_display()}" if self.most else ""
        taken = f"按结果取前 {self.most} 个" if self.most else "都给"
        return f"{inside}，{asked + '的' if asked else ''}{taken}{ties}"

    def _least(self, unit: str) -> str:
        return "" if self.at_least is None else f"{plain(Decimal(self.at_least))} {unit}以上"


class HonourAward(OwnedModel):
    """One place holds one honour, won in one round, until it ends for a stated reason.

    A rotating honour that a place keeps in the next round is a new award with the old `held_since`.
    """

    view_right = Right.RATINGS_VIEW

    place_code = models.CharField(max_length=15, db_index=True)
    honour = models.ForeignKey(Honour, on_delete=models.PROTECT, related_name="awards")
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="awards")
    grade = models.ForeignKey(Grade, on_delete=models.SET_NULL, null=True, related_name="+")
    value = models.DecimalField(max_digits=9, decimal_places=4)
    awarded_on = models.DateField()
    held_since = models.DateField()
    awarded_by = models.ForeignKey("parties.User", on_delete=models.PROTECT, null=True, related_name="+")
    cause = models.CharField(max_length=200, blank=True)
    ended_on = models.DateField(null=True)
    ended_by = models.ForeignKey("parties.User", on_delete=models.PROTECT, null=True, related_name="+")
    end = models.CharField(max_length=10, choices=AwardEnd.choices, blank=True)
    end_reason = models.CharField(_("收回的原因"), max_length=300, blank=True)

    class Meta:
        ordering = ("honour", "-awarded_on", "place_code", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=["honour", "place_code"],
                condition=models.Q(ended_on__isnull=True),
                name="honour_held_once",
            ),
        )

    def __str__(self) -> str:
        return f"{self.honour} {self.place_code}"
