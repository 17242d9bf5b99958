"""The form of a calendar address."""

from django import forms
from django.utils.translation import gettext_lazy as _

from gongjian.apps.parties.choices import FeedReminder


class FeedForm(forms.Form):
    """Where the address is to be used, and how long before a meeting the program speaks up."""

    name = forms.CharField(
        label=_("给哪里用"), max_length=40, help_text=_("比如“我的手机”“办公室电脑”，以后好认、好收回。")
    )
    remind_minutes = forms.TypedChoiceField(
        label=_("会前提醒"),
        required=False,
        choices=[("", _("不提醒")), *FeedReminder.choices],
        coerce=lambda value: FeedReminder(int(value)),
        empty_value=None,
        help_text=_("只对有钟点的日程。有的日历程序不用订阅里的提醒，以它自己的设置为准。"),
    )
