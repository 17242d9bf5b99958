"""The first step: a file or pasted words, and the place they are for."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gongjian.apps.places.selectors import names_of
from gongjian.core.access import Actor, Right
from gongjian.core.forms import offer
from gongjian.core.rules import rule_value

ACCEPT = ".docx,.txt,.pdf,.html,.htm,.doc,.rtf"


class ImportForm(forms.Form):
    """Either a file or pasted words."""

    place_code = forms.ChoiceField(label=_("方案管哪里"), required=False)
    file = forms.FileField(
        label=_("方案文件"),
        required=False,
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ACCEPT, "data-drop": ""}),
    )
    text = forms.CharField(
        label=_("或者把正文粘贴在这里"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 10}),
    )

    def __init__(self, actor: Actor, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        codes = actor.place_prefixes(Right.PLANS_EDIT)
        names = names_of(codes)
        offer(self, "place_code", [(code, names.get(code, code)) for code in codes])
        if len(codes) == 1:
            self.fields["place_code"].widget = forms.HiddenInput()
        self.initial.setdefault("place_code", codes[0] if codes else "")

    def clean(self) -> dict[str, Any]:
        """Ask for exactly one of the two; refuse a file by its size before a byte of it is read."""
        answers = super().clean() or {}
        file, text = answers.get("file"), answers.get("text", "")
        if self.errors:
            return answers
        if not file and not text.strip():
            raise forms.ValidationError(_("还没有内容。请选一个文件，或者把正文粘贴进来。"))
        if file and text.strip():
            raise forms.ValidationError(_("文件和粘贴的文字只能用一样。请清掉其中一样。"))
        place_code = answers.get("place_code", "")
        limit = rule_value("files.document_max_bytes", on=timezone.localdate(), place_code=place_code)
        if file and file.size > limit:
            size, most = file.size / 1_048_576, limit // 1_048_576
            self.add_error(
                "file", f"文件“{file.name}”有 {size:.0f} MB，超过 {most} MB。请分成几个文件再导入。"
            )
        return answers


class RevisionForm(ImportForm):
    """A new version for a running programme: the place is the programme's."""

    def __init__(self, actor: Actor, *args: Any, **kwargs: Any) -> None:
        super().__init__(actor, *args, **kwargs)
        del self.fields["place_code"]


class TakeForm(forms.Form):
    """One difference to take over: which, as it was seen, what of it, and why a task is voided."""

    key = forms.CharField()
    seen = forms.CharField(required=False, strip=False)
    reason = forms.CharField(required=False)
