"""Rules with numbers: versioned data with a day, a place and a citation, never constants.

`rule_value` answers with the version of the day, the nearest place first; a record is judged by
the rule of its own day. First versions come with the product (`rules.toml`) and are loaded once;
later versions are added by `add_version` and never overwrite.
"""

import re
import tomllib
from collections.abc import Iterable
from datetime import date
from importlib.resources import files
from typing import Any

from django.db import transaction

from gongjian.core import audit
from gongjian.core.access import Actor, Right, ancestors_of
from gongjian.core.errors import Conflict, NotFound
from gongjian.core.models import Rule
from gongjian.core.request_context import in_request, read_once

_ADVICE = re.compile(r"(?:。[^。]*请核对[^。]*|[，；。]本地有规定的请另加版本)$")


def citation_on_paper(citation: str) -> str:
    """Return a citation as a paper quotes it: without what it tells those who keep the rules.

    >>> citation_on_paper("《组织法》第九条：过半数出席。新法请核对，不同的另加版本")
    '《组织法》第九条：过半数出席'
    """
    return _ADVICE.sub("", citation)


def rule_value(key: str, *, on: date, place_code: str = "") -> Any:
    """Return the value in force on a day at a place: its own rule first, then those above it."""
    return get_rule(key, on=on, place_code=place_code).value


def get_rule(key: str, *, on: date, place_code: str = "") -> Rule:
    """Return the version in force, with its citation; NotFound if none ever was."""
    versions = [rule for rule in _at(place_code, key) if rule.key == key and rule.effective_on <= on]
    return _nearest(versions, key, on)


def _at(place_code: str, key: str) -> list[Rule]:
    """Read the versions of a rule at a place and above it; in a request with those of its app, which it asks for next."""
    rows = Rule.objects.filter(place_code__in=[*ancestors_of(place_code), place_code])
    if not in_request():
        return list(rows.filter(key=key))
    app = key.partition(".")[0]
    read: list[Rule] = read_once(f"rules {app} {place_code}", lambda: list(rows.filter(key__startswith=app)))
    return read


def _nearest(candidates: Iterable[Rule], key: str, on: date) -> Rule:
    best = max(candidates, key=lambda rule: (len(rule.place_code), rule.effective_on), default=None)
    if best is None:
        raise NotFound(f"{on.isoformat()} 没有生效的规则“{key}”。请先在“规则”里加上。")
    return best


class RuleTable:
    """All versions of some rules, read in one query a request, for many places and days."""

    def __init__(self, name: str, *keys: str) -> None:
        rows = Rule.objects.filter(key__in=keys)
        self._rules: list[Rule] = read_once(name, lambda: list(rows))

    def rule(self, key: str, *, on: date, place_code: str) -> Rule:
        """Return the version in force on a day at the nearest place; NotFound if none ever was."""
        codes = (*ancestors_of(place_code), place_code)
        versions = [rule for rule in self._rules if rule.key == key and rule.place_code in codes]
        return _nearest([rule for rule in versions if rule.effective_on <= on], key, on)


@transaction.atomic
def add_version(
    *, actor: Actor, key: str, place_code: str, effective_on: date, value: Any, citation: str
) -> Rule:
    """Add a version from a day on; an existing version is never changed."""
    actor.require(Right.RULES_MANAGE, place_code)
    if Rule.objects.filter(key=key, place_code=place_code, effective_on=effective_on).exists():
        raise Conflict("这一天已有一个版本。已有的版本不能改，请换一个生效日期。")
    rule = Rule.objects.create(
        key=key, place_code=place_code, effective_on=effective_on, value=value, citation=citation
    )
    audit.record(
        actor, "rules.version_added", rule, after=audit.snapshot(rule, "key", "value", "effective_on")
    )
    return rule


def load_first_versions() -> int:
    """Load the versions that come with the product; those already there stay as they are."""
    text = files("gongjian.core").joinpath("rules.toml").read_text(encoding="utf-8")
    rows = [
        Rule(
            key=entry["key"],
            place_code=entry.get("place_code", ""),
            effective_on=entry["effective_on"],
            value=entry["value"],
            citation=entry["citation"],
        )
        for entry in tomllib.loads(text)["rule"]
    ]
    before = Rule.objects.count()
    Rule.objects.bulk_create(rows, ignore_conflicts=True)
    return Rule.objects.count() - before
