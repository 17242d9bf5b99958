"""What the global search shows of a row, whatever app it comes from."""

from dataclasses import dataclass


@dataclass(frozen=True)
class SearchHit:
    """One thing found: its kind in the office's words, a label, a second line, where it opens."""

    kind: str
    label: str
    detail: str
    url: str
