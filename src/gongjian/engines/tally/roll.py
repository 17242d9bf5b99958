"""The roll: who may vote, fixed before the first token is made.

hash = SHA-256(format LF title LF key_1 LF … LF key_n), keys in byte order. Published before the vote, it shows
afterwards that nobody was put on or taken off.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256

from gongjian.engines.errors import EngineInputError

ROLL_FORMAT = "gongjian-roll/1"


@dataclass(frozen=True)
class Roll:
    """A frozen list of voters, by keys that mean something to the caller only, in byte order."""

    title: str
    voters: tuple[str, ...]
    hash: str


def freeze(title: str, voters: Iterable[str]) -> Roll:
    """Fix the roll. Raises EngineInputError when it is empty or names somebody twice."""
    keys = sorted(voters, key=str.encode)
    if not keys:
        raise EngineInputError("名册是空的。请先登记到会的人。")
    if len(set(keys)) != len(keys):
        raise EngineInputError("名册里有人登记了两次。请只留一次。")
    if any(not key or "\n" in key for key in (title, *keys)):
        raise EngineInputError("名册里有空的编号或换行。请改正。")
    text = "\n".join((ROLL_FORMAT, title, *keys))
    return Roll(title, tuple(keys), sha256(text.encode()).hexdigest())
