"""Hand a task (or a part of it) down to lower places and units, whole levels at a time.

What is given adds up to what was to be given, exactly. A receiver who already holds his part keeps
it, so the same call twice changes nothing, and pilots can go first and the rest follow.
"""

from gongjian.apps.programmes.services.hand_down.give import HandDown
from gongjian.apps.programmes.services.hand_down.parts import Part, Plan, Source
from gongjian.apps.programmes.services.hand_down.targets import hand_down_target, task_of_target
from gongjian.apps.programmes.services.hand_down.tasks import hand_down, hand_down_further, preview_hand_down

__all__ = [
    "HandDown",
    "Part",
    "Plan",
    "Source",
    "hand_down",
    "hand_down_further",
    "hand_down_target",
    "preview_hand_down",
    "task_of_target",
]
