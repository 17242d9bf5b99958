"""The first entry of the menu, and the count on the bell."""

from django.utils.translation import gettext_lazy as _

from gongjian.apps.workbench.selectors import count_for_shell
from gongjian.core.access import Right
from gongjian.core.navigation import MenuItem, add_menu_item, set_counter

add_menu_item(MenuItem("今天", 10, _("工作台"), "home", "workbench:index", Right.WORKBENCH_VIEW))
set_counter(count_for_shell)
