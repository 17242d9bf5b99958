"""Operations as a phone sends them: the envelope is checked for all, the content when its turn comes.

An envelope that can't be read refuses the whole request, since its order is unknown. Content that can't be
read refuses its own operation, which is then kept as it came.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from itertools import pairwise
from typing import Any, NamedTuple
from uuid import UUID

from django.utils import timezone
from django.utils.dateparse import parse_date

from gongjian.apps.inspections.choices import OperationKind
from gongjian.apps.inspections.services.moments import moment
from gongjian.core.errors import Invalid
from gongjian.core.files import Shot
from gongjian.engines.replay import Answer, Finding

MOST_COUNT = Decimal("99999999.99")
MOST_AMOUNT = Decimal("9999.99")
NOTE_LENGTH, NAME_LENGTH, TEXT_LENGTH = 500, 60, 200
UNREADABLE = "手机发来的记录读不懂（{what}）。请更新手机上的页面再同步；手机上的记录都还在。"
HAS_FILE = (OperationKind.PHOTO, OperationKind.SIGN, OperationKind.PICTURE)


class SheetKey(NamedTuple):
    """The sheet that an operation belongs to."""

    round_id: int
    place_code: str


class MatterKey(NamedTuple):
    """The matter that an operation belongs to; one that is only being raised is known by its operation."""

    matter_id: int | None
    raised_by: str


Subject = SheetKey | MatterKey


@dataclass(frozen=True)
class Operation:
    """One operation: where it stands in its phone's order, when and to what it was done, and its content as sent."""

    id: str
    seq: int
    at: datetime
    kind: OperationKind
    subject: Subject
    content: Mapping[str, Any]

    @property
    def sha256(self) -> str:
        """The digest of the file that comes with it, if any."""
        text = self.content.get("sha256") if self.kind in HAS_FILE else None
        return text if isinstance(text, str) else ""

    @property
    def place_code(self) -> str:
        """The place it was done at, as far as the phone says."""
        if isinstance(self.subject, SheetKey):
            return self.subject.place_code
        text = str(self.content.get("place"))
        return text if _is_place(text) else ""

    @property
    def with_id(self) -> str:
        """The operation that a picture came with."""
        text = self.content.get("of")
        return text if isinstance(text, str) else ""


def parse_operations(rows: Any) -> tuple[Operation, ...]:
    """Read the envelopes of a request's operations. Raises Invalid; they must ascend without a gap."""
    if not isinstance(rows, Sequence) or isinstance(rows, str):
        raise Invalid(UNREADABLE.format(what="不是一组记录"))
    found = tuple(_operation(row) for row in rows)
    if any(later.seq != earlier.seq + 1 for earlier, later in pairwise(found)):
        raise Invalid(UNREADABLE.format(what="编号不连续"))
    if len({operation.id for operation in found}) < len(found):
        raise Invalid(UNREADABLE.format(what="记录重复"))
    return found


def _operation(row: Any) -> Operation:
    try:
        seq, own_id, kind = row["seq"], str(UUID(row["id"])), OperationKind(row["kind"])
        if type(seq) is not int or not 0 < seq < 2**31:
            raise ValueError(seq)
        subject = _matter(row, own_id) if kind in OperationKind.of_matters() else _sheet(row)
        return Operation(id=own_id, seq=seq, at=moment(row["at"]), kind=kind, subject=subject, content=row)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise Invalid(UNREADABLE.format(what="缺编号、时间、种类或地方")) from error


def _sheet(row: Any) -> SheetKey:
    round_id, place = row["round"], row["place"]
    if not (_is_row(round_id) and _is_place(place)):
        raise ValueError(place)
    return SheetKey(round_id, place)


def _matter(row: Any, own_id: str) -> MatterKey:
    """Read which matter; one raised on the phone has no number yet and is known by the operation that raised it."""
    matter_id = row.get("matter")
    if matter_id is None:
        return MatterKey(None, str(UUID(row["of"])) if row.get("of") else own_id)
    if not _is_row(matter_id):
        raise ValueError(matter_id)
    return MatterKey(matter_id, "")


