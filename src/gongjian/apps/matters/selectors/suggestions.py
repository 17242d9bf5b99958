"""Classes suggested for a matter, from what persons chose for past ones of its county.

What was learned is kept in the cache of the process: it is looked after every FRESH_S, when matters filed meanwhile
are learned one by one, and learned anew after KEPT_S, which also takes in classes that were changed later.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from hashlib import sha256

from django.core.cache import cache
from django.db.models import QuerySet
from django.utils import timezone

from gongjian.apps.matters.models import Matter, MatterClass
from gongjian.apps.matters.selectors.classes import classes_at
from gongjian.core.access.codes import LEVEL_LENGTHS
from gongjian.engines.classification import MatterKind, Memory, Suggestion, learn, suggest, train

EXAMPLES = 1000
"""So many of the latest classified matters of the same county are learned from."""
FRESH_S, KEPT_S = 120, 6 * 3600
LATE_DAYS = 60
"""A matter received longer ago than this and filed just now is learned only when all is learned anew."""


@dataclass(frozen=True)
class Learned:
    """What a county's matters taught, those filed up to a moment; when all was learned, when it was looked after."""

    memory: Memory
    filed_to: datetime
    learned_at: datetime
    looked_at: datetime


def suggest_classes(matter: Matter) -> list[tuple[MatterClass, Suggestion]]:
    """Suggest classes for a matter, the likeliest first."""
    known = {row.service_code: row for row in classes_at(matter.place_code) if row.parent_code}
    kinds = [MatterKind(code, row.name, (row.plain, *row.aliases)) for code, row in known.items()]
    memory = _memory(matter.place_code[: LEVEL_LENGTHS[2]], kinds, known)
    return [(known[one.code], one) for one in suggest(matter.words, kinds, memory)]


def _memory(county: str, kinds: Sequence[MatterKind], known: Mapping[str, MatterClass]) -> Memory:
    """Return what is known of a county; no query while it is fresh, one when it is looked after."""
    now = timezone.now()
    listed = sha256("".join(sorted(known)).encode()).hexdigest()[:16]
    name = f"matters.learned:{county}:{listed}"
    kept: Learned | None = cache.get(name)
    if kept is None or now - kept.learned_at >= timedelta(seconds=KEPT_S):
        kept = _learn_anew(county, kinds, known, now)
    elif now - kept.looked_at >= timedelta(seconds=FRESH_S):
        kept = _go_on(county, kinds, known, kept, now)
    else:
        return kept.memory
    cache.set(name, kept, KEPT_S)
    return kept.memory


def _learn_anew(
    county: str, kinds: Sequence[MatterKind], known: Mapping[str, MatterClass], now: datetime
) -> Learned:
    rows = list(_classed(county).order_by("-received_at")[:EXAMPLES])
    memory = train(kinds, [example for row in reversed(rows) if (example := _example(row))[1] in known])
    return Learned(memory, _latest(rows, now), now, now)


def _go_on(
    county: str,
    kinds: Sequence[MatterKind],
    known: Mapping[str, MatterClass],
    kept: Learned,
    now: datetime,
) -> Learned:
    """Learn what was filed since, one by one."""
    received = now - timedelta(days=LATE_DAYS)
    rows = list(
        _classed(county).filter(filed_at__gt=kept.filed_to, received_at__gt=received).order_by("filed_at")
    )
    memory = kept.memory
    for words, code in map(_example, rows):
        memory = learn(memory, kinds, words, code) if code in known else memory
    return replace(kept, memory=memory, filed_to=_latest(rows, kept.filed_to), looked_at=now)


def _classed(county: str) -> QuerySet[Matter]:
    rows: QuerySet[Matter] = Matter.objects.within(county)
    return rows.filter(matter_class__isnull=False, filed_at__isnull=False).select_related("matter_class")


def _example(row: Matter) -> tuple[str, str]:
    return row.words, row.matter_class.service_code if row.matter_class else ""


def _latest(rows: Sequence[Matter], otherwise: datetime) -> datetime:
    return max((row.filed_at for row in rows if row.filed_at), default=otherwise)
