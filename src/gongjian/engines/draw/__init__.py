"""Lots that anyone can check: commit to a list, take a public number, draw, verify."""

from gongjian.engines.draw.certificate import (
    Announcement,
    Drawing,
    certificate_text,
    draw,
    inspector_entry,
    place_entry,
)
from gongjian.engines.draw.recusal import Ground, Tie, grounds
from gongjian.engines.draw.verifier import Entry, Pool, Result, Terms, Verdict, list_hash, report, verify

__all__ = [
    "Announcement",
    "Drawing",
    "Entry",
    "Ground",
    "Pool",
    "Result",
    "Terms",
    "Tie",
    "Verdict",
    "certificate_text",
    "draw",
    "grounds",
    "inspector_entry",
    "list_hash",
    "place_entry",
    "report",
    "verify",
]
