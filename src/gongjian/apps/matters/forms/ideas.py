"""Forms of ideas: adopted or not, what came of one."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gongjian.apps.matters.choices import CameOf, IdeaVerdict
from gongjian.apps.matters.services.ideas import LinkSpec


class DayInput(forms.DateInput):
    """A native date field."""

    def __init__(self) -> None:
        super().__init__(attrs={"type": "date"}, format="%Y-%m-%d")


class IdeaForm(forms.Form):
    """What is decided of an idea."""

    verdict = forms.ChoiceField(
        label=_("采纳吗"),
        choices=IdeaVerdict.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("请选采纳还是没有采纳。")},
    )
    reason = forms.CharField(
        label=_("理由或打算"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("没有采纳的要写明理由。会告诉提的人。"),
    )
    is_golden = forms.BooleanField(
        label=_("列为金点子"), required=False, help_text=_("采纳的里面特别好的，公开时带星。")
    )


class LinkForm(forms.Form):
    """What came of an idea."""

    kind = forms.ChoiceField(
        label=_("成了什么"), choices=[one for one in CameOf.choices if one[0] != CameOf.AGENDA]
    )
    words = forms.CharField(
        label=_("做成了什么"),
        max_length=200,
        help_text=_("一句话，例如 东门装了六张有靠背的椅子"),
        error_messages={"required": _("请写明做成了什么，一句话就行。")},
    )
    url = forms.CharField(
        label=_("在本系统的哪一页"),
        max_length=200,
        required=False,
        help_text=_("打开那一页，把网址复制过来；没有就空着。"),
    )
    done_on = forms.DateField(
        label=_("哪天做成的"), required=False, widget=DayInput(), help_text=_("还在做的空着")
    )
    is_published = forms.BooleanField(label=_("公开在“后来怎样”里"), required=False, initial=True)

    def spec(self) -> LinkSpec:
        """Return what the service takes."""
        asked: dict[str, Any] = self.cleaned_data
        return LinkSpec(**asked)


class DoneForm(forms.Form):
    """When it was done."""

    done_on = forms.DateField(label=_("哪天做成的"), widget=DayInput())
