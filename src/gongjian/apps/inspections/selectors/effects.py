"""What mended, late and left findings do to the score: the proposals of a round, with their arithmetic."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Q
from django.utils import timezone

from gongjian.apps.inspections.choices import FindingStatus, SheetStatus
from gongjian.apps.inspections.models import Finding, Round, ScoreAdjustment
from gongjian.core.access import Actor, OwnedQuerySet
from gongjian.core.rules import RuleTable
from gongjian.engines.scoring import Mended, MendingEffect, MendingRule, mending_effect

BACK, OVERDUE = "rectification.back_share", "rectification.overdue_share"


@dataclass(frozen=True)
class Proposal:
    """One finding and what it does to its sheet; `decided` is the decision that stands, if there is one."""

    finding: Finding
    effect: MendingEffect
    citation: str
    decided: ScoreAdjustment | None

    @property
    def is_open(self) -> bool:
        """Whether there is something to confirm."""
        return self.decided is None and self.effect.points != 0

    @property
    def reason(self) -> str:
        """The words the decision is kept with."""
        per = f"（{self.finding.per}）" if self.finding.per else ""
        return f"“{self.finding.title}”{per}{self.effect.sentence}。依据：{self.citation}"[:500]


def source_key(finding: Finding) -> str:
    """Name a finding as the source of a decision."""
    return f"finding:{finding.pk}"


def ended_findings(actor: Actor, row: Round, today: date) -> OwnedQuerySet:
    """List the findings of a round that are mended, or whose last day is over, on sheets that count."""
    ended = Q(status=FindingStatus.MENDED) | Q(status__in=FindingStatus.to_mend(), due_on__lt=today)
    rows = Finding.objects.visible_to(actor).filter(
        ended, round_id=row.pk, points_lost__gt=0, sheet__status=SheetStatus.SUBMITTED
    )
    return rows.select_related("order", "sheet").order_by("place_code", "pk")


def proposals_of(actor: Actor, row: Round, findings: list[Finding] | None = None) -> list[Proposal]:
    """Work out what each ended finding of a round does to its score, by the rule of the day it was found; three queries."""
    today = timezone.localdate()
    rows = list(ended_findings(actor, row, today)) if findings is None else findings
    rules = RuleTable("inspections.effects", BACK, OVERDUE)
    keys = {source_key(finding): finding.pk for finding in rows}
    standing = ScoreAdjustment.objects.filter(
        sheet__in={finding.sheet_id for finding in rows}, revoked_at__isnull=True, source_key__in=keys
    )
    decided = {one.source_key: one for one in standing}
    return [_proposal(finding, rules, decided.get(source_key(finding))) for finding in rows]


def _proposal(finding: Finding, rules: RuleTable, decided: ScoreAdjustment | None) -> Proposal:
    on, place = finding.found_on, finding.place_code
    back = rules.rule(BACK, on=on, place_code=place)
    overdue = rules.rule(OVERDUE, on=on, place_code=place)
    if finding.status != FindingStatus.MENDED:
        mended, citation = Mended.NOT, overdue.citation
    else:
        mended, citation = (Mended.IN_TIME if finding.is_in_time else Mended.LATE), back.citation
    rule = MendingRule(Decimal(back.value), Decimal(overdue.value))
    effect = mending_effect(finding.points_lost or Decimal(0), mended, finding.nth, rule)
    return Proposal(finding, effect, citation, decided)


def adjustments_of(actor: Actor, sheet_id: int) -> list[ScoreAdjustment]:
    """List the decisions on a sheet, those taken back too, oldest first; one query."""
    rows = ScoreAdjustment.objects.visible_to(actor).filter(sheet_id=sheet_id)
    return list(rows.select_related("item", "decided_by"))
