"""Progress of a long solve on the screen: what is known so far, and the bound."""

import sys
import time
from dataclasses import dataclass, field


@dataclass
class Progress:
    """Print a line on the standard error at most once a second; nothing when told to be quiet."""

    is_quiet: bool = False
    _last: float = field(default=0.0, init=False)
    _started: float = field(default_factory=time.monotonic, init=False)

    def tell(self, words: str) -> None:
        """Say how far the solve is."""
        now = time.monotonic()
        if not self.is_quiet and now - self._last >= 1:
            self._last = now
            print(f"· {now - self._started:.0f} 秒：{words}", file=sys.stderr, flush=True)

    def seconds(self) -> float:
        """Return how long it has taken, for limits."""
        return time.monotonic() - self._started
