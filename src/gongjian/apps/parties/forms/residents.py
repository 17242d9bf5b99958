"""Forms of residents and of how two of them stand to each other."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gongjian.apps.parties.choices import RelationKind, RelationSource, ResidentGroup
from gongjian.apps.parties.forms.pick import ActorForm, PlaceField
from gongjian.apps.parties.services import ResidentSpec
from gongjian.engines.masking import check_id_number

KEPT_WHEN_EMPTY = ("id_number", "phone", "address", "household")


class ResidentForm(ActorForm):
    """What is stated of a resident. When one is changed, what is encrypted and left empty stays as stored."""

    place_code = PlaceField(label=_("社区"))
    name = forms.CharField(label=_("姓名"), max_length=40, help_text=_("加密保存，名单里只显示姓。"))
    group = forms.ChoiceField(label=_("身份"), choices=ResidentGroup.choices, initial=ResidentGroup.RESIDENT)
    id_number = forms.CharField(
        label=_("身份证号"), max_length=20, required=False, help_text=_("用来认出是不是同一个人。加密保存。")
    )
    phone = forms.CharField(label=_("电话"), max_length=20, required=False, help_text=_("加密保存。"))
    address = forms.CharField(
        label=_("楼栋门牌"), max_length=120, required=False, help_text=_("如 3栋2单元502。加密保存。")
    )
    household = forms.CharField(
        label=_("户号"), max_length=40, required=False, help_text=_("同一户用同一个号。加密保存。")
    )
    is_panelist = forms.BooleanField(label=_("可以抽作评议员"), required=False)

    def __init__(self, *args: Any, is_new: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.is_new = is_new
        if not is_new:
            for name in KEPT_WHEN_EMPTY:
                self.fields[name].help_text = _("不填就保留原来的。")

    def clean_id_number(self) -> str:
        """Say what is wrong with the number, beside it."""
        number: str = self.cleaned_data["id_number"]
        if number and (sentence := check_id_number(number, today=timezone.localdate())):
            raise forms.ValidationError(sentence)
        return number

    def spec(self) -> ResidentSpec:
        """Return what the service takes."""
        stated = dict(self.cleaned_data)
        if not self.is_new:
            stated |= {name: stated[name] or None for name in KEPT_WHEN_EMPTY}
        return ResidentSpec(**stated)


class RelationForm(forms.Form):
    """Who the other person is, how they stand to each other, how that is known."""

    other_name = forms.CharField(label=_("和谁"), max_length=40, help_text=_("写全名，要先登记过。"))
    other_tail = forms.CharField(
        label=_("对方身份证号后四位"), max_length=4, required=False, help_text=_("同名的才要填。")
    )
    kind = forms.ChoiceField(label=_("什么关系"), choices=RelationKind.choices)
    source = forms.ChoiceField(label=_("怎么知道的"), choices=RelationSource.choices)


class ResidentFilter(forms.Form):
    """What of the register is asked for."""

    q = forms.CharField(label=_("姓名"), max_length=20, required=False)
    group = forms.ChoiceField(
        label=_("身份"), choices=[("", _("全部")), *ResidentGroup.choices], required=False
    )
    panelists = forms.BooleanField(label=_("只看评议员"), required=False)

    @property
    def asked(self) -> dict[str, Any]:
        """What was asked and could be read."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}
