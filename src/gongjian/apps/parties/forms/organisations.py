"""The form of a body."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gongjian.apps.parties.choices import OrganisationKind
from gongjian.apps.parties.forms.pick import ActorForm, KeptNumber, OrganisationField, Picked, PlaceField
from gongjian.apps.parties.models import Organisation
from gongjian.apps.parties.services import OrganisationSpec
from gongjian.core.access import Actor
from gongjian.engines.masking import check_uscc


class OrganisationForm(ActorForm):
    """What is stated of a body."""

    name = forms.CharField(label=_("名称"), max_length=120, help_text=_("全称，如 船山区城市管理局"))
    short_name = forms.CharField(
        label=_("简称"),
        max_length=60,
        required=False,
        help_text=_("方案里常写的叫法，如 区城管局。导入方案时按它对应。"),
    )
    kind = forms.ChoiceField(label=_("类别"), choices=[("", _("请选")), *OrganisationKind.choices])
    place_code = PlaceField(label=_("所在地方"))
    credit_code = forms.CharField(
        label=_("统一社会信用代码"),
        max_length=24,
        required=False,
        help_text=_("18 位，照证照填。没有可以不填。"),
    )
    parent_id = OrganisationField(label=_("上级单位"), required=False)
    contact_name = forms.CharField(label=_("联系人"), max_length=40, required=False)
    contact_phone = forms.CharField(
        label=_("联系电话"), max_length=20, required=False, help_text=_("加密保存，页面上只显示头尾。")
    )

    def __init__(self, actor: Actor, *args: Any, stored_phone: str | None = None, **kwargs: Any) -> None:
        super().__init__(actor, *args, **kwargs)
        self.number = KeptNumber(self, "contact_phone", stored_phone)

    def clean_credit_code(self) -> str:
        """Say what is wrong with the code, beside it."""
        code: str = self.cleaned_data["credit_code"]
        if code and (sentence := check_uscc(code)):
            raise forms.ValidationError(sentence)
        return code

    def spec(self) -> OrganisationSpec:
        """Return what the service takes."""
        stated = {key: value for key, value in self.cleaned_data.items() if key != "forget_number"}
        return OrganisationSpec(**{**stated, "contact_phone": self.number.value()})


def organisation_initial(organisation: Organisation, place_name: str) -> dict[str, Any]:
    """Return the values of a body for its form."""
    fields = ("name", "short_name", "kind", "credit_code", "contact_name")
    parent = organisation.parent
    return {
        **{name: getattr(organisation, name) for name in fields},
        "place_code": Picked(organisation.place_code, place_name),
        "parent_id": Picked(str(parent.pk), parent.name) if parent else None,
    }
