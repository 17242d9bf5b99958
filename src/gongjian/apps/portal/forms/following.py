"""Forms of whoever follows a matter: its number and code, a rating, why it should be opened again."""

from django import forms
from django.utils.translation import gettext_lazy as _

from gongjian.apps.matters.choices import Satisfaction


class FollowForm(forms.Form):
    """The number and the code that were shown after sending."""

    number = forms.CharField(
        label=_("编号"),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": _("请填编号，例如 20261126-000123。")},
    )
    code = forms.CharField(
        label=_("查询码"),
        max_length=20,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
        error_messages={"required": _("请填查询码，提交以后和编号一起给过你。")},
    )


class RateForm(forms.Form):
    """Whether it is solved, and how one likes the answer."""

    solved = forms.ChoiceField(
        label=_("问题解决了吗"),
        choices=[("yes", _("解决了")), ("no", _("没有解决"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("请选解决了还是没有解决。")},
    )
    satisfaction = forms.ChoiceField(
        label=_("对答复满意吗"),
        choices=Satisfaction.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("请选满意不满意。")},
    )
    words = forms.CharField(
        label=_("还想说什么"), required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )


class ReopenForm(forms.Form):
    """What is not solved."""

    words = forms.CharField(
        label=_("哪里没有解决"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("请写明哪里没有解决，好让上一级知道怎么办。")},
    )
