"""A phone in the demo: it took a round along, one field differs from the desk's, a photo found no place, more waits."""

import hashlib
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from gongjian.apps.inspections import services
from gongjian.apps.inspections.models import RubricItem, ScoreSheet
from gongjian.apps.inspections.services.phones import RoundWord, SheetWord, hear_phone
from gongjian.apps.inspections.services.replay import parse_operations, replay
from gongjian.cli.demo.inspection import aware, drawn_photo
from gongjian.cli.demo.scene import Demo
from gongjian.core.access import Actor
from gongjian.core.clock import at

DEVICE, NAME = str(UUID(int=2026)), "检查组 3 号手机"


def bring_a_phone_in(demo: Demo, sheets: list[ScoreSheet]) -> None:
    """Let the phone come on line once, with two open sheets in hand, and fall silent."""
    office, inspector = demo.people["shi"], demo.people["jiancha"]
    first, second = sheets[-1], sheets[-2]
    recorded_at = aware(2026, 11, 23, 11)
    items = [item for item in first.version.items.prefetch_related("rules") if item.rules.all()]
    rule = items[0].rules.all()[0].pk
    with at(aware(2026, 11, 23, 9)):
        _count(inspector, first, items[0], 2)
    with at(aware(2026, 11, 23, 10)):
        _count(office, first, items[0], 4)
    photo = drawn_photo("3", demo.chance)
    taken = hashlib.sha256(photo).hexdigest()
    free = items[-1].rules.all()[0].pk
    rows = [
        _row(1, first, recorded_at, "item", item=items[0].pk, answers=_said(rule, 3), base=_said(rule, 2)),
        _row(2, first, recorded_at, "photo", item=items[-1].pk, rule=free, sha256=taken),
    ]
    with at(aware(2026, 11, 23, 12)):
        replay(
            actor=inspector,
            device=DEVICE,
            device_name=NAME,
            operations=parse_operations(rows),
            sent={taken: photo},
        )
        hear_phone(
            actor=inspector,
            device=DEVICE,
            name=NAME,
            rounds=[_word(first.round_id, recorded_at, [first, second], len(items))],
            storage={},
        )


def _count(actor: Actor, sheet: ScoreSheet, item: RubricItem, count: int) -> None:
    rule = item.rules.all()[0].pk
    services.record_item(actor=actor, sheet_id=sheet.pk, item_id=item.pk, counts={rule: Decimal(count)})


def _said(rule: int, count: int) -> dict[str, Any]:
    return {str(rule): {"count": str(count), "amount": None, "note": ""}}


def _row(seq: int, sheet: ScoreSheet, moment: datetime, kind: str, **content: Any) -> dict[str, Any]:
    where = {"round": sheet.round_id, "place": sheet.place_code}
    name = str(UUID(int=2026_000 + seq))
    return {"id": name, "seq": seq, "at": moment.isoformat(), "kind": kind, **where, **content}


def _word(round_id: int, moment: datetime, sheets: list[ScoreSheet], total: int) -> RoundWord:
    waits = ((9, 2), (5, 1))
    return RoundWord(
        round_id=round_id,
        taken_at=moment - timedelta(hours=3),
        sheets=[
            SheetWord(sheet.place_code, 4 - number, total, *waits[number], moment)
            for number, sheet in enumerate(sheets)
        ],
    )
