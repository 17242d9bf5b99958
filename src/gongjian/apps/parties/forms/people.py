"""Forms of people: the person, the rights, the file of many, leave and hand-over, a reason."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gongjian.apps.parties.forms.pick import (
    ActorForm,
    KeptNumber,
    OrganisationField,
    PersonField,
    Picked,
    PlaceField,
)
from gongjian.apps.parties.models import User
from gongjian.apps.parties.services import UserSpec
from gongjian.core.access import Actor, Role


class DayInput(forms.DateInput):
    """A date as browsers know it."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class UserForm(ActorForm):
    """What is stated of a person."""

    username = forms.CharField(
        label=_("账号"), max_length=150, help_text=_("登录用，字母、数字或工号，全系统不重复。")
    )
    full_name = forms.CharField(label=_("姓名"), max_length=40)
    place_code = PlaceField(label=_("所在地方"), required=False, help_text=_("全国一级的人员不填。"))
    organisation_id = OrganisationField(label=_("单位"), required=False)
    post = forms.CharField(label=_("职务"), max_length=60, required=False)
    phone = forms.CharField(
        label=_("手机"), max_length=20, required=False, help_text=_("加密保存，页面上只显示头尾。")
    )
    email = forms.EmailField(label=_("邮箱"), required=False, help_text=_("单位有邮件服务时用来通知。"))

    def __init__(self, actor: Actor, *args: Any, stored_phone: str | None = None, **kwargs: Any) -> None:
        super().__init__(actor, *args, **kwargs)
        self.number = KeptNumber(self, "phone", stored_phone)

    def spec(self) -> UserSpec:
        """Return what the service takes."""
        stated = {key: value for key, value in self.cleaned_data.items() if key != "forget_number"}
        return UserSpec(**{**stated, "phone": self.number.value()})


def user_initial(user: User, place_name: str) -> dict[str, Any]:
    """Return the values of a person for his form."""
    body = user.organisation
    return {
        **{name: getattr(user, name) for name in ("username", "full_name", "post", "email")},
        "place_code": Picked(user.place_code, place_name),
        "organisation_id": Picked(str(body.pk), body.name) if body else None,
    }


class GrantForm(ActorForm):
    """A role over a place or for a unit, for a term."""

    role = forms.ChoiceField(label=_("角色"), choices=[("", _("请选")), *Role.choices])
    place_code = PlaceField(
        label=_("地方"),
        required=False,
        nation=True,
        help_text=_("对这个地方和它下面的都有效。全国写“全国”。按单位授权时不填。"),
    )
    organisation_id = OrganisationField(
        label=_("单位"),
        required=False,
        help_text=_("只有联络员和部门可以按单位授权，只看得到和这个单位有关的。"),
    )
    starts_on = forms.DateField(
        label=_("起日"), required=False, widget=DayInput(), help_text=_("不填就是现在起。")
    )
    ends_on = forms.DateField(
        label=_("止日"), required=False, widget=DayInput(), help_text=_("不填就是不定期。")
    )

    def clean_role(self) -> Role:
        """Return the role itself."""
        return Role(self.cleaned_data["role"])

    def clean(self) -> dict[str, Any]:
        """Ask for a place or a unit: an empty place would be the whole nation."""
        asked = super().clean() or {}
        typed = str(self.data.get("place_code_text") or self.data.get("place_code") or "").strip()
        if not typed and not asked.get("organisation_id") and "place_code" not in self.errors:
            self.add_error("place_code", _("请选地方，或选单位。"))
        return asked


class ImportForm(forms.Form):
    """The file of many people."""

    file = forms.FileField(label=_("用户表"), help_text=_(".xlsx 或 .csv，先下载模板照着填。"))


class StandInForm(ActorForm):
    """Who stands in for whom, from when to when."""

    absent_id = PersonField(label=_("请假的人"))
    deputy_id = PersonField(label=_("代管的人"))
    starts_on = forms.DateField(label=_("起日"), widget=DayInput())
    ends_on = forms.DateField(label=_("止日"), widget=DayInput(), help_text=_("这一天也算在内。"))
    reason = forms.CharField(
        label=_("事由"), max_length=120, required=False, help_text=_("如 年休假、外出学习。")
    )


class HandOverForm(ActorForm):
    """Who takes the work over."""

    taker_id = PersonField(label=_("交给谁"))


class ReasonForm(forms.Form):
    """Why something is shown or cleared."""

    reason = forms.CharField(label=_("用途"), max_length=120)
