"""Writes of the programmes app."""

from gongjian.apps.programmes.services.answer import (
    acknowledge_all,
    answer_assignment,
    give_again,
    void_assignment,
)
from gongjian.apps.programmes.services.confirm import answer_report, recall_report
from gongjian.apps.programmes.services.create import (
    PhaseSpec,
    ProgrammeSpec,
    TargetSpec,
    TaskSpec,
    create_programme,
)
from gongjian.apps.programmes.services.hand_down import (
    HandDown,
    Plan,
    hand_down,
    hand_down_further,
    hand_down_target,
    preview_hand_down,
    task_of_target,
)
from gongjian.apps.programmes.services.remind import remind, remind_below
from gongjian.apps.programmes.services.report import (
    ReportContent,
    ReportedFigure,
    attach_files,
    save_report,
    submit_report,
)
from gongjian.apps.programmes.services.revise import (
    add_phase,
    add_target,
    add_task,
    change_phase,
    change_target,
    change_task,
    void_task,
)
from gongjian.apps.programmes.services.roll_over import roll_over
from gongjian.apps.programmes.services.split import Receiver, Split
from gongjian.apps.programmes.services.targets import (
    bind_target,
    set_programme_status,
    share_target,
    share_task,
)
from gongjian.core.attachments import Upload

__all__ = [
    "HandDown",
    "PhaseSpec",
    "Plan",
    "ProgrammeSpec",
    "Receiver",
    "ReportContent",
    "ReportedFigure",
    "Split",
    "TargetSpec",
    "TaskSpec",
    "Upload",
    "acknowledge_all",
    "add_phase",
    "add_target",
    "add_task",
    "answer_assignment",
    "answer_report",
    "attach_files",
    "bind_target",
    "change_phase",
    "change_target",
    "change_task",
    "create_programme",
    "give_again",
    "hand_down",
    "hand_down_further",
    "hand_down_target",
    "preview_hand_down",
    "recall_report",
    "remind",
    "remind_below",
    "roll_over",
    "save_report",
    "set_programme_status",
    "share_target",
    "share_task",
    "submit_report",
    "task_of_target",
    "void_assignment",
    "void_task",
]
