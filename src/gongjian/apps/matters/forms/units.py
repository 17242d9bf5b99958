"""Forms of the units and of those who check."""

from django import forms
from django.utils.translation import gettext_lazy as _

from gongjian.apps.matters.forms.fields import MatterForm, area


class ActForm(MatterForm):
    """What was done."""

    result = area(
        _("处置结果"),
        2000,
        4,
        help_text=_("清走了什么、修了什么、怎样防止再犯。"),
        error_messages={"required": _("请写做了什么、现在怎么样。核查和答复都要看。")},
    )


class CheckForm(MatterForm):
    """What the look on the spot found."""

    words = area(_("核查意见"), 500, 3, required=False, help_text=_("不通过的要写明哪里没有办好。"))


class VerifiedForm(MatterForm):
    """What was found where something was reported."""

    words = area(_("现场的情况"), 500, 3, required=False, help_text=_("不属实的要写明现场是什么样。"))


class ExtensionForm(MatterForm):
    """A later time, and why."""

    due_at = forms.DateTimeField(
        label=_("延到什么时候"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )
    reason = area(_("为什么要延期"), 300, 2)


class DecideForm(MatterForm):
    """The answer to a wish for more time."""

    words = area(_("意见"), 300, 2, required=False, help_text=_("不同意的要写明原因。"))
