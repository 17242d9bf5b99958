"""Place codes: a place's code is its ancestors' codes plus its own digits."""

LEVEL_LENGTHS = (2, 4, 6, 9, 12, 15)
"""Digits of a place code: province, city, county, street or town, community, grid (architecture, decision 1)."""


def ancestors_of(place_code: str) -> tuple[str, ...]:
    """List the codes above a place, the nation ("") first, the place itself left out.

    >>> ancestors_of("510903001")
    ('', '51', '5109', '510903')
    """
    above = tuple(place_code[:length] for length in LEVEL_LENGTHS if length < len(place_code))
    return ("", *above) if place_code else ()
