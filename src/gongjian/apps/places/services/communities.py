"""The demo's register: 遂宁 as it is, with made-up communities below."""

from datetime import date
from importlib.resources import files

from gongjian.apps.places.communities import generate_communities
from gongjian.apps.places.register import RegisterFile
from gongjian.apps.places.selectors.lookup import codes_at_level
from gongjian.apps.places.services.import_register import import_register
from gongjian.core.access import Actor

__all__ = ["generate_communities", "load_demo_register"]

STATE_ON = date(2023, 6, 30)
"""The day whose state the published codes show."""
DEMO_CITY = "5109"


def load_demo_register(*, actor: Actor, seed: int, per_street: int = 5) -> list[str]:
    """Import the real city with its counties and streets, and generated communities marked as demo.

    Returns the codes of the communities in order. Safe to run again: nothing changes then.
    """
    content = files("gongjian.apps.places").joinpath("data", "suining.csv").read_bytes()
    import_register(actor=actor, files=[RegisterFile("suining.csv", content)], on=STATE_ON)
    rows = generate_communities(codes_at_level(DEMO_CITY, 9), seed, per_street)
    import_register(actor=actor, rows=rows, on=STATE_ON, is_demo=True)
    return [row.code for row in rows]
