"""What was decided of an idea, and what came of it: links that name their target by kind, key and words alone."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from gongjian.apps.matters.choices import CameOf, IdeaVerdict
from gongjian.apps.matters.models.matters import Matter, OfMatter


class IdeaReview(OfMatter):
    """The decision on one idea. `is_golden` is the star of an adopted one (金点子)."""

    matter = models.OneToOneField(Matter, on_delete=models.CASCADE, related_name="idea_review")
    verdict = models.CharField(max_length=10, choices=IdeaVerdict.choices)
    reason = models.CharField(_("理由"), max_length=500, blank=True)
    is_golden = models.BooleanField(default=False)
    decided_on = models.DateField(db_index=True)
    decided_by = models.ForeignKey("parties.User", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ("-decided_on", "-pk")

    def __str__(self) -> str:
        return f"{self.matter} {self.get_verdict_display()}"


class IdeaLink(OfMatter):
    """One thing that came of an adopted idea; `done_on` is when it was there to be seen.

    `url` is a page of this product, which guards itself; `key` the number in it. What it is lies above this app.
    """

    matter = models.ForeignKey(Matter, on_delete=models.CASCADE, related_name="came_of")
    kind = models.CharField(max_length=12, choices=CameOf.choices)
    key = models.PositiveBigIntegerField(null=True)
    words = models.CharField(_("做成了什么"), max_length=200)
    url = models.CharField(max_length=200, blank=True)
    done_on = models.DateField(_("哪天做成的"), null=True)
    is_published = models.BooleanField(default=True)
    made_by = models.ForeignKey("parties.User", on_delete=models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("matter", "done_on", "pk")
        indexes = (models.Index(fields=["done_on"], name="matters_came_of_done"),)

    def __str__(self) -> str:
        return self.words
