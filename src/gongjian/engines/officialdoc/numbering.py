"""Count headings: each level starts again under a new heading above it."""

from gongjian.engines.officialdoc.numerals import HEADING_LEVELS, heading_number


class HeadingCounter:
    """Give each heading its number in reading order."""

    def __init__(self) -> None:
        self._counts = [0] * HEADING_LEVELS

    def next(self, level: int) -> str:
        """Return the number of the next heading at a level and restart the levels below it.

        >>> counter = HeadingCounter()
        >>> [counter.next(level) for level in (1, 2, 2, 1, 2)]
        ['一、', '（一）', '（二）', '二、', '（一）']

        Raises EngineInputError for a level outside 1 to 4.
        """
        heading_number(level, 1)  # refuses a wrong level before anything is counted
        self._counts[level - 1] += 1
        self._counts[level:] = [0] * (HEADING_LEVELS - level)
        return heading_number(level, self._counts[level - 1])
