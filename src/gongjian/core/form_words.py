"""What a form says of an entry that can't be taken, in the office's words; the framework's own name variables and values."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core import validators
from django.utils.translation import gettext_lazy as _

_NOT_OFFERED = _("选的这一项没有，或者不能再选了。请重新选。")
_WHOLE, _NUMBER = _("要填整数，不带单位。"), _("要填数字，不带单位。")
_WORDS: Mapping[type[forms.Field], Mapping[str, Any]] = {
    forms.Field: {"required": _("还没有填。")},
    forms.IntegerField: {"invalid": _WHOLE},
    forms.FloatField: {"invalid": _NUMBER},
    forms.DecimalField: {"invalid": _NUMBER},
    forms.DateField: {"invalid": _("日期读不懂，请写成 2026-09-17 这样。")},
    forms.TimeField: {"invalid": _("时间读不懂，请写成 9:05 这样。")},
    forms.DateTimeField: {"invalid": _("日期和时间读不懂，请写成 2026-09-17 9:05 这样。")},
    forms.BooleanField: {"required": _("请先勾选。")},
    forms.ChoiceField: {"required": _("还没有选。"), "invalid_choice": _NOT_OFFERED},
    forms.MultipleChoiceField: {"required": _("还没有选。"), "invalid_choice": _NOT_OFFERED},
    forms.ModelChoiceField: {"required": _("还没有选。"), "invalid_choice": _NOT_OFFERED},
    forms.FileField: {
        "required": _("还没有选文件。"),
        "empty": _("这个文件是空的。请另选一个。"),
        "missing": _("没有收到文件。请重新选。"),
        "invalid": _("没有收到文件。请重新选。"),
    },
}


def speak_plainly() -> None:
    """Give the framework's fields and limits the words of this product; once, at start."""
    for kind, words in _WORDS.items():
        kind.default_error_messages = {**vars(kind).get("default_error_messages", {}), **words}
    validators.MinValueValidator.message = _("不能小于 %(limit_value)s。")
    validators.MaxValueValidator.message = _("不能大于 %(limit_value)s。")
    validators.MinLengthValidator.message = _("至少 %(limit_value)s 个字，现在 %(show_value)s 个。")
    validators.MaxLengthValidator.message = _("最多 %(limit_value)s 个字，现在 %(show_value)s 个。")