def _is_row(value: Any) -> bool:
    return type(value) is int and 0 < value < 2**63


def _is_place(text: Any) -> bool:
    return isinstance(text, str) and text.isascii() and text.isdigit() and len(text) <= 15


def moment_of(operation: Operation, name: str) -> datetime:
    """Read a moment of the content; without one, that of the operation."""
    text = operation.content.get(name)
    try:
        return moment(text) if text else operation.at
    except (TypeError, ValueError) as error:
        raise Invalid(UNREADABLE.format(what="时间")) from error


def day_of(operation: Operation, name: str) -> date:
    """Read a day of the content; without one, that of the operation where the product stands."""
    text = operation.content.get(name)
    try:
        found = parse_date(text) if text else timezone.localdate(operation.at)
    except (TypeError, ValueError) as error:
        raise Invalid(UNREADABLE.format(what="日期")) from error
    if found is None:
        raise Invalid(UNREADABLE.format(what="日期"))
    return found


def number_of(operation: Operation, name: str) -> int:
    """Read an id of the content."""
    value = str(operation.content.get(name))
    if not (value.isascii() and value.isdigit() and len(value) <= 18):
        raise Invalid(UNREADABLE.format(what=name))
    return int(value)


def text_of(operation: Operation, name: str, longest: int = TEXT_LENGTH) -> str:
    """Read a text of the content."""
    value = operation.content.get(name) or ""
    if not isinstance(value, str) or len(value) > longest:
        raise Invalid(f"“{str(value)[:20]}…”太长，最多 {longest} 个字。请缩短再填。")
    return value.strip()


def answers_of(operation: Operation) -> tuple[Answer | None, Answer]:
    """Read the answer a phone gives to an item, and the one it started from."""
    base = operation.content.get("base")
    return None if base is None else _answer(base), _answer(operation.content.get("answers") or {})


def _answer(said: Any) -> Answer:
    if not isinstance(said, Mapping):
        raise Invalid(UNREADABLE.format(what="评分"))
    return Answer({_rule(key): _finding(value) for key, value in said.items()})


def _rule(key: str) -> str:
    if not (key.isascii() and key.isdigit() and len(key) <= 18):
        raise Invalid(UNREADABLE.format(what="规则"))
    return str(int(key))


def _finding(said: Any) -> Finding:
    if not isinstance(said, Mapping):
        raise Invalid(UNREADABLE.format(what="评分"))
    note = said.get("note") or ""
    if not isinstance(note, str) or len(note) > NOTE_LENGTH:
        raise Invalid(f"说明最多 {NOTE_LENGTH} 个字。请缩短再填。")
    amount = said.get("amount")
    return Finding(
        count=_decimal(said.get("count"), MOST_COUNT),
        amount=None if amount in (None, "") else _decimal(amount, MOST_AMOUNT),
        note=note.strip(),
    )


def _decimal(value: Any, most: Decimal) -> Decimal:
    try:
        found = Decimal(str(value if value not in (None, "") else 0))
    except InvalidOperation as error:
        raise Invalid(f"“{str(value)[:20]}”不是数。请改成数字。") from error
    if not found.is_finite() or abs(found) > most or found != found.quantize(Decimal("0.01")):
        raise Invalid(f"数量“{str(value)[:20]}”太大，或者小数多于两位。请改。")
    return found


def shot_of(operation: Operation) -> Shot:
    """Read when and where a photo was taken."""
    return Shot(
        moment_of(operation, "taken_at"),
        degrees_of(operation.content.get("latitude"), 90),
        degrees_of(operation.content.get("longitude"), 180),
    )


def degrees_of(value: Any, most: int) -> Decimal | None:
    """Read a coordinate; one that can't be is left out, since a photo counts without it."""
    try:
        found = Decimal(str(value)).quantize(Decimal("0.000001"))
    except InvalidOperation:
        return None
    return found if abs(found) <= most else None
