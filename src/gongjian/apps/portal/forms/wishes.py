"""The form in which a resident proposes a project for a community fund."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gongjian.apps.portal.forms.report import PublicForm


class WishForm(PublicForm):
    """A project: what it is called, where, what is to be done. The telephone is for the answer alone."""

    title = forms.CharField(
        label=_("项目叫什么"),
        max_length=40,
        error_messages={"required": _("请给项目起个名字，例如“3 号楼前装座椅”。")},
    )
    where = forms.CharField(
        label=_("在哪里"), max_length=80, error_messages={"required": _("请写在哪里，例如“3 号楼东侧空地”。")}
    )
    what = forms.CharField(
        label=_("要做什么、为什么"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("请写要做什么、为什么。")},
    )
    field_order = ("title", "where", "what", "phone", "agreed")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.pop("wants_messages", None)

    def values(self) -> dict[str, str]:
        """Return what the service takes."""
        asked = self.cleaned_data
        return {
            "title": asked["title"],
            "where": asked["where"],
            "what": asked["what"],
            "contact": asked["phone"],
        }
