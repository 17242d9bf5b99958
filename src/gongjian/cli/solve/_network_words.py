"""Words and tables that every part of an approval chain's report uses."""

from collections.abc import Iterable, Sequence
from datetime import date

from gongjian.engines.network import Step
from gongjian.engines.worktime import LimitUnit


def markdown_table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> list[str]:
    """Write rows as a Markdown table, a line each."""
    lines = ["| " + " | ".join(head) + " |", "|" + " --- |" * len(head)]
    return [
        *lines,
        *("| " + " | ".join(str(cell).replace("|", "\\|") for cell in row) + " |" for row in rows),
    ]


def unit_words(step: Step) -> str:
    """Say in which days a step's limit is counted."""
    return "工作日" if step.unit is LimitUnit.WORKING_DAYS else "自然日"


def day_words(on: date) -> str:
    """Write a day as people say it."""
    return f"{on.year}年{on.month}月{on.day}日"
