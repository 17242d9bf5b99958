"""What the parts of the demo's story share: places, people, how well each community is kept."""

import random
from collections.abc import Callable

from gongjian.cli.demo.cast import SHOWN_COUNTY
from gongjian.core.access import Actor

SEED = 2026
COUNTIES = 6
STREETS = 9
COMMUNITIES = 12
Say = Callable[[str], None]


class Demo:
    """The places, the people by account name, and the care (0 to 1) each community takes."""

    def __init__(self, say: Say) -> None:
        self.say = say
        self.chance = random.Random(SEED)
        self.communities: list[str] = []
        self.streets: list[str] = []
        self.counties: list[str] = []
        self.people: dict[str, Actor] = {}
        self.care: dict[str, float] = {}

    def shown(self) -> tuple[str, str]:
        """Return the street and the community whose accounts a person may try."""
        street = next(code for code in self.streets if code.startswith(SHOWN_COUNTY))
        return street, next(code for code in self.communities if code.startswith(street))

    def office(self, code: str) -> Actor:
        """Return the office of a county or street."""
        street, _community = self.shown()
        if code == SHOWN_COUNTY:
            return self.people["quxian"]
        if code == street:
            return self.people["jiedao"]
        return self.people[f"{'q' if len(code) == COUNTIES else 'j'}{code}"]

    def worker_of(self, code: str) -> Actor:
        """Return who works in a community: the account one may try in its own, else the street's."""
        return self.people["shequ"] if code == self.shown()[1] else self.worker(code)

    def worker(self, code: str) -> Actor:
        """Return the community worker of a street."""
        return self.people[f"s{code[:STREETS]}"]
