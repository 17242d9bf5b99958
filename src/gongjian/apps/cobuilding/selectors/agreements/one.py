"""One agreement with all that its page shows, and the step that is its turn."""

from dataclasses import dataclass, field
from datetime import date

from django.db.models import Prefetch, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from gongjian.apps.cobuilding.choices import (
    AgreementStatus,
    DeliveryStatus,
    Evaluator,
    ProjectStatus,
    Side,
    SupplementStatus,
    UnitAnswer,
)
from gongjian.apps.cobuilding.models import (
    Agreement,
    AgreementPaper,
    AgreementPerson,
    AgreementStep,
    Delivery,
    DeliveryPerson,
    Evaluation,
    Project,
    Supplement,
)
from gongjian.apps.cobuilding.selectors.agreements.lines import CountedLine, lines_of
from gongjian.apps.cobuilding.selectors.agreements.sides import sides_of
from gongjian.core.access import Actor, OwnedQuerySet, ancestors_of, prefix_range
from gongjian.core.errors import NotFound

RELATED = (
    "organisation",
    "project__task__programme",
    "project__target__programme",
    "community_signed_by",
    "unit_signed_by",
)


def get_agreement(actor: Actor, agreement_id: int) -> Agreement:
    """Return an agreement with its unit and project; NotFound for another's."""
    rows = Agreement.objects.visible_to(actor).select_related(*RELATED)
    found: Agreement | None = rows.filter(pk=agreement_id).one()
    if found is None:
        raise NotFound()
    return found


def get_delivery(actor: Actor, delivery_id: int) -> Delivery:
    """Return a delivery with its agreement; NotFound for another's."""
    rows = Delivery.objects.visible_to(actor).select_related("line__agreement__organisation", "line__need")
    found: Delivery | None = rows.filter(pk=delivery_id).one()
    if found is None:
        raise NotFound()
    return found


