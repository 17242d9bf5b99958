"""What the review screen shows: the text cut at its spans, the cards, what is still open."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from gongjian.apps.plans.choices import ItemKind, ItemStatus
from gongjian.apps.plans.models import Plan, PlanItem, PlanUnit
from gongjian.apps.plans.selectors.phrases import detail_of, name_of
from gongjian.apps.plans.selectors.plans import Blocker, blockers_of, is_resolved
from gongjian.core.spans import Paragraph, Span, cut_text
from gongjian.engines.rule_words import rule_words

TAGS = {
    ItemKind.TARGET: "目",
    ItemKind.PHASE: "段",
    ItemKind.TASK: "任",
    ItemKind.RATING: "评",
    ItemKind.GROUP: "组",
}
UNIT_TAG = "单"


@dataclass(frozen=True)
class Card:
    """One passage as a card; `tag` counts within its kind in the order of the text and never changes by a drop."""

    item: PlanItem
    tag: str
    name: str
    detail: str

    @property
    def reason(self) -> str:
        """What the rule that read it looks for; empty for a passage added by hand or by a rule of an old version."""
        try:
            return rule_words(self.item.rule)
        except KeyError:
            return ""

    @property
    def is_dropped(self) -> bool:
        """Struck out, kept to be taken back."""
        return bool(self.item.status == ItemStatus.DROPPED)

    @property
    def is_checked(self) -> bool:
        """A person has looked at it."""
        return self.item.status in (ItemStatus.ACCEPTED, ItemStatus.CORRECTED, ItemStatus.ADDED)


@dataclass(frozen=True)
class UnitCard:
    """One unit named in the plan, and in which tasks."""

    unit: PlanUnit
    tags: tuple[str, ...]

    @property
    def is_resolved(self) -> bool:
        """Whether the name means something definite."""
        return is_resolved(self.unit)


@dataclass(frozen=True)
class Review:
    """All of the screen that follows from one plan's rows; nothing is queried any more."""

    plan: Plan
    cards: Sequence[Card]
    units: Sequence[UnitCard]
    blockers: Sequence[Blocker]

    def of_kind(self, kind: str) -> list[Card]:
        """List the cards of one kind in the order of the text."""
        return [card for card in self.cards if card.item.kind == kind]

    def card_of(self, item_id: int) -> Card | None:
        """Return one card."""
        return next((card for card in self.cards if card.item.pk == item_id), None)

    @property
    def counts(self) -> Counter[str]:
        """How many live passages each kind has, with the units."""
        found = Counter(card.item.kind for card in self.cards if not card.is_dropped)
        found["unit"] = len(self.units)
        return found

    @property
    def open_counts(self) -> Counter[str]:
        """How many live passages and units of each kind still lack something."""
        found = Counter(card.item.kind for card in self.cards if card.item.unresolved)
        found["unit"] = sum(not unit.is_resolved for unit in self.units)
        return found

    @property
    def checked(self) -> int:
        """How many live passages a person has looked at."""
        return sum(card.is_checked for card in self.cards)

    @property
    def total(self) -> int:
        """How many live passages there are."""
        return sum(not card.is_dropped for card in self.cards)

    @property
    def paragraphs(self) -> list[Paragraph]:
        """The text, cut at the live passages and at the unit names inside the tasks."""
        return cut_text(self.plan.text, self._spans())

    def _spans(self) -> Iterator[Span]:
        units = {unit.unit.name: unit for unit in self.units}
        for card in self.cards:
            if card.is_dropped:
                continue
            item = card.item
            yield Span(item.start, item.end, item.kind, card.tag, item.pk, bool(item.unresolved))
            if item.kind == ItemKind.TASK:
                yield from _unit_spans(self.plan.text, item, units)


def review_of(plan: Plan) -> Review:
    """Read a plan loaded by `get_plan` as cards in the order of the text."""
    numbers: Counter[str] = Counter()
    cards = []
    for item in sorted(plan.items.all(), key=lambda item: (item.start, item.order)):
        numbers[item.kind] += 1
        tag = f"{TAGS[ItemKind(item.kind)]}{numbers[item.kind]}"
        cards.append(Card(item, tag, name_of(item.values), detail_of(item.kind, item.values)))
    return Review(plan, cards, _unit_cards(plan, cards), blockers_of(plan))


def _unit_cards(plan: Plan, cards: Sequence[Card]) -> list[UnitCard]:
    tags: dict[str, list[str]] = {}
    for card in cards:
        if card.item.kind == ItemKind.TASK and not card.is_dropped:
            for name in dict.fromkeys((*card.item.values["lead"], *card.item.values["support"])):
                tags.setdefault(name, []).append(card.tag)
    units = [UnitCard(unit, tuple(tags.get(unit.name, ()))) for unit in plan.units.all()]
    return sorted(units, key=lambda unit: (unit.is_resolved, unit.unit.name))


def _unit_spans(text: str, item: PlanItem, units: dict[str, UnitCard]) -> Iterator[Span]:
    """Find each unit's name within the words of its task, after the places taken by the names before."""
    taken: list[tuple[int, int]] = []
    names = dict.fromkeys((*item.values["lead"], *item.values["support"]))
    for name in sorted(names, key=len, reverse=True):
        at = text.find(name, item.start, item.end)
        while at >= 0 and any(start < at + len(name) and at < end for start, end in taken):
            at = text.find(name, at + 1, item.end)
        card = units.get(name)
        if at < 0 or card is None:
            continue
        taken.append((at, at + len(name)))
        is_open = not card.is_resolved
        yield Span(at, at + len(name), "unit", UNIT_TAG, item.pk, is_open, card.unit.pk)
