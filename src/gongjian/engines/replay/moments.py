"""Which moment counts for what was done without a network: the device's own, set right, or that of its arrival.

With r the moment as the device wrote it, a its arrival, s how far the device's clock lags behind ours (known or
not), e the earliest moment at which the thing could be done and w how long a record may wait:

    r' = r + s counts if s is known and e ≤ r' ≤ a and a − r' ≤ w, otherwise a counts.

So work done in time is in time although it was sent late, and nobody gains by a clock put back.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True)
class Recorded:
    """A moment as a device wrote it, how far its clock lags (None: not known), and when it arrived; all aware."""

    by_device: datetime
    arrived: datetime
    lag: timedelta | None = None

    @property
    def at(self) -> datetime:
        """The device's moment, set right as far as known, and not after the arrival."""
        return min(self.by_device + (self.lag or timedelta()), self.arrived)

    def counted(self, earliest: datetime, wait: timedelta) -> datetime:
        """Return the moment that counts for what could not be done before `earliest`.

        >>> from datetime import UTC
        >>> ten, noon = datetime(2026, 3, 2, 10, tzinfo=UTC), datetime(2026, 3, 2, 12, tzinfo=UTC)
        >>> Recorded(ten, noon, timedelta()).counted(ten, timedelta(hours=3)) == ten
        True
        >>> Recorded(ten, noon, None).counted(ten, timedelta(hours=3)) == noon
        True
        """
        if self.lag is None:
            return self.arrived
        moment = self.by_device + self.lag
        is_plausible = earliest <= moment <= self.arrived and self.arrived - moment <= wait
        return moment if is_plausible else self.arrived
