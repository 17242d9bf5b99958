"""Forms of tables that are brought in, and of many entries renewed at once."""

from django import forms
from django.utils.translation import gettext_lazy as _

from gongjian.apps.cobuilding.forms.fields import day


class FileForm(forms.Form):
    """The file of a list."""

    file = forms.FileField(label=_("表格"), help_text=_(".xlsx 或 .csv，先下载模板照着填。"))


class RenewForm(forms.Form):
    """Until when what is renewed holds."""

    expires_on = day(_("续到哪天"), required=False, help_text=_("不填就到年底。"))
