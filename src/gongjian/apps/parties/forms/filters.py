"""What lists are narrowed by; wrong values narrow nothing."""

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from gongjian.apps.parties.choices import OrganisationKind
from gongjian.core.access import Role

STATES = (
    ("", _("全部账号")),
    ("unused", _("还没登录过")),
    ("locked", _("被锁")),
    ("roleless", _("没有角色")),
)
PLACE_ATTRS = {"inputmode": "numeric", "size": 12, "placeholder": _("地方代码")}


class _Filter(forms.Form):
    q = forms.CharField(label=_("搜索"), required=False, max_length=60)
    place = forms.CharField(label=_("地方代码"), required=False, max_length=15)

    def __init__(self, data: QueryDict) -> None:
        super().__init__(data, auto_id="f_%s")
        self.fields["q"].widget.attrs.update(
            {"type": "search", "size": 18, "placeholder": _("名称、简称或账号")}
        )
        self.fields["place"].widget.attrs.update(PLACE_ATTRS)

    @property
    def asked(self) -> dict[str, Any]:
        """The values that could be read."""
        self.is_valid()
        return self.cleaned_data


class OrganisationFilter(_Filter):
    """Bodies by text, kind, place."""

    kind = forms.ChoiceField(
        label=_("类别"), required=False, choices=[("", _("全部类别")), *OrganisationKind.choices]
    )
    closed = forms.BooleanField(label=_("含已停用"), required=False)
    field_order = ("q", "kind", "place", "closed")


class UserFilter(_Filter):
    """People by text, role, place."""

    role = forms.ChoiceField(label=_("角色"), required=False, choices=[("", _("全部角色")), *Role.choices])
    state = forms.ChoiceField(label=_("账号"), required=False, choices=STATES)
    closed = forms.BooleanField(label=_("含已停用"), required=False)
    field_order = ("q", "role", "state", "place", "closed")


class GrantFilter(_Filter):
    """Grants by role and place."""

    q = None  # type: ignore[assignment]
    role = forms.ChoiceField(label=_("角色"), required=False, choices=[("", _("全部角色")), *Role.choices])
    ending = forms.BooleanField(label=_("快到期的"), required=False)
    field_order = ("role", "place", "ending")

    def __init__(self, data: QueryDict) -> None:
        forms.Form.__init__(self, data, auto_id="f_%s")
        self.fields["place"].widget.attrs.update(PLACE_ATTRS)
