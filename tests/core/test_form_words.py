"""Forms say what is wrong in the office's words."""

from django import forms
from django.utils.translation import override


class Entry(forms.Form):
    title = forms.CharField(max_length=3)
    number = forms.IntegerField(min_value=1)
    kind = forms.ChoiceField(choices=[("a", "甲")])
    on = forms.DateField(required=False)


def said(**typed: str) -> dict[str, str]:
    with override("zh-hans"):
        return {name: str(errors[0]) for name, errors in Entry(typed).errors.items()}


def test_what_is_missing_too_long_too_small_or_not_offered_is_said_plainly() -> None:
    assert said() == {"title": "还没有填。", "number": "还没有填。", "kind": "还没有选。"}
    assert said(title="一二三四", number="0", kind="b", on="昨天") == {
        "title": "最多 3 个字，现在 4 个。",
        "number": "不能小于 1。",
        "kind": "选的这一项没有，或者不能再选了。请重新选。",
        "on": "日期读不懂，请写成 2026-09-17 这样。",
    }
    assert said(title="一", number="三个", kind="a") == {"number": "要填整数，不带单位。"}
