"""A matter comes in: by anybody through the open door, or taken down by the office."""

import re
import secrets
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from decimal import Decimal
from uuid import uuid4

from django.db import IntegrityError, transaction
from django.utils import timezone

from gongjian.apps.matters.choices import MatterKind, MatterLevel, MatterSource, PhotoStage, StepKind
from gongjian.apps.matters.models import Matter, MatterClass, Reporter
from gongjian.apps.matters.selectors.following import code_digest, phone_digest
from gongjian.apps.matters.selectors.hands import acts_for, units_of
from gongjian.apps.matters.selectors.same_day import same_day_due
from gongjian.apps.matters.services.clocks import start_clock
from gongjian.apps.matters.services.entries import add_step, tell_of_new, tell_reporter
from gongjian.apps.matters.services.fieldwork import with_moments
from gongjian.apps.matters.services.locking import locked, written
from gongjian.apps.matters.services.photos import check_photos, keep_photos
from gongjian.apps.places.choices import Level as PlaceLevel
from gongjian.apps.places.models import Place
from gongjian.apps.places.selectors import get_place, place_at
from gongjian.core import audit
from gongjian.core.access import Actor, Right
from gongjian.core.attachments import Upload
from gongjian.core.errors import Conflict, Invalid, NotFound
from gongjian.core.rules import rule_value
from gongjian.engines.replay import Recorded

CODE_LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
CODE_LENGTH = 8
WORDS_LIMIT = 2000
TITLE_LIMIT = 40
DANGER_WORDS = "matters.danger_words"
CONTACT_HOURS = "matters.contact_hours"
PHONE = re.compile(r"^\+?[\d][\d\- ]{5,18}$")


@dataclass(frozen=True, kw_only=True)
class ReporterSpec:
    """Who raised it, as far as he said; the words of consent he agreed to, by version; whether he wants to be written to."""

    name: str = ""
    phone: str = ""
    email: str = ""
    consent_version: str = ""
    wants_messages: bool = False


@dataclass(frozen=True, kw_only=True)
class MatterSpec:
    """A matter as it came; latitude and longitude are WGS-84 degrees. Without a title, the words begin one."""

    kind: MatterKind = MatterKind.REPORT
    source: MatterSource = MatterSource.PORTAL
    place_code: str
    words: str
    title: str = ""
    address: str = ""
    latitude: Decimal | None = None
    longitude: Decimal | None = None
    class_id: int | None = None
    reporter: ReporterSpec | None = None
    source_number: str = ""
    received_at: datetime | None = None
    is_demo: bool = False


@dataclass(frozen=True)
class Reported:
    """A matter just taken in, with the code that is shown this once."""

    matter: Matter
    follow_code: str


def report_matter(
    *, actor: Actor, spec: MatterSpec, photos: Sequence[Upload] = (), recorded: Recorded | None = None
) -> Reported:
    """Take a matter in, number it and tell the desk; what speaks of danger to life is flagged at once.

    `recorded` is when a phone without a network wrote it: the desk's time runs from the arrival, as nobody could
    act before. Anybody may come by an open door (`MatterSource.open_doors`); the other sources ask for the right.
    Where only a street was said, the point tells the community. Raises Invalid with a sentence for words, place,
    point, phone or photos that can't be taken; Conflict when the source's own number was taken in before. Nothing
    is kept then.
    """
    if spec.source not in MatterSource.open_doors():
        actor.require(Right.MATTERS_REPORT, spec.place_code)
    words = written(spec.words, "没有写是什么事。请用一两句话写清楚在哪里、怎么了。", WORDS_LIMIT)
    checked = check_photos(photos, spec.place_code)
    spec = replace(spec, place_code=_ground_of(spec))
    with transaction.atomic(), _number_once(spec):
        matter, code = _create(actor, spec, words)
        keep_photos(actor, matter, checked, PhotoStage.BEFORE)
        said = (
            matter.get_source_display()
            if not photos
            else f"{matter.get_source_display()}，带照片 {len(photos)} 张"
        )
        add_step(actor, matter, StepKind.REPORTED, with_moments(said, recorded), is_public=True)
        audit.record(
            actor,
            "matters.reported",
            matter,
            after=audit.snapshot(matter, "number", "kind", "source", "due_at"),
        )
        tell_reporter(
            matter, StepKind.REPORTED, f"您反映的事已收到，编号 {matter.number}。", follow_code=code
        )
        tell_of_new(matter)
    return Reported(matter, code)


def _create(actor: Actor, spec: MatterSpec, words: str) -> tuple[Matter, str]:
    level = _level_of(spec.place_code)
    code = "".join(secrets.choice(CODE_LETTERS) for _ in range(CODE_LENGTH))
    now = spec.received_at or timezone.now()
    matter = Matter(
        number=uuid4().hex,
        kind=spec.kind,
        source=spec.source,
        source_number=_unused(spec),
        matter_class=_class_of(spec.class_id),
        place_code=spec.place_code,
        address=spec.address.strip(),
        title=spec.title.strip() or first_words(words),
        words=words,
        level=level,
        reported_by_id=actor.user_id,
        received_at=now,
        started_at=now,
        is_danger=bool(danger_in(words, spec.place_code)),
        is_demo=spec.is_demo,
    )
    matter.same_day_due_at = same_day_due(MatterKind(spec.kind), spec.place_code, now)
    matter.latitude, matter.longitude = _point(spec)
    start_clock(matter)
    matter.reporter = _reporter(spec.reporter)
    if matter.reporter is not None and matter.reporter.can_be_reached:
        matter.contact_due_at = now + timedelta(hours=_rule(CONTACT_HOURS, now, spec.place_code))
    matter.save(force_insert=True)
    matter.number = f"{timezone.localdate(now):%Y%m%d}-{matter.pk:06d}"
    matter.follow_hash = code_digest(matter.number, code)
    matter.save(update_fields=["number", "follow_hash"])
    return matter, code


