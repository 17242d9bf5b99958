"""What the forms about a matter share: they know who fills them in, and for which matter."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gongjian.apps.matters.models import Matter
from gongjian.core.access import Actor
from gongjian.core.attachments import Upload


def area(label: Any, length: int, rows: int = 3, **kwargs: Any) -> forms.CharField:
    """A text of some lines."""
    return forms.CharField(
        label=label, max_length=length, widget=forms.Textarea(attrs={"rows": rows}), **kwargs
    )


class MatterForm(forms.Form):
    """A form about one matter."""

    def __init__(self, actor: Actor, matter: Matter, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor, self.matter = actor, matter
        self.prepare()

    def prepare(self) -> None:
        """Set what is offered, once actor and matter are known."""

    def uploads(self) -> list[Upload]:
        """Read the photos that were sent."""
        sent = self.files.getlist("photos") if self.files else []
        return [Upload(file.name or "photo.jpg", file.read()) for file in sent]


class NoFields(MatterForm):
    """An act that asks for nothing."""


class ReasonForm(MatterForm):
    """Why."""

    reason = area(_("原因"), 300, 2, error_messages={"required": _("请写明原因，对方会看到。")})


class WordsForm(MatterForm):
    """What was said or is wanted; may be left empty."""

    words = area(_("说明"), 500, 2, required=False)
