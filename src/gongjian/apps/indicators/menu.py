"""The entries of this app in the left menu."""

from django.utils.translation import gettext_lazy as _

from gongjian.core.access import Right
from gongjian.core.navigation import MenuItem, add_menu_item

add_menu_item(
    MenuItem("成果", 10, _("指标"), "chart-line", "indicators:list", Right.INDICATORS_VIEW, "/indicators/")
)
add_menu_item(
    MenuItem(
        "成果",
        12,
        _("看板"),
        "layout-grid",
        "indicators:board",
        Right.INDICATORS_VIEW,
        "/indicators/board/",
    )
)
add_menu_item(
    MenuItem(
        "成果",
        14,
        _("项目台账"),
        "clipboard-list",
        "indicators:projects",
        Right.INDICATORS_VIEW,
        "/indicators/projects/",
    )
)
add_menu_item(
    MenuItem(
        "落实",
        30,
        _("指标填报"),
        "chart-bar",
        "indicators:values",
        Right.INDICATORS_ENTER,
        "/indicators/values/",
    )
)
