"""Forms of documents: scope of a new one, its text, a template, a reason."""

import base64
import hashlib
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gongjian.apps.documents.choices import DocumentKind
from gongjian.core.figures import Period
from gongjian.core.forms import offer
from gongjian.core.rules import rule_value


class ScopeForm(forms.Form):
    """Step 2 of a new document: title, period, body that issues it, head; parameters by name."""

    title = forms.CharField(
        label=_("标题"), max_length=200, help_text=_("如“关于2026年9月任务进展情况的通报”。")
    )
    period = forms.CharField(
        label=_("期间"), max_length=24, help_text=_("如 2026、2026-Q3、2026-09 或 2026-01-01..2026-06-30。")
    )
    issuer = forms.TypedChoiceField(label=_("制发单位"), coerce=int)
    red_head = forms.CharField(
        label=_("发文机关标志"),
        max_length=80,
        required=False,
        help_text=_("红头，如“船山区治理办公室文件”。总结可以不填。"),
    )
    number_code = forms.CharField(
        label=_("机关代字"),
        max_length=30,
        required=False,
        help_text=_("如“船治办发”。印发时按年编号，不用自己编。"),
    )
    addressee = forms.CharField(label=_("主送"), max_length=300, required=False)
    copy_to = forms.CharField(label=_("抄送"), max_length=300, required=False)

    def __init__(
        self,
        *args: Any,
        issuers: list[tuple[str, str]],
        params: list[tuple[str, str, list[tuple[str, str]]]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "issuer", [("", _("请选")), *issuers])
        self.param_names = [name for name, _label, _choices in params]
        for name, label, choices in params:
            self.fields[f"param_{name}"] = forms.ChoiceField(
                label=label, choices=[("", _("不限")), *choices], required=False
            )

    def clean_period(self) -> Period:
        """Return the period; an unreadable one is an error with the ways to write it."""
        try:
            period = Period.parse(self.cleaned_data["period"])
        except (ValueError, IndexError) as error:
            raise forms.ValidationError(
                _("期间读不懂。请写成 2026、2026-Q3、2026-09 或 2026-01-01..2026-06-30。")
            ) from error
        if period.last_on < period.first_on:
            raise forms.ValidationError(_("止日早于起日，请改期间。"))
        return period

    def chosen_params(self) -> dict[str, str]:
        """Return the parameters that were chosen."""
        chosen = {name: self.cleaned_data.get(f"param_{name}", "") for name in self.param_names}
        return {name: value for name, value in chosen.items() if value}


class BodyForm(forms.Form):
    """The head and text of a document, and the version that the person saw."""

    title = forms.CharField(label=_("标题"), max_length=200)
    red_head = forms.CharField(label=_("发文机关标志"), max_length=80, required=False)
    number_code = forms.CharField(label=_("机关代字"), max_length=30, required=False)
    addressee = forms.CharField(label=_("主送"), max_length=300, required=False)
    copy_to = forms.CharField(label=_("抄送"), max_length=300, required=False)
    body = forms.CharField(label=_("正文"), widget=forms.Textarea(attrs={"rows": 24, "spellcheck": "false"}))
    version = forms.IntegerField(min_value=1)


class TemplateForm(forms.Form):
    """A skeleton."""

    kind = forms.ChoiceField(label=_("文种"), choices=DocumentKind.choices)
    title = forms.CharField(label=_("名称"), max_length=120)
    body = forms.CharField(label=_("正文"), widget=forms.Textarea(attrs={"rows": 20, "spellcheck": "false"}))


class ReasonForm(forms.Form):
    """Why a document goes back."""

    reason = forms.CharField(
        label=_("退回的原因"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("写清哪一处要改、怎么改。"),
    )


class PaperForm(forms.Form):
    """A report to recompute: either a file or pasted words."""

    file = forms.FileField(
        label=_("材料文件"),
        required=False,
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".docx,.pdf,.txt,.xlsx,.html,.htm,.doc,.rtf,.csv"}),
    )
    text = forms.CharField(
        label=_("或者把正文粘贴在这里"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 12}),
    )

    def clean(self) -> dict[str, Any]:
        """Ask for exactly one of the two."""
        answers = super().clean() or {}
        if self.errors:
            return answers
        _refuse_large(answers.get("file"))
        has_text = bool(answers.get("text", "").strip())
        if not answers.get("file") and not has_text:
            raise forms.ValidationError(_("还没有内容。请选一个文件，或者把正文粘贴进来。"))
        if answers.get("file") and has_text:
            raise forms.ValidationError(_("文件和粘贴的文字只能用一样。请清掉其中一样。"))
        return answers


class CopyForm(forms.Form):
    """What the page of findings sends back for the copy: the Word file it carries, or the text as read."""

    name = forms.CharField(max_length=255, required=False)
    text = forms.CharField(required=False, strip=False)
    carried = forms.CharField(required=False)
    digest = forms.CharField(max_length=64, required=False)
    file = forms.FileField(required=False, allow_empty_file=True)

    def clean(self) -> dict[str, Any]:
        """Return the Word file as `word`, None for a text; the file must be the one that was checked."""
        answers = super().clean() or {}
        digest, file = answers.get("digest", ""), answers.get("file")
        _refuse_large(file)
        try:
            word = file.read() if file else base64.b64decode(answers.get("carried", ""), validate=True)
        except ValueError as error:
            raise forms.ValidationError(_("这一页带着的文件不完整。请把材料重新查一次。")) from error
        if digest and hashlib.sha256(word).hexdigest() != digest:
            raise forms.ValidationError(_("这不是刚才查的那份文件。请退回去，选原来的那份。"))
        answers["word"] = word if digest else None
        if not digest and not answers.get("text", "").strip():
            raise forms.ValidationError(_("没有要改的内容。请把材料重新查一次。"))
        return answers


def _refuse_large(file: UploadedFile | None) -> None:
    """Refuse a file by its size before a byte of it is read."""
    limit = rule_value("files.document_max_bytes", on=timezone.localdate())
    if file and file.size and file.size > limit:
        size, most = file.size / 1_048_576, limit // 1_048_576
        raise forms.ValidationError(
            f"文件“{file.name}”有 {size:.0f} MB，超过 {most} MB。请分成几个文件，或压缩图片后再查。"
        )
