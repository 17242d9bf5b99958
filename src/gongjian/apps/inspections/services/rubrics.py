"""Write rubrics: a draft version is edited freely, a published one never."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.db.models import Max

from gongjian.apps.inspections.choices import RuleKind
from gongjian.apps.inspections.models import ItemRule, Rubric, RubricItem, RubricVersion
from gongjian.apps.inspections.selectors.rubrics import get_rubric, get_version
from gongjian.core import audit
from gongjian.core.access import Actor, Right
from gongjian.core.errors import Conflict, Invalid
from gongjian.engines import scoring
from gongjian.engines.errors import EngineInputError


@dataclass(frozen=True)
class RuleSpec:
    """One way an item loses or wins points. `amount` is None for a veto."""

    per: str
    amount: Decimal | None
    kind: RuleKind = RuleKind.DEDUCT
    unit: str = "处"
    step: Decimal = Decimal(1)
    cap: Decimal | None = None


@dataclass(frozen=True)
class ItemSpec:
    """One item with its rules, in the order of the rubric."""

    title: str
    full_marks: Decimal
    rules: Sequence[RuleSpec] = field(default_factory=tuple)
    section: str = ""
    hint: str = ""
    needs_photo: bool = False


@transaction.atomic
def create_rubric(
    *, actor: Actor, place_code: str, title: str, items: Sequence[ItemSpec], is_demo: bool = False
) -> RubricVersion:
    """Create a rubric with its first version as a draft."""
    actor.require(Right.INSPECTIONS_MANAGE, place_code)
    if Rubric.objects.filter(place_code=place_code, title=title).exists():
        raise Conflict(f"“{title}”已经有了。要改内容，请在它上面出新的一版。")
    rubric = Rubric.objects.create(place_code=place_code, title=title, is_demo=is_demo)
    version = RubricVersion.objects.create(rubric=rubric, number=1)
    _write_items(version, items)
    audit.record(actor, "inspections.rubric_created", rubric, after={"title": title, "items": len(items)})
    return version


@transaction.atomic
def add_version(*, actor: Actor, rubric_id: int, items: Sequence[ItemSpec]) -> RubricVersion:
    """Add a draft version to a rubric, numbered after its last."""
    seen = get_rubric(actor, rubric_id)
    actor.require(Right.INSPECTIONS_MANAGE, seen.place_code)
    rubric = Rubric.objects.select_for_update().get(pk=seen.pk)
    if rubric.versions.filter(is_published=False).exists():
        raise Conflict("这份标准已有一版草稿。请先改好并发布它，或在草稿上接着改。")
    last = rubric.versions.aggregate(last=Max("number"))["last"] or 0
    version = RubricVersion.objects.create(rubric=rubric, number=last + 1)
    _write_items(version, items)
    audit.record(actor, "inspections.version_added", rubric, after={"number": version.number})
    return version


@transaction.atomic
def replace_items(*, actor: Actor, version_id: int, items: Sequence[ItemSpec]) -> RubricVersion:
    """Replace the items of a draft version."""
    version = _locked_version(actor, version_id)
    if version.is_published:
        raise Conflict("这一版已经发布，不能再改。请出新的一版。")
    version.items.all().delete()
    _write_items(version, items)
    audit.record(
        actor,
        "inspections.version_edited",
        version,
        after={"items": len(items)},
        place_code=version.rubric.place_code,
    )
    return version


@transaction.atomic
def publish_version(
    *, actor: Actor, version_id: int, effective_on: date, citation: str = ""
) -> RubricVersion:
    """Publish a draft from a day on; from then on it is never changed."""
    version = _locked_version(actor, version_id)
    if version.is_published:
        raise Conflict("这一版已经发布过了。")
    if not version.items.exists():
        raise Invalid("这一版还没有评分项，不能发布。请先加上评分项。")
    bare = [item.title for item in version.items.all() if not item.rules.all()]
    if bare:
        raise Invalid(f"“{bare[0]}”还没有扣分、加分或一票否决的规则，没法评。请先补上。")
    if version.rubric.versions.filter(is_published=True, effective_on=effective_on).exists():
        raise Conflict("另一版也从这一天起生效，分不清按哪一版评。请换一个生效日期。")
    version.is_published, version.effective_on, version.citation = True, effective_on, citation
    version.save(update_fields=["is_published", "effective_on", "citation"])
    after = audit.snapshot(version, "number", "effective_on", "citation")
    audit.record(
        actor, "inspections.version_published", version, after=after, place_code=version.rubric.place_code
    )
    return version


def specs_of(version: RubricVersion) -> list[ItemSpec]:
    """Read a version (items and rules loaded) back into specs, to edit it or to start the next from it."""
    return [
        ItemSpec(
            title=item.title,
            full_marks=item.full_marks,
            section=item.section,
            hint=item.hint,
            needs_photo=item.needs_photo,
            rules=tuple(
                RuleSpec(rule.per, rule.amount, RuleKind(rule.kind), rule.unit, rule.step, rule.cap)
                for rule in item.rules.all()
            ),
        )
        for item in version.items.all()
    ]


def _locked_version(actor: Actor, version_id: int) -> RubricVersion:
    seen = get_version(actor, version_id)
    actor.require(Right.INSPECTIONS_MANAGE, seen.rubric.place_code)
    RubricVersion.objects.select_for_update().get(pk=seen.pk)
    return get_version(actor, version_id)


def _write_items(version: RubricVersion, items: Sequence[ItemSpec]) -> None:
    _check_items(items)
    rows = RubricItem.objects.bulk_create(
        RubricItem(
            version=version,
            order=order,
            section=item.section,
            title=item.title,
            hint=item.hint,
            full_marks=item.full_marks,
            needs_photo=item.needs_photo,
        )
        for order, item in enumerate(items, start=1)
    )
    ItemRule.objects.bulk_create(
        ItemRule(
            item=row,
            order=order,
            kind=rule.kind,
            per=rule.per,
            unit=rule.unit,
            amount=rule.amount,
            step=rule.step,
            cap=rule.cap,
        )
        for row, item in zip(rows, items, strict=True)
        for order, rule in enumerate(item.rules, start=1)
    )


def _check_items(items: Sequence[ItemSpec]) -> None:
    """Refuse what can't be scored: Invalid names the item, the rule and what to change."""
    try:
        for number, item in enumerate(items):
            scoring.Rubric((_engine_item(str(number), item),))
    except EngineInputError as error:
        raise Invalid(str(error)) from error
    for item in items:
        for rule in item.rules:
            if rule.kind != RuleKind.VETO and not rule.amount:
                raise Invalid(f"评分项“{item.title}”的规则“{rule.per}”没有写分值。请填大于 0 的数。")


def _engine_item(key: str, item: ItemSpec) -> scoring.Item:
    rules = tuple(
        scoring.Rule(
            f"{key}.{number}",
            scoring.RuleKind(rule.kind),
            rule.amount or Decimal(0),
            title=rule.per,
            step=rule.step,
            cap=rule.cap,
        )
        for number, rule in enumerate(item.rules)
    )
    return scoring.Item(key, item.title, item.section, item.full_marks, rules)
