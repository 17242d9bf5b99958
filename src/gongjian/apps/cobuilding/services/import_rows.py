"""The columns of a list of needs or resources: how each row is read and what may be wrong with it."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, time
from typing import Any

from django.utils import timezone

from gongjian.apps.cobuilding.choices import ImportKind, NeedSource, Recurrence, catalogue
from gongjian.apps.cobuilding.services.entries import EntrySpec, checked
from gongjian.apps.cobuilding.services.needs import NeedSpec
from gongjian.apps.cobuilding.services.resources import ResourceSpec
from gongjian.core.errors import Invalid, NotFound

SHARED = {
    "place": "哪个社区",
    "title": "名称",
    "category": "类别",
    "quantity": "数量",
    "first_on": "从哪天起",
    "last_on": "到哪天止",
    "weekdays": "星期几",
    "starts_at": "从几点",
    "ends_at": "到几点",
    "address": "地点",
    "qualifications": "资质",
    "recurrence": "多久一次",
    "expires_on": "有效到",
    "scope": "给谁看",
    "detail": "说明",
}
OWN: Mapping[str, Mapping[str, str]] = {
    ImportKind.NEEDS: {"for_whom": "为谁", "urgency": "多急", "people": "受益人数"},
    ImportKind.RESOURCES: {"unit": "单位", "conditions": "使用条件"},
}
REQUIRED: Mapping[str, tuple[str, ...]] = {
    ImportKind.NEEDS: ("名称", "类别", "数量", "为谁"),
    ImportKind.RESOURCES: ("名称", "类别", "数量"),
}
NOTES = {
    "place": "选填。社区名称；只管一个社区的不用填",
    "title": "必填。一句话写要什么、给什么",
    "category": "必填。照“类别”表里的名称填，也认得常用的叫法",
    "quantity": "必填。整数，单位见“类别”表",
    "for_whom": "必填。哪些人要",
    "urgency": "选填。1 到 5，5 最急；不填算 3",
    "people": "选填。受益人数",
    "unit": "选填。单位全称；替多个单位登记时填",
    "conditions": "选填。使用条件",
    "first_on": "选填。如 2026-03-01",
    "last_on": "选填。如 2026-12-31",
    "weekdays": "选填。如 六、日 或 67；不填就是哪天都行",
    "starts_at": "选填。如 14:00",
    "ends_at": "选填。如 17:00",
    "address": "选填。地点",
    "qualifications": "选填。照“资质”表，几样用顿号隔开",
    "recurrence": "选填。一次、每周、每月、每年；不填算一次",
    "expires_on": "选填。不填就到年底",
    "scope": "选填。社区、街道、区县、全市、不公布；不填算社区",
    "detail": "选填。说明",
}
SCOPES = {"": "own", "社区": "own", "街道": "9", "区县": "6", "全市": "4", "不公布": ""}
RECURRENCES = {
    "": Recurrence.ONCE,
    "一次": Recurrence.ONCE,
    "每周": Recurrence.WEEKLY,
    "每月": Recurrence.MONTHLY,
    "每年": Recurrence.YEARLY,
}
LENGTHS = {"title": 80, "address": 200, "detail": 2000, "for_whom": 120, "conditions": 300}
DAYS = {**{sign: str(at) for at, sign in enumerate("一二三四五六日", 1)}, "天": "7"}
_DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[ T]00:00(?::00)?)?")
_HOUR = re.compile(r"(?:1900-01-00[ T])?(\d{1,2})[:：](\d{2})(?::\d{2})?")


@dataclass
class EntryRow:
    """One row of the file: its number there, the text of each column, what is wrong by column, what it states."""

    kind: str
    number: int
    values: dict[str, str]
    errors: dict[str, str] = field(default_factory=dict)
    spec: NeedSpec | ResourceSpec | None = None

    @property
    def cells(self) -> list[dict[str, str]]:
        """The cells in the order of the columns, each with its error."""
        keys = columns_of(self.kind)
        return [{"value": self.values[key], "error": self.errors.get(key, "")} for key in keys]


def columns_of(kind: str) -> dict[str, str]:
    """Return {key: title} of a list's columns in their order: what is asked first stands first."""
    first = {"title": SHARED["title"], "category": SHARED["category"], "quantity": SHARED["quantity"]}
    return {**first, **OWN[kind], **SHARED}


@dataclass(frozen=True)
class Ground:
    """What names in a file may mean: {name: code} of places, {name: key} of units, the only one of each where it is one."""

    places: Mapping[str, str]
    units: Mapping[str, int]

    @property
    def only_place(self) -> str:
        """The place of a row that names none."""
        codes = set(self.places.values())
        return next(iter(codes)) if len(codes) == 1 else ""

    @property
    def only_unit(self) -> int:
        """The unit of a row that names none."""
        keys = set(self.units.values())
        return next(iter(keys)) if len(keys) == 1 else 0


def check_rows(rows: Sequence[EntryRow], ground: Ground) -> None:
    """Write into each row every error it has, or what it states."""
    today = timezone.localdate()
    for row in rows:
        stated = _Reading(row).shared(ground)
        if row.kind == ImportKind.NEEDS:
            stated |= _Reading(row).need()
        else:
            stated |= _Reading(row).resource(ground)
        if not row.errors:
            _state(row, stated, today)


