"""What phones recorded and could not be merged: who may see it, and what it says in words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from gongjian.apps.inspections.choices import OperationKind, OperationResult
from gongjian.apps.inspections.models import ItemRule, ReplayedOperation, RubricItem
from gongjian.apps.places.selectors import names_of
from gongjian.core.access import Actor, OwnedQuerySet, Right, any_prefix
from gongjian.core.errors import NotFound


@dataclass(frozen=True)
class Refused:
    """One refused operation as the desk reads it."""

    row: ReplayedOperation
    place_name: str
    item_title: str
    words: tuple[str, ...]


def refused_of(actor: Actor) -> OwnedQuerySet:
    """Keep what of sheets was refused and is not settled: of one's own phones, and of the rounds one manages.

    What of matters was refused, its owner settles on the phone: he does it anew, or keeps it as a note.
    """
    managed = any_prefix("round__place_code", actor.place_prefixes(Right.INSPECTIONS_MANAGE))
    of_office = Q(round__isnull=True) & any_prefix(
        "place_code", actor.place_prefixes(Right.INSPECTIONS_MANAGE)
    )
    rows = ReplayedOperation.objects.reachable_by(actor, Right.INSPECTIONS_SCORE)
    return rows.filter(
        Q(phone__user_id=actor.user_id) | (Q(round__isnull=False) & managed) | of_office,
        result=OperationResult.REFUSED,
        settled_at__isnull=True,
    ).exclude(kind__in=OperationKind.of_matters())


def get_refused(actor: Actor, operation_id: int) -> ReplayedOperation:
    """Return one refused operation that waits to be settled; NotFound otherwise."""
    found = refused_of(actor).filter(pk=operation_id).one()
    if found is None:
        raise NotFound("没有这一条，或者已经处理过了。请刷新后再看。")
    return found


def in_words(rows: Iterable[ReplayedOperation]) -> list[Refused]:
    """Say what each operation recorded; three queries however many."""
    kept = list(rows)
    items = RubricItem.objects.in_bulk({pk for row in kept if (pk := _number(row, "item"))})
    rules = ItemRule.objects.in_bulk({pk for row in kept for pk in _rule_ids(row)})
    names = names_of({_place(row) for row in kept})
    return [
        Refused(
            row=row,
            place_name=names.get(_place(row), _place(row)),
            item_title=items[pk].title if (pk := _number(row, "item")) in items else "",
            words=tuple(_words(row, rules)),
        )
        for row in kept
    ]


def _words(row: ReplayedOperation, rules: Mapping[int, ItemRule]) -> Iterable[str]:
    content = row.operation or {}
    if row.kind == OperationKind.ITEM:
        answers = content.get("answers") or {}
        found = [_finding(rules.get(int(key)), said) for key, said in answers.items() if str(key).isdigit()]
        yield from [words for words in found if words] or [_("没有问题")]
    elif row.kind in (OperationKind.PHOTO, OperationKind.REMOVE_PHOTO):
        rule = rules.get(_number(row, "rule") or 0)
        yield rule.per if rule else _("照片")
    elif row.kind == OperationKind.SIGN:
        yield _("签名：%(name)s") % {"name": content.get("name") or "—"}


def _finding(rule: ItemRule | None, said: Any) -> str:
    count = str(said.get("count") or "0") if isinstance(said, Mapping) else "0"
    if count in ("0", "") or rule is None:
        return ""
    note = str(said.get("note") or "")
    return f"{rule.per} {count} {rule.unit}" + (f"（{note}）" if note else "")


def _number(row: ReplayedOperation, name: str) -> int | None:
    text = str((row.operation or {}).get(name) or "")
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 18 else None


def _rule_ids(row: ReplayedOperation) -> set[int]:
    answers = (row.operation or {}).get("answers")
    keys = answers if isinstance(answers, Mapping) else {}
    found = {int(key) for key in keys if str(key).isdigit() and len(str(key)) <= 18}
    rule = _number(row, "rule")
    return found | ({rule} if rule else set())


def _place(row: ReplayedOperation) -> str:
    return str((row.operation or {}).get("place") or row.place_code)