@dataclass(frozen=True)
class AgreementFile:
    """An agreement with its lines, steps, people, deliveries, papers, changes and evaluations."""

    agreement: Agreement
    sides: frozenset[Side]
    lines: list[CountedLine]
    steps: list[AgreementStep]
    people: list[AgreementPerson]
    deliveries: list[Delivery]
    papers: list[AgreementPaper]
    supplements: list[Supplement]
    evaluations: list[Evaluation]
    today: date = field(default_factory=timezone.localdate)

    @property
    def status(self) -> AgreementStatus:
        """Where it stands."""
        return AgreementStatus(self.agreement.status)

    @property
    def to_sign(self) -> Side | None:
        """The side this person may sign for now."""
        if self.status != AgreementStatus.DRAFTED:
            return None
        return next((side for side in sorted(self.sides) if not self.signed_at(side)), None)

    def signed_at(self, side: Side) -> object:
        """When a side signed."""
        return getattr(self.agreement, f"{side.value}_signed_at")

    @property
    def to_confirm(self) -> list[Delivery]:
        """The deliveries that wait for the receiving side."""
        is_turn = Side.COMMUNITY in self.sides and self.status == AgreementStatus.SIGNED
        rows = [row for row in self.deliveries if row.status == DeliveryStatus.ENTERED]
        return rows if is_turn else []

    @property
    def to_check(self) -> list[Delivery]:
        """The counts of the community that wait for this person's unit."""
        return [row for row in self.deliveries if Side.UNIT in self.sides and row.is_checkable(self.today)]

    @property
    def contested(self) -> list[Delivery]:
        """The counts with an objection of the unit that waits for the community's answer."""
        counted = (row for row in self.deliveries if row.status == DeliveryStatus.CONFIRMED)
        return [row for row in counted if row.unit_answer == UnitAnswer.CONTESTED]

    @property
    def is_waiting_for_count(self) -> bool:
        """Whether a delivery is entered and not confirmed."""
        return any(row.status == DeliveryStatus.ENTERED for row in self.deliveries)

    @property
    def to_answer(self) -> Supplement | None:
        """The change that waits for this person's answer."""
        asked = (row for row in self.supplements if row.status == SupplementStatus.ASKED)
        if self.status != AgreementStatus.SIGNED:
            return None
        return next((row for row in asked if self.sides - {Side(row.side)}), None)

    @property
    def to_evaluate(self) -> Side | None:
        """The side for which this person may evaluate now."""
        done = {row.by for row in self.evaluations}
        if self.status not in (AgreementStatus.ACCEPTED, AgreementStatus.EVALUATED):
            return None
        return next((side for side in sorted(self.sides) if side.value not in done), None)

    @property
    def can_deliver(self) -> bool:
        """Whether this person may record a delivery now."""
        return self.status == AgreementStatus.SIGNED and bool(self.sides)

    @property
    def can_finish(self) -> bool:
        """Whether this person may say that all is delivered: something is counted, and nothing waits to be."""
        has_any = any(line.delivered for line in self.lines)
        return self.can_deliver and has_any and not self.is_waiting_for_count and not self.contested

    @property
    def can_accept(self) -> bool:
        """Whether this person may accept now."""
        is_turn = self.status == AgreementStatus.DELIVERED and Side.COMMUNITY in self.sides
        return is_turn and not self.contested

    @property
    def next_words(self) -> str:
        """Say whose turn it is and for what."""
        unit = str(self.agreement.organisation)
        match self.status:
            case AgreementStatus.DRAFTED:
                missing = [side for side in Side if not self.signed_at(side)]
                who = (
                    _("双方") if len(missing) == len(Side) else unit if missing == [Side.UNIT] else _("社区")
                )
                return _("等%(who)s签字，双方都签了才生效。") % {"who": who}
            case AgreementStatus.SIGNED | AgreementStatus.DELIVERED if self.contested:
                return _("单位对交付的数有异议，等社区答复：维持并说明，或者冲正重记。")
            case AgreementStatus.SIGNED if self.is_waiting_for_count:
                return _("有交付等社区确认，确认了才计数。")
            case AgreementStatus.SIGNED:
                return _("履行中：每交付一次记一笔，按实际数，社区确认。")
            case AgreementStatus.DELIVERED:
                return _("等社区按确认的数量验收。")
            case AgreementStatus.ACCEPTED:
                return _("已验收，等双方评价。")
            case AgreementStatus.ENDED:
                return _("已提前结束：%(why)s") % {"why": self.agreement.end_reason}
        return _("已办完。")

    @property
    def residents(self) -> list[Evaluation]:
        """What residents said."""
        return [row for row in self.evaluations if row.by == Evaluator.RESIDENT]

    @property
    def spoken(self) -> list[Evaluation]:
        """What the two sides said of each other."""
        return [row for row in self.evaluations if row.by != Evaluator.RESIDENT]


def agreement_file(actor: Actor, agreement: Agreement) -> AgreementFile:
    """Read all of an agreement. Eight queries, however long it is."""
    deliveries = Delivery.objects.filter(line__agreement=agreement).select_related(
        "line__need", "entered_by", "answered_by", "checked_by"
    )
    served = DeliveryPerson.objects.select_related("contributor")
    supplements = Supplement.objects.filter(line__agreement=agreement)
    return AgreementFile(
        agreement=agreement,
        sides=sides_of(actor, agreement),
        lines=lines_of([agreement.pk]).get(agreement.pk, []),
        steps=list(agreement.steps.all()),
        people=list(agreement.people.select_related("contributor")),
        deliveries=list(
            deliveries.prefetch_related(Prefetch("people", queryset=served)).order_by("-on", "-pk")
        ),
        papers=list(agreement.papers.select_related("file")),
        supplements=list(supplements.select_related("line__need", "asked_by", "answered_by")),
        evaluations=list(agreement.evaluations.all()),
    )


def projects_for(actor: Actor, agreement: Agreement) -> OwnedQuerySet:
    """List the running projects an agreement may belong to: at its place, above or below, the newest first."""
    codes = [*ancestors_of(agreement.place_code), agreement.place_code]
    near = Q(place_code__in=codes) | prefix_range("place_code", agreement.place_code)
    rows: OwnedQuerySet = Project.objects.visible_to(actor).filter(near)
    return rows.filter(status__in=(ProjectStatus.PLANNED, ProjectStatus.RUNNING)).order_by(
        "-starts_on", "-pk"
    )
