"""Suggest which indicator of the registry a target of a plan means."""

from collections import Counter

from gongjian.core.registry import list_indicators
from gongjian.engines.textsearch import normalise

LIKENESS = 0.5


def suggest_indicator(name: str, unit: str, place_code: str) -> str:
    """Return the key of the one indicator whose name is most like a target's, with the same unit; or nothing."""
    best_key, best = "", LIKENESS
    for indicator in list_indicators(place_code):
        if unit and (indicator.unit == "%") != (unit == "%"):
            continue
        likeness = _likeness(name, str(indicator.name))
        if likeness > best:
            best_key, best = indicator.key, likeness
    return best_key


def _likeness(left: str, right: str) -> float:
    """Dice coefficient over character bigrams."""
    a, b = _pairs(left), _pairs(right)
    total = sum(a.values()) + sum(b.values())
    return 2 * sum((a & b).values()) / total if total else 0.0


def _pairs(text: str) -> Counter[str]:
    plain = normalise(text)
    return Counter(plain[at : at + 2] for at in range(len(plain) - 1))