def _state(row: EntryRow, stated: dict[str, Any], today: date) -> None:
    """Build what the row states, as the service would check it; what is refused as a whole stands at the title."""
    make: Callable[..., NeedSpec | ResourceSpec] = NeedSpec if row.kind == ImportKind.NEEDS else ResourceSpec
    spec: EntrySpec = make(**stated)
    try:
        checked(spec, today)
    except (Invalid, NotFound) as refusal:
        row.errors["title"] = refusal.message
        return
    row.spec = make(**stated)


class _Reading:
    """Reads the cells of one row; what can't be read becomes an error of its column."""

    def __init__(self, row: EntryRow) -> None:
        self.row, self.values = row, row.values

    def shared(self, ground: Ground) -> dict[str, Any]:
        """Read what both lists have."""
        self._texts()
        category = self._category()
        place = self._place(ground)
        scope = self._one_of("scope", SCOPES)
        published = place if scope == "own" else place[: int(scope)] if scope else None
        return {
            "title": self.values["title"],
            "category": category,
            "quantity": self._whole("quantity", at_least=1) or 0,
            "place_code": place,
            "published_to": published,
            "first_on": self._day("first_on"),
            "last_on": self._day("last_on"),
            "weekdays": self._weekdays(),
            "starts_at": self._hour("starts_at"),
            "ends_at": self._hour("ends_at"),
            "address": self.values["address"],
            "detail": self.values["detail"],
            "qualifications": self._qualifications(),
            "recurrence": self._one_of("recurrence", RECURRENCES),
            "expires_on": self._day("expires_on"),
        }

    def need(self) -> dict[str, Any]:
        """Read what only needs have."""
        urgency = self._whole("urgency", at_least=1, at_most=5)
        return {
            "for_whom": self.values["for_whom"],
            "urgency": 3 if urgency is None else urgency,
            "people": self._whole("people", at_least=1),
            "source": NeedSource.TABLE,
        }

    def resource(self, ground: Ground) -> dict[str, Any]:
        """Read what only resources have."""
        name = self.values["unit"]
        unit = ground.units.get(name, 0) if name else ground.only_unit
        if not unit:
            self._wrong("unit", "没有找到这个单位，或者不归你登记" if name else "单位没有填")
        return {"organisation_id": unit, "conditions": self.values["conditions"]}

    def _wrong(self, key: str, sentence: str) -> None:
        self.row.errors.setdefault(key, sentence)

    def _texts(self) -> None:
        for key, title in columns_of(self.row.kind).items():
            value, most = self.values[key], LENGTHS.get(key, 200)
            if not value and title in REQUIRED[self.row.kind]:
                self._wrong(key, f"{title}没有填")
            elif len(value) > most:
                self._wrong(key, f"有 {len(value)} 个字，最多 {most} 个")

    def _category(self) -> str:
        text = self.values["category"]
        found = catalogue().named(text)
        if found is not None:
            return found.key
        if text:
            near = catalogue().suggested(text)
            hint = f"，是不是“{near[0].name}”？" if near else "。"
            self._wrong("category", f"类别表里没有“{text}”{hint}请照“类别”表填")
        return ""

    def _place(self, ground: Ground) -> str:
        text = self.values["place"]
        code = ground.places.get(text, "") if text else ground.only_place
        if not code:
            self._wrong("place", "没有找到这个社区，或者不归你管" if text else "哪个社区没有填")
        return code

    def _whole(self, key: str, *, at_least: int, at_most: int = 100_000_000) -> int | None:
        text = self.values[key].replace(",", "").replace("，", "").removesuffix(".0")
        if not text:
            return None
        if not (text.isascii() and text.removeprefix("-").isdigit()):
            self._wrong(key, "要填整数，不带单位")
            return None
        if not at_least <= int(text) <= at_most:
            self._wrong(key, f"要在 {at_least} 到 {at_most:,} 之间")
            return None
        return int(text)

    def _day(self, key: str) -> date | None:
        if not (text := self.values[key]):
            return None
        found = _DAY.fullmatch(text)
        try:
            year, month, day = (int(part) for part in found.groups()) if found else (0, 0, 0)
            return date(year, month, day)
        except ValueError:
            self._wrong(key, "读不懂，请写成 2026-03-01")
            return None

    def _hour(self, key: str) -> time | None:
        if not (text := self.values[key]):
            return None
        found = _HOUR.fullmatch(text)
        try:
            hour, minute = (int(part) for part in found.groups()) if found else (24, 0)
            return time(hour, minute)
        except ValueError:
            self._wrong(key, "读不懂，请写成 14:00")
            return None

    def _weekdays(self) -> str:
        text = re.sub(r"[星期周、，, ]", "", self.values["weekdays"])
        digits = [DAYS.get(sign, sign) for sign in text]
        if any(digit not in "1234567" for digit in digits):
            self._wrong("weekdays", "读不懂，请写成 六、日")
            return ""
        return "".join(digits)

    def _qualifications(self) -> tuple[str, ...]:
        known = {one.name: one.key for one in catalogue().qualifications.values()}
        named = [part for part in re.split(r"[、，,；;\s]+", self.values["qualifications"]) if part]
        if missing := [name for name in named if name not in known]:
            self._wrong("qualifications", f"资质表里没有“{missing[0]}”")
        return tuple(known[name] for name in named if name in known)

    def _one_of(self, key: str, options: Mapping[str, str]) -> str:
        text = self.values[key]
        if text not in options:
            self._wrong(key, f"请写{'、'.join(name for name in options if name)}")
            return options[""]
        return str(options[text])
