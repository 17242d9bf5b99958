"""What if: suppose that children of a place stood differently, and read what its grade would be."""

from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from gongjian.apps.inspections.forms import NEAREST, SupposeForm
from gongjian.apps.inspections.selectors.explaining import ShareExplanation, if_the_nearest_rose, suppose
from gongjian.engines import scoring

MOST_CHOICES = 300
MOST_SHOWN = 8
MOST_SUPPOSED = 20_000


def suppose_context(found: ShareExplanation, asked: QueryDict) -> dict[str, Any]:
    """Give the form and, where something was supposed, what would follow from it."""
    choices = _choices(found) if found.total <= MOST_SUPPOSED and found.rules else []
    if not choices:
        return {}
    sent = asked if "suppose" in asked else None
    line = next((rule.interval.low for rule in found.child_rules), None) if found.is_by_score else None
    start = {"suppose": choices[0][0], "score": None if line is None else scoring.plain(line)}
    form = SupposeForm(sent, children=choices, by_score=found.is_by_score, initial=start)
    if not sent or not form.is_valid():
        return {"suppose_form": form}
    supposed = suppose(found, _changes(found, form))
    children, place = supposed.sentences[: len(supposed.changed)], supposed.sentences[len(supposed.changed) :]
    return {
        "suppose_form": form,
        "supposed": [*reversed(place), *children[:MOST_SHOWN]],
        "supposed_more": max(0, len(children) - MOST_SHOWN),
    }


def _choices(found: ShareExplanation) -> list[tuple[str, Any]]:
    explanation = found.explanation
    choices: list[tuple[str, Any]] = []
    if explanation.nearest:
        words = _("离线最近的 %(count)s 个都达到") % {"count": len(explanation.nearest)}
        choices.append((NEAREST, words))
    standing = {child.key: child.name for child in found.children if not child.merged_on}
    blocking = [blocker.child.key for blocker in explanation.blockers]
    ordered = [*blocking, *(key for key in standing if key not in set(blocking))]
    return choices + [(key, standing[key]) for key in ordered[:MOST_CHOICES]]


def _changes(found: ShareExplanation, form: SupposeForm) -> dict[str, scoring.Change]:
    key = form.cleaned_data["suppose"]
    if key == NEAREST:
        return if_the_nearest_rose(found)
    if found.is_by_score:
        return {key: scoring.Change(score=form.cleaned_data["score"])}
    result = found.explanation.result
    return {key: scoring.Change(label=result.rule.of_label if result else "")}
