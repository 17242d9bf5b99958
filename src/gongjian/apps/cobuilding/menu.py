"""The entries of this app in the left menu."""

from django.utils.translation import gettext_lazy as _

from gongjian.core.access import Right
from gongjian.core.navigation import MenuItem, add_menu_item

_ENTRIES = (
    (10, _("我们单位的共建"), "heart-handshake", "mine", Right.COBUILDING_OFFER, "/cobuilding/mine/"),
    (12, _("共建联盟"), "users-group", "alliances", Right.COBUILDING_VIEW, "/cobuilding/alliances/"),
    (14, _("需求清单"), "list-check", "needs", Right.COBUILDING_VIEW, "/cobuilding/needs/"),
    (16, _("资源清单"), "stack-2", "resources", Right.COBUILDING_VIEW, "/cobuilding/resources/"),
    (18, _("项目清单"), "checklist", "projects", Right.COBUILDING_VIEW, "/cobuilding/projects/"),
    (20, _("配对方案"), "route", "proposals", Right.COBUILDING_MANAGE, "/cobuilding/proposals/"),
    (22, _("双向认领"), "git-compare", "claims", Right.COBUILDING_VIEW, "/cobuilding/claims/"),
    (24, _("共建协议"), "signature", "agreements", Right.COBUILDING_VIEW, "/cobuilding/agreements/"),
    (26, _("结对互访"), "link", "pairings", Right.COBUILDING_VIEW, "/cobuilding/pairings/"),
    (28, _("茶话会和意见"), "message", "tea_parties", Right.COBUILDING_VIEW, "/cobuilding/parties/"),
    (30, _("单位贡献"), "certificate", "units", Right.COBUILDING_VIEW, "/cobuilding/units/"),
    (32, _("谁和谁共建"), "sitemap", "network", Right.COBUILDING_VIEW, "/cobuilding/network/"),
)
for order, label, icon, name, right, match in _ENTRIES:
    add_menu_item(MenuItem("共建", order, label, icon, f"cobuilding:{name}", right, match))
