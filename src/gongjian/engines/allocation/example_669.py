"""The worked example of the take-up forecast: 669 flats offered, 87 households housed.

Only these two numbers come from the source (a district's study of its affordable homes: 669 flats leased, the problem of 87
households solved, because of where they were). Places, households, minutes and shares are invented so that they add up to them.
"""

import numpy as np
from numpy.typing import NDArray

from gongjian.engines.allocation.takeup import OfferRow

CONDITIONS = ("通勤分钟", "设施数", "租金占收入百分比")
GROUPS = (("工业园", 302), ("老城", 228), ("港区", 139))
"""Where households work, and how many of the 669 offers went to them."""
OFFERED = (
    ("东郊", (85, 70, 95), 2, 8, (150, 90, 60), (4, 6, 1)),
    ("北环", (60, 55, 80), 4, 10, (90, 70, 40), (11, 12, 2)),
    ("西站", (45, 40, 65), 6, 14, (50, 50, 29), (14, 15, 4)),
    ("老城边", (40, 20, 55), 9, 20, (12, 18, 10), (5, 11, 2)),
)
"""A site: minutes from each group's work, facilities near, rent share, homes offered and accepted by group."""
SITES = (
    ("东郊", (85, 70, 95), 2, 8, 300),
    ("北环", (60, 55, 80), 4, 10, 200),
    ("西站", (45, 40, 65), 6, 14, 160),
    ("老城边", (40, 20, 55), 9, 20, 80),
    ("园区北", (22, 45, 60), 6, 13, 240),
    ("港前", (60, 50, 24), 5, 12, 150),
)
"""Where the same 669 homes might be: the four sites and two nearer to work, with room for so many homes each."""


def past_offers() -> list[OfferRow]:
    """List the 669 offers of the example, a row for each site and group."""
    return [
        OfferRow((minutes[g], facilities, rent), offered[g], accepted[g])
        for _, minutes, facilities, rent, offered, accepted in OFFERED
        for g in range(len(GROUPS))
    ]


def site_conditions() -> NDArray[np.float64]:
    """Give the conditions of every group at every site: groups by sites by conditions."""
    rows = [
        [(minutes[g], facilities, rent) for _, minutes, facilities, rent, _ in SITES]
        for g in range(len(GROUPS))
    ]
    return np.array(rows, dtype=np.float64)
