"""The entries of this app in the left menu."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gongjian.core.access import Right
from gongjian.core.navigation import MenuItem, add_menu_item

for item in (
    MenuItem(
        "检查",
        10,
        _("评分"),
        "clipboard-check",
        "inspections:my_sheets",
        Right.INSPECTIONS_SCORE,
        "/inspections/sheets/",
    ),
    MenuItem(
        "检查",
        20,
        _("检查轮次"),
        "calendar-event",
        "inspections:rounds",
        Right.INSPECTIONS_VIEW,
        "/inspections/rounds/",
    ),
    MenuItem(
        "检查",
        22,
        pgettext_lazy("menu", "查到的问题"),
        "list-search",
        "inspections:findings",
        Right.RECTIFICATIONS_VIEW,
        "/inspections/findings/",
    ),
    MenuItem(
        "检查",
        24,
        pgettext_lazy("menu", "整改通知"),
        "tools",
        "inspections:orders",
        Right.RECTIFICATIONS_VIEW,
        "/inspections/orders/",
    ),
    MenuItem(
        "检查",
        30,
        pgettext_lazy("menu", "评分标准"),
        "checklist",
        "inspections:rubrics",
        Right.INSPECTIONS_VIEW,
        "/inspections/rubrics/",
    ),
    MenuItem(
        "检查", 35, _("申诉"), "gavel", "inspections:appeals", Right.INSPECTIONS_VIEW, "/inspections/appeals/"
    ),
    MenuItem(
        "成果",
        25,
        _("流动红旗和命名"),
        "flag",
        "inspections:honours",
        Right.RATINGS_VIEW,
        "/inspections/honours/",
    ),
    MenuItem(
        "成果", 20, _("评级"), "award", "inspections:ratings", Right.RATINGS_VIEW, "/inspections/ratings/"
    ),
    MenuItem(
        "检查",
        40,
        pgettext_lazy("menu", "评级办法"),
        "gavel",
        "inspections:schemes",
        Right.RATINGS_VIEW,
        "/inspections/schemes/",
    ),
):
    add_menu_item(item)
