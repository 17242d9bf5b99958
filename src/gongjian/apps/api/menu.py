"""The entries of this app in the left menu."""

from django.utils.translation import gettext_lazy as _

from gongjian.core.access import Right
from gongjian.core.navigation import MenuItem, add_menu_item

add_menu_item(
    MenuItem(
        "系统", 25, _("接口令牌"), "key", "interfaces:tokens", Right.TOKENS_MANAGE, "/interfaces/tokens/"
    )
)
add_menu_item(
    MenuItem(
        "系统",
        27,
        _("推送订阅"),
        "send",
        "interfaces:webhooks",
        Right.WEBHOOKS_MANAGE,
        "/interfaces/webhooks/",
    )
)
