"""Pages of the programmes app."""

from gongjian.apps.programmes.views.assignments import (
    acknowledge,
    answer,
    give_it_again,
    show_assignment,
    show_mine,
    void,
)
from gongjian.apps.programmes.views.browse import (
    export_tree,
    list_all,
    send_reminder,
    show_owing,
    show_programme,
    show_rows,
    show_task,
)
from gongjian.apps.programmes.views.hand_down import (
    hand_down_assignment,
    hand_down_held,
    hand_down_target,
    hand_down_tasks,
)
from gongjian.apps.programmes.views.manage import (
    bind,
    change_status,
    choose_tasks,
    roll_over_year,
    share,
    show_target,
)
from gongjian.apps.programmes.views.reports import (
    answer_one_report,
    recall,
    show_report,
    show_to_confirm,
    write_report,
)

__all__ = [
    "acknowledge",
    "answer",
    "answer_one_report",
    "bind",
    "change_status",
    "choose_tasks",
    "export_tree",
    "give_it_again",
    "hand_down_assignment",
    "hand_down_held",
    "hand_down_target",
    "hand_down_tasks",
    "list_all",
    "recall",
    "roll_over_year",
    "send_reminder",
    "share",
    "show_assignment",
    "show_mine",
    "show_owing",
    "show_programme",
    "show_report",
    "show_rows",
    "show_target",
    "show_task",
    "show_to_confirm",
    "void",
    "write_report",
]
