"""What of the year's visits is done and owed in each pairing, by the rule in force."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from gongjian.apps.cobuilding.choices.pairings import PairingKind
from gongjian.apps.cobuilding.models import Pairing, PairingVisit
from gongjian.core.rules import RuleTable
from gongjian.engines.worktime import Dues, dues_of

VISITS = {
    PairingKind.UNIT: "cobuilding.pairing_visits.unit",
    PairingKind.BUILDING: "cobuilding.pairing_visits.building",
    PairingKind.ACTIVIST: "cobuilding.pairing_visits.activist",
}
REMIND = "cobuilding.pairing_remind_days"


@dataclass(frozen=True)
class VisitState:
    """How the year of a pairing stands: times wanted by the rule, times done, and what is owed or was missed."""

    wanted: int
    done: int
    dues: Dues
    remind_on: date | None

    @property
    def due_on(self) -> date | None:
        """The last day for the visit that is owed now."""
        return self.dues.open.last_on if self.dues.open else None

    @property
    def kind(self) -> str:
        """The status word of its mark."""
        if self.dues.missed:
            return "逾期"
        return "待签收" if self.dues.open else "已完成"


def states_of(pairings: Sequence[Pairing], today: date) -> dict[int, VisitState]:
    """Say how the year stands in each of the pairings, by key. Two queries, whatever their number."""
    done: dict[int, list[date]] = {pairing.pk: [] for pairing in pairings}
    rows = PairingVisit.objects.filter(
        pairing__in=done, withdrawn_at__isnull=True, on__range=(date(today.year, 1, 1), today)
    )
    for key, on in rows.order_by().values_list("pairing_id", "on"):
        done[key].append(on)
    rules = RuleTable("cobuilding.visits", *VISITS.values(), REMIND)
    return {pairing.pk: _state(pairing, done[pairing.pk], today, rules) for pairing in pairings}


def _state(pairing: Pairing, done: list[date], today: date, rules: RuleTable) -> VisitState:
    wanted = int(rules.rule(VISITS[PairingKind(pairing.kind)], on=today, place_code=pairing.place_code).value)
    ahead = int(rules.rule(REMIND, on=today, place_code=pairing.place_code).value)
    ends_on = min(pairing.ends_on, pairing.ended_on or pairing.ends_on)
    dues = dues_of(wanted, done, today, pairing.starts_on, ends_on)
    remind_on = dues.open.last_on - timedelta(days=ahead) if dues.open else None
    return VisitState(wanted, len(done), dues, remind_on)
