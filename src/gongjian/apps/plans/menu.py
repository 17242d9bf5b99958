"""Menu entry of plans."""

from django.utils.translation import gettext_lazy as _

from gongjian.core.access import Right
from gongjian.core.navigation import MenuItem, add_menu_item

add_menu_item(MenuItem("部署", 10, _("方案"), "file-description", "plans:list", Right.PLANS_VIEW, "/plans/"))
