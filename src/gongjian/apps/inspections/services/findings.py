"""Findings outside of sheets: recorded by hand, withdrawn as long as no order was issued."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import transaction

from gongjian.apps.inspections.choices import FindingStatus
from gongjian.apps.inspections.models import Finding
from gongjian.apps.inspections.selectors.repeats import earlier_findings
from gongjian.apps.inspections.services.answers import Upload
from gongjian.apps.inspections.services.finding_photos import keep_photos
from gongjian.apps.places.choices import Level
from gongjian.apps.places.models import Place
from gongjian.core import audit
from gongjian.core.access import Actor, Right
from gongjian.core.errors import Conflict, Invalid, NotFound


@dataclass(frozen=True)
class FindingSpec:
    """What somebody saw at a place outside of a score sheet."""

    place_code: str
    title: str
    found_on: date
    per: str = ""
    count: Decimal = Decimal(1)
    unit: str = "处"
    note: str = ""
    photos: Sequence[Upload] = ()
    latitude: Decimal | None = None
    longitude: Decimal | None = None
    is_demo: bool = False


@transaction.atomic
def record_finding(*, actor: Actor, spec: FindingSpec) -> Finding:
    """Record a finding by hand; one that was found here within the rule's period counts as repeated.

    Raises NotFound for a place that isn't the actor's, Invalid without a name, a positive count or a good photo.
    """
    place = Place.objects.visible_to(actor).filter(code=spec.place_code, valid_to__isnull=True).first()
    if place is None or place.level < Level.STREET:
        raise NotFound("没有找到这个街道或社区，或者不归你管。请重新选。")
    actor.require(Right.INSPECTIONS_SCORE, spec.place_code)
    if not spec.title.strip() or spec.count <= 0:
        raise Invalid("请写明是什么问题、有几处，数量要大于 0。")
    photos = keep_photos(actor, spec.photos, spec.place_code)
    located = next((photo for photo in photos if photo.latitude is not None), None)
    title = spec.title.strip()
    before = earlier_findings(spec.place_code, {title}, spec.found_on).get(title)
    row = Finding.objects.create(
        place_code=spec.place_code,
        title=title,
        per=spec.per.strip(),
        unit=spec.unit,
        count=spec.count,
        note=spec.note.strip(),
        found_on=spec.found_on,
        found_by_id=actor.user_id,
        latitude=spec.latitude if spec.latitude is not None or located is None else located.latitude,
        longitude=spec.longitude if spec.longitude is not None or located is None else located.longitude,
        nth=before.nth + 1 if before else 1,
        earlier=before,
        is_demo=spec.is_demo,
    )
    row.photos.set(photos)
    after = audit.snapshot(row, "title", "per", "count", "note", "found_on", "nth")
    audit.record(actor, "inspections.finding_recorded", row, after=after)
    return row


@transaction.atomic
def withdraw_finding(*, actor: Actor, finding_id: int, reason: str) -> Finding:
    """Withdraw a finding that was recorded in error, as long as no order was issued for it."""
    row = Finding.objects.visible_to(actor).filter(pk=finding_id).one()
    if row is None:
        raise NotFound()
    actor.require(Right.INSPECTIONS_MANAGE, row.place_code)
    row = Finding.objects.select_for_update(no_key=True).get(pk=row.pk)
    if row.status != FindingStatus.FOUND:
        raise Conflict("已经下达整改的问题不能直接撤回。要撤回，请先撤回整改通知。")
    if not reason.strip():
        raise Invalid("请写明为什么撤回。")
    row.status, row.remark = FindingStatus.WITHDRAWN, reason.strip()[:300]
    row.save(update_fields=["status", "remark"])
    audit.record(actor, "inspections.finding_withdrawn", row, after={"reason": row.remark})
    return row
