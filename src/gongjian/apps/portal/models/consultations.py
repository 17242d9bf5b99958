"""Questions put to everybody, and the ideas that came."""

from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _

from gongjian.core.access import OwnedModel, Right


class Consultation(OwnedModel):
    """A question that a place puts to everybody for some days, and at the end what came of it."""

    view_right = Right.MATTERS_VIEW
    shared_upward = True

    place_code = models.CharField(max_length=15, db_index=True)
    title = models.CharField(_("标题"), max_length=60)
    question = models.TextField(_("想听大家说什么"), max_length=4000)
    first_on = models.DateField(_("从哪天起"))
    last_on = models.DateField(_("到哪天止"))
    result = models.TextField(_("结果和采纳情况"), max_length=4000, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    written_by = models.ForeignKey("parties.User", on_delete=models.PROTECT, null=True, related_name="+")
    written_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("-last_on", "-pk")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(last_on__gte=models.F("first_on")), name="portal_consultation_days"
            ),
        )

    def __str__(self) -> str:
        return self.title

    def is_open_on(self, day: date) -> bool:
        """Whether ideas are taken on a day."""
        return self.first_on <= day <= self.last_on


class ConsultationIdea(OwnedModel):
    """An idea that came to a question: the matter that holds it and its answer."""

    view_right = Right.MATTERS_VIEW
    scope_field = "consultation__place_code"

    consultation = models.ForeignKey(Consultation, on_delete=models.CASCADE, related_name="ideas")
    matter = models.OneToOneField("matters.Matter", on_delete=models.CASCADE, related_name="+")

    class Meta:
        ordering = ("consultation", "pk")

    def __str__(self) -> str:
        return f"{self.consultation} {self.matter_id}"
