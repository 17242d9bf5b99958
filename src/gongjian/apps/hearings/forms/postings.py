"""Forms of a posting and of objections to it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gongjian.apps.hearings.forms.fields import words


class PostingForm(forms.Form):
    """Where it hangs, and whom one may ring."""

    place_words = forms.CharField(
        label=_("张贴在哪里"), max_length=120, help_text=_("例如 社区公示栏、3号楼楼道")
    )
    phone = forms.CharField(label=_("监督电话"), max_length=40)


class ObjectionForm(forms.Form):
    """What is objected, and by whom if he says."""

    words = words(_("异议"), _("没有写异议的内容。请写明哪里不实。"), rows=3, most=2000)
    objector = forms.CharField(
        label=_("提出人"),
        max_length=40,
        required=False,
        help_text=_("加密保存，不告诉申请人和评议员。可以不留名。"),
    )
    contact = forms.CharField(label=_("联系方式"), max_length=40, required=False)


class AnswerForm(forms.Form):
    """What looking into it again showed, and whether the objection is right."""

    verdict = forms.ChoiceField(
        label=_("复核认为"),
        choices=[("dismissed", _("异议不成立，再公示")), ("upheld", _("异议成立，再次评议"))],
        widget=forms.RadioSelect,
    )
    answer = words(
        _("复核结果"),
        _("没有写复核结果。它要告诉提出异议的人，请写清查了什么、结果怎样。"),
        rows=3,
        most=2000,
    )

    @staticmethod
    def prefix_of(objection_id: int) -> str:
        """Tell the forms of several objections on a page apart."""
        return f"answer{objection_id}"

    def values(self) -> dict[str, Any]:
        """Return what the service takes."""
        asked = self.cleaned_data
        return {"is_upheld": asked["verdict"] == "upheld", "answer": asked["answer"]}
