"""The forms of tokens and subscriptions."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gongjian.apps.api.choices import TokenScope, WebhookEvent
from gongjian.apps.api.services import TokenSpec, WebhookSpec


class DayInput(forms.DateInput):
    """A date as browsers know it."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class TokenForm(forms.Form):
    """A token for another system."""

    name = forms.CharField(label=_("给谁用"), max_length=60, help_text=_("写对方的系统，如市热线平台。"))
    username = forms.CharField(
        label=_("用哪个账号"), max_length=150, help_text=_("令牌的权限不会超过这个账号。")
    )
    scopes = forms.MultipleChoiceField(
        label=_("可以用来做什么"), choices=TokenScope.choices, widget=forms.CheckboxSelectMultiple
    )
    within_code = forms.CharField(
        label=_("只限哪个地方（代码）"),
        max_length=15,
        required=False,
        help_text=_("不填就是这个账号的全部地方。"),
    )
    expires_on = forms.DateField(label=_("用到哪一天"), widget=DayInput())

    @property
    def spec(self) -> TokenSpec:
        """Return what was filled in."""
        asked: dict[str, Any] = dict(self.cleaned_data)
        asked["scopes"] = [TokenScope(scope) for scope in asked["scopes"]]
        return TokenSpec(**asked)


class WebhookForm(forms.Form):
    """An address that is told of what happens."""

    name = forms.CharField(label=_("推给谁"), max_length=60)
    place_code = forms.CharField(
        label=_("哪个地方的事（代码）"), max_length=15, help_text=_("包括它下面所有地方。")
    )
    url = forms.CharField(
        label=_("对方的地址"), max_length=300, help_text=_("以 https:// 开头，不能是内网地址。")
    )
    events = forms.MultipleChoiceField(
        label=_("推送哪些事"), choices=WebhookEvent.choices, widget=forms.CheckboxSelectMultiple
    )

    @property
    def spec(self) -> WebhookSpec:
        """Return what was filled in."""
        asked: dict[str, Any] = dict(self.cleaned_data)
        asked["events"] = [WebhookEvent(event) for event in asked["events"]]
        return WebhookSpec(**asked)
