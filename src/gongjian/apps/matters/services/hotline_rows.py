"""The columns of a list of hotline orders: how each row is read and what may be wrong with it."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.utils import timezone

from gongjian.apps.matters.choices import MatterKind, MatterSource
from gongjian.apps.matters.models import Matter
from gongjian.apps.matters.services.intake import PHONE, WORDS_LIMIT, MatterSpec, ReporterSpec
from gongjian.apps.places.selectors import find_named
from gongjian.core.access import Actor, Right

COLUMNS = ("来源编号", "类型", "所在地方", "具体位置", "反映内容", "反映人", "电话", "收到时间")
REQUIRED = ("来源编号", "所在地方", "反映内容")
KEYS = ("source_number", "kind", "place", "address", "words", "name", "phone", "received_at")
LENGTHS = {"source_number": 40, "address": 200, "words": WORDS_LIMIT, "name": 40, "phone": 20}
NOTES = (
    ("来源编号", "必填。热线的工单编号；登记过的编号不再登记"),
    ("类型", "选填。问题上报、矛盾纠纷、咨询、金点子；不填算问题上报"),
    ("所在地方", "必填。街道或社区的名称或代码"),
    ("具体位置", "选填。路、小区、楼号"),
    ("反映内容", "必填。不超过 2000 字"),
    ("反映人", "选填。加密保存，页面上只显示头尾"),
    ("电话", "选填。加密保存，页面上只显示头尾"),
    ("收到时间", "选填。如 2026-11-18 09:30；不填算导入的时候"),
)
_KINDS = {str(kind.label): kind for kind in MatterKind}
_MOMENT = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[ T](\d{1,2}):(\d{2})(?::\d{2}(?:\.\d+)?)?)?")
LEAST_PLACE = 9


@dataclass
class HotlineRow:
    """One row of the file: its number there, the text of each column, what is wrong by column."""

    number: int
    values: dict[str, str]
    errors: dict[str, str] = field(default_factory=dict)
    place_code: str = ""
    received_at: datetime | None = None

    @property
    def cells(self) -> list[dict[str, str]]:
        """The cells in the order of COLUMNS, each with its error."""
        return [{"value": self.values[key], "error": self.errors.get(key, "")} for key in KEYS]

    @property
    def spec(self) -> MatterSpec:
        """The matter that the row states, once it has been checked."""
        return MatterSpec(
            kind=_KINDS.get(self.values["kind"], MatterKind.REPORT),
            source=MatterSource.HOTLINE_LIST,
            source_number=self.values["source_number"],
            place_code=self.place_code,
            address=self.values["address"],
            words=self.values["words"],
            reporter=ReporterSpec(name=self.values["name"], phone=self.values["phone"]),
            received_at=self.received_at,
        )


def check_rows(actor: Actor, rows: Sequence[HotlineRow]) -> None:
    """Write into each row every error it has, against the data of now; three queries however many rows."""
    numbers = Counter(row.values["source_number"] for row in rows)
    taken = set(
        Matter.objects.filter(source=MatterSource.HOTLINE_LIST, source_number__in=numbers).values_list(
            "source_number", flat=True
        )
    )
    prefixes = actor.place_prefixes(Right.MATTERS_REPORT)
    named: dict[str, str] = {}
    for prefix in prefixes:
        known = find_named({row.values["place"] for row in rows}, prefix)
        named |= {text: one.codes[0] for text, one in known.items() if len(one.codes) == 1}
    for row in rows:
        _check_text(row)
        _check_number(row, numbers, taken)
        _check_place(row, named, prefixes)
        _check_time(row)


def _check_text(row: HotlineRow) -> None:
    for title, key in zip(COLUMNS, KEYS, strict=True):
        value, most = row.values[key], LENGTHS.get(key, 120)
        if not value and title in REQUIRED:
            row.errors[key] = f"{title}没有填"
        elif len(value) > most:
            row.errors[key] = f"有 {len(value)} 个字，最多 {most} 个"
    if row.values["kind"] and row.values["kind"] not in _KINDS:
        row.errors["kind"] = f"没有这个类型，请写{'、'.join(_KINDS)}"
    if row.values["phone"] and not PHONE.match(row.values["phone"]):
        row.errors.setdefault("phone", "不像电话号码")


def _check_number(row: HotlineRow, numbers: Counter[str], taken: set[str]) -> None:
    number = row.values["source_number"]
    if number in taken:
        row.errors.setdefault("source_number", "这个编号登记过了")
    elif number and numbers[number] > 1:
        row.errors.setdefault("source_number", "这张表里出现了两次")


def _check_place(row: HotlineRow, named: dict[str, str], prefixes: Sequence[str]) -> None:
    text = row.values["place"]
    row.place_code = named.get(text, text if text in prefixes else "")
    if text and not row.place_code:
        row.errors.setdefault("place", "没有找到这个地方、不止一个叫这个名字，或者不归你管")
    elif row.place_code and len(row.place_code) < LEAST_PLACE:
        row.errors.setdefault("place", "要写到街道或社区")


def _check_time(row: HotlineRow) -> None:
    text = row.values["received_at"].replace("/", "-").replace("：", ":")
    if not text:
        return
    match = _MOMENT.fullmatch(text)
    try:
        year, month, day, hour, minute = (int(part or 0) for part in match.groups()) if match else (0,) * 5
        row.received_at = timezone.make_aware(datetime(year, month, day, hour, minute))
    except ValueError:
        row.errors["received_at"] = "读不懂，请写成 2026-11-18 09:30"
        return
    if row.received_at > timezone.now():
        row.errors["received_at"] = "收到的时间还没有到"
