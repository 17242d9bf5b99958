"""Are inspectors fair to one another's places: severity, copies, impossible movements.

Apart from `engines.scoring` itself, since it needs numpy and scipy, which take a moment to load.
"""

from gongjian.engines.scoring.fairness.copies import Likeness, SheetCopy, find_copies
from gongjian.engines.scoring.fairness.movements import (
    Bounds,
    Flag,
    Oddity,
    Position,
    Shot,
    Stay,
    find_oddities,
    metres_between,
)
from gongjian.engines.scoring.fairness.severity import (
    Deviation,
    Observation,
    Severity,
    SeverityFit,
    estimate_severity,
)

__all__ = [
    "Bounds",
    "Deviation",
    "Flag",
    "Likeness",
    "Observation",
    "Oddity",
    "Position",
    "Severity",
    "SeverityFit",
    "SheetCopy",
    "Shot",
    "Stay",
    "estimate_severity",
    "find_copies",
    "find_oddities",
    "metres_between",
]
