"""What the workbench reads: what waits, what is late below, what may be started, what a search finds."""

from gongjian.apps.workbench.selectors.boards import Board, Job, board_of, count_by_desk, list_jobs
from gongjian.apps.workbench.selectors.find import search_all
from gongjian.apps.workbench.selectors.starts import Start, count_for_shell, list_below, list_starts

__all__ = [
    "Board",
    "Job",
    "Start",
    "board_of",
    "count_by_desk",
    "count_for_shell",
    "list_below",
    "list_jobs",
    "list_starts",
    "search_all",
]
