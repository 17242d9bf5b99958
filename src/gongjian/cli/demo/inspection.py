"""The demo's inspections: a rubric, two rounds, sheets with findings and photos, grades."""

import io
import random
import tomllib
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from importlib.resources import files
from typing import Any

from django.utils import timezone
from PIL import Image, ImageDraw

from gongjian.apps.inspections import services
from gongjian.apps.inspections.choices import Evidence, RuleKind
from gongjian.apps.inspections.models import Round, RubricItem, RubricVersion, ScoreSheet
from gongjian.apps.inspections.services import Answer, ItemSpec, RuleSpec, Upload
from gongjian.cli.demo.positions import exif_at, position_of
from gongjian.core.access import Actor
from gongjian.core.clock import at


def aware(year: int, month: int, day: int, hour: int = 10) -> datetime:
    """A moment of the demo's year, in the office's time zone."""
    return timezone.make_aware(datetime(year, month, day, hour))


def make_rubric(actor: Actor, place_code: str) -> RubricVersion:
    """Write and publish the rubric."""
    text = files("gongjian.cli.demo").joinpath("rubric.toml").read_text(encoding="utf-8")
    data = tomllib.loads(text, parse_float=Decimal)
    items = [_item(entry) for entry in data["item"]]
    version = services.create_rubric(
        actor=actor, place_code=place_code, title=data["title"], items=items, is_demo=True
    )
    return services.publish_version(
        actor=actor, version_id=version.pk, effective_on=date(2026, 1, 1), citation="演示数据"
    )


def _item(entry: dict[str, Any]) -> ItemSpec:
    return ItemSpec(
        title=entry["title"],
        section=entry["section"],
        full_marks=Decimal(entry["full_marks"]),
        evidence=Evidence(entry.get("evidence", "none")),
        rules=tuple(_rule(rule) for rule in entry["rules"]),
    )


def _rule(rule: dict[str, Any]) -> RuleSpec:
    return RuleSpec(
        per=rule["per"],
        amount=Decimal(rule["amount"]) if "amount" in rule else None,
        kind=RuleKind(rule.get("kind", "deduct")),
        unit=rule["unit"],
        step=Decimal(rule.get("step", 1)),
        cap=Decimal(rule["cap"]) if "cap" in rule else None,
    )


def inspect(
    actor: Actor,
    inspector: Actor,
    version: RubricVersion,
    *,
    place_code: str,
    title: str,
    days: tuple[date, date],
    communities: Sequence[str],
    care: dict[str, float],
    chance: random.Random,
) -> Round:
    """Run one round: a sheet for each community; `care` (0 to 1) is how well each is kept."""
    row = services.start_round(
        actor=actor,
        place_code=place_code,
        title=title,
        version_id=version.pk,
        starts_on=days[0],
        ends_on=days[1],
        is_demo=True,
    )
    span = (days[1] - days[0]).days
    for number, code in enumerate(communities):
        day = date.fromordinal(days[0].toordinal() + number * span // max(1, len(communities)))
        with at(aware(day.year, day.month, day.day, 9 + number % 8)):
            fill_sheet(inspector, row, code, day, care[code], chance)
    return row


def fill_sheet(
    inspector: Actor,
    row: Round,
    code: str,
    day: date,
    care: float,
    chance: random.Random,
    *,
    until: int | None = None,
) -> ScoreSheet:
    """Fill one sheet and hand it in; with `until`, only so many items, and it stays open."""
    sheet = services.open_sheet(actor=inspector, round_id=row.pk, place_code=code, inspected_on=day)
    items = list(sheet.version.items.prefetch_related("rules"))[:until]
    findings = [(item, _counts(item, care, chance)) for item in items]
    answers = [
        Answer(item.pk, counts, photos=_photos(code, item, counts, chance))
        for item, counts in findings
        if not item.is_measured
    ]
    answers += [
        Answer(row.item_id, not_applicable="没有下达到这个社区的任务")
        for row in sheet.entries.select_related("reading").filter(reading__value="")
    ]
    services.record_many(actor=inspector, sheet_id=sheet.pk, answers=answers)
    if until is None:
        services.submit_sheet(actor=inspector, sheet_id=sheet.pk)
    return sheet


def _photos(
    code: str, item: RubricItem, counts: dict[int, Decimal], chance: random.Random
) -> dict[int, list[Upload]]:
    """Draw a photo for each finding of an item that wants one."""
    wanted = counts if item.needs_photo else {}
    return {
        rule_id: [Upload("现场.jpg", drawn_photo(f"{code} {item.order}", chance, position_of(code)))]
        for rule_id in wanted
    }


def _counts(item: RubricItem, care: float, chance: random.Random) -> dict[int, Decimal]:
    """Invent findings: the less care, the more; vetoes never."""
    found = {}
    for rule in item.rules.all():
        if rule.kind != RuleKind.DEDUCT or rule.judged or (rule.amount or 0) >= 8:
            continue
        times = int(chance.random() * ((1 - care) * 8 + 1.15))
        if times:
            found[rule.pk] = rule.step * times
    return found


def drawn_photo(words: str, chance: random.Random, position: tuple[float, float] | None = None) -> bytes:
    """Draw a small picture that stands for a photo and says so; with a position, taken there."""
    picture = Image.new("RGB", (480, 360), (chance.randrange(90, 160), 130, 120))
    draw = ImageDraw.Draw(picture)
    draw.rectangle((40, 220, 440, 340), fill=(150, 140, 120))
    for _ in range(6):
        left, top = chance.randrange(50, 400), chance.randrange(200, 300)
        draw.ellipse((left, top, left + 40, top + 24), fill=(chance.randrange(60, 200), 110, 80))
    draw.text((16, 16), f"DEMO {words}", fill="white")
    out = io.BytesIO()
    exif = exif_at(position) if position else Image.Exif()
    picture.save(out, "JPEG", quality=70, exif=exif)
    return out.getvalue()
