"""Which lines of a plan are its title and its headings, for the eye."""

import re

from gongjian.apps.plans.models import Plan

_END_BRACKET = re.compile(r"[（(][^（）()]{1,12}[）)]$")
_SENTENCE_ENDS = ("。", "；", ";")

_TITLE_LINES = 12
_RUN_ON = 2
"""A line may be this much longer than its heading and still be nothing but the heading."""


def lines_of(plan: Plan) -> dict[str, set[int]]:
    """Return where the lines of the title and the lines that are headings alone begin: `titles`, `headings`."""
    return {"titles": _title_lines(plan), "headings": _heading_lines(plan)}


def _title_lines(plan: Plan) -> set[int]:
    """Find the title's lines near the top; a long title is often set on two lines."""
    rest, found, at = _bare(plan.title), set(), 0
    for line in plan.text.split("\n", _TITLE_LINES)[:_TITLE_LINES]:
        words = _bare(line)
        if len(words) > 1 and rest.startswith(words):
            found.add(at)
            rest = rest[len(words) :]
        elif found:
            break
        at += len(line) + 1
    return found


def _heading_lines(plan: Plan) -> set[int]:
    found = set()
    for entry in plan.outline:
        start = plan.text.rfind("\n", 0, entry["start"]) + 1
        stop = plan.text.find("\n", entry["start"])
        line = _END_BRACKET.sub("", plan.text[start : stop if stop >= 0 else None].rstrip())
        is_first = not line[: entry["start"] - start].strip()
        if (
            is_first
            and not line.endswith(_SENTENCE_ENDS)
            and len(_bare(line)) <= len(_bare(entry["marker"] + entry["heading"])) + _RUN_ON
        ):
            found.add(start)
    return found


def _bare(text: str) -> str:
    return "".join(text.split())
