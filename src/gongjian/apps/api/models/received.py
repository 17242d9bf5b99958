"""What other systems sent and numbered themselves."""

from django.db import models


class ReceivedUpdate(models.Model):
    """One update of a report as another system numbered it, so that sending it again adds nothing."""

    access_exemption = "read only by the open reporting interface, for the caller who sent it"

    user = models.ForeignKey("parties.User", on_delete=models.CASCADE, related_name="+")
    number = models.CharField(max_length=80)
    step = models.ForeignKey("matters.Step", on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = (models.UniqueConstraint(fields=["user", "number"], name="api_update_once"),)

    def __str__(self) -> str:
        return self.number
