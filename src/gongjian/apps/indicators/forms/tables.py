"""The form that takes a table."""

from django import forms
from django.utils.translation import gettext_lazy as _


class TableForm(forms.Form):
    """A workbook to be read and checked."""

    file = forms.FileField(
        label=_("表格"),
        help_text=_("Excel（.xlsx、.xls）或 CSV。"),
        error_messages={"required": _("请选一个表格文件。")},
    )