def danger_in(words: str, place_code: str) -> tuple[str, ...]:
    """List the words of danger to life that a text holds, by the rule of today."""
    listed = rule_value(DANGER_WORDS, on=timezone.localdate(), place_code=place_code)
    return tuple(word for word in listed if word in words)


def first_words(words: str) -> str:
    """Write a title from the beginning of the words: to the first stop, and not too long.

    >>> first_words("楼道堆了旧家具，推轮椅过不去。晚上也没有灯。")
    '楼道堆了旧家具，推轮椅过不去'
    """
    begin = re.split(r"[。！？；\n]", words.strip(), maxsplit=1)[0].strip() or words.strip()
    return begin if len(begin) <= TITLE_LIMIT else f"{begin[: TITLE_LIMIT - 1]}…"


def _rule(key: str, now: datetime, place_code: str) -> int:
    return int(rule_value(key, on=timezone.localdate(now), place_code=place_code))


def _ground_of(spec: MatterSpec) -> str:
    """Return where a matter is: the community whose ground holds its point, where only the street or above was said."""
    if len(spec.place_code) >= PlaceLevel.COMMUNITY or spec.latitude is None or spec.longitude is None:
        return spec.place_code
    _check_point(spec.latitude, spec.longitude)
    found = place_at(float(spec.latitude), float(spec.longitude), spec.place_code)
    is_there = bool(found) and Place.objects.filter(code=found, valid_to__isnull=True).exists()
    return found if is_there else spec.place_code


def _level_of(place_code: str) -> MatterLevel:
    if get_place(place_code).valid_to is not None or len(place_code) < MatterLevel.CITY:
        raise Invalid("请选到这件事所在的街道或社区，这样才知道由谁来办。")
    return max(level for level in MatterLevel if level <= len(place_code))


def _class_of(class_id: int | None) -> MatterClass | None:
    if class_id is None:
        return None
    found = MatterClass.objects.filter(pk=class_id, is_active=True).first()
    if found is None:
        raise NotFound("没有这个类别，或者已经停用。请重新选。")
    return found


def _unused(spec: MatterSpec) -> str:
    number = spec.source_number.strip()
    if number and Matter.objects.filter(source=spec.source, source_number=number).exists():
        raise _taken(number)
    return number


def _taken(number: str) -> Conflict:
    return Conflict(f"来源编号“{number}”已经登记过，没有重复登记。")


@contextmanager
def _number_once(spec: MatterSpec) -> Iterator[None]:
    """Say so when another took in the same number of the source in the same moment."""
    try:
        yield
    except IntegrityError as error:
        if not spec.source_number.strip():
            raise
        raise _taken(spec.source_number.strip()) from error


def _point(spec: MatterSpec) -> tuple[Decimal | None, Decimal | None]:
    if spec.latitude is None or spec.longitude is None:
        return None, None
    _check_point(spec.latitude, spec.longitude)
    micro = Decimal("0.000001")
    return spec.latitude.quantize(micro), spec.longitude.quantize(micro)


def _check_point(latitude: Decimal, longitude: Decimal) -> None:
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        raise Invalid("地图上的位置不对。请在地图上重新点一下，或者只写地址。")


def _reporter(spec: ReporterSpec | None) -> Reporter | None:
    if spec is None or not (spec.name or spec.phone or spec.email):
        return None
    phone = spec.phone.strip()
    if phone and not PHONE.match(phone):
        raise Invalid("电话号码看起来不对。请只写数字，座机带上区号；不想留可以不填。")
    return Reporter.objects.create(
        name=spec.name.strip() or None,
        phone=phone or None,
        email=spec.email.strip() or None,
        phone_hash=phone_digest(phone) if phone else "",
        wants_messages=spec.wants_messages,
        consent_version=spec.consent_version,
        consented_at=timezone.now() if spec.consent_version else None,
    )


@transaction.atomic
def contact(*, actor: Actor, matter_id: int, words: str) -> Matter:
    """Write that the reporter was reached, and what was said; the first time counts as the response."""
    matter = locked(actor, matter_id, "contact")
    parts = units_of(matter.pk, matter.cycle)
    if not any(acts_for(actor, part.organisation) for part in parts):
        actor.require(Right.MATTERS_DISPATCH, matter.place_code)
    text = written(words, "请写联系的情况：怎么联系的、对方怎么说。")
    if matter.contacted_at is None:
        matter.contacted_at = timezone.now()
        matter.save(update_fields=["contacted_at"])
    add_step(actor, matter, StepKind.CONTACTED, text)
    audit.record(actor, "matters.contacted", matter)
    return matter
