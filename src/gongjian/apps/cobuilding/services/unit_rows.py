"""The rows of a register of units that is brought in: columns, every error by column, which unit each row means."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation

from gongjian.apps.cobuilding.services.known_units import (
    KnownSpec,
    Named,
    Recognised,
    checked_known,
    recognised_at,
)
from gongjian.apps.parties.choices import JOINING_KINDS, OrganisationKind
from gongjian.apps.places.selectors import place_at
from gongjian.core.errors import Invalid
from gongjian.engines.masking import check_uscc, normalise_uscc

UNIT_COLUMNS = {
    "name": "单位名称",
    "credit_code": "统一社会信用代码",
    "kind": "类别",
    "place": "社区",
    "address": "地址",
    "longitude": "经度",
    "latitude": "纬度",
    "found": "怎么登记",
}
UNIT_REQUIRED = ("单位名称",)
UNIT_NOTES = {
    "name": "必填。单位全称",
    "credit_code": "选填。18 位；有代码的按代码认，没有的按名称认",
    "kind": "选填。驻区单位、社会组织、居委会、村委会；不填算驻区单位",
    "place": "选填。社区名称或 12 位代码；不填的按经纬度找，只管一个社区的不用填",
    "address": "选填。门牌地址",
    "longitude": "选填。东经度数，如 105.592700；和纬度一起填",
    "latitude": "选填。北纬度数，如 30.508300",
    "found": "不用填。核对时写明这一行是新的，还是已经掌握、已经登记的哪个单位",
}
LENGTHS = {"name": 120, "address": 200}
KINDS: Mapping[str, str] = {
    "": OrganisationKind.RESIDENT_UNIT,
    "居委会": OrganisationKind.RESIDENTS_COMMITTEE,
    "村委会": OrganisationKind.RESIDENTS_COMMITTEE,
    **{str(kind.label): kind for kind in JOINING_KINDS},
}


@dataclass
class UnitRow:
    """One row of the register: its number there, the text of each column, what is wrong by column, what it states."""

    number: int
    values: dict[str, str]
    errors: dict[str, str] = field(default_factory=dict)
    spec: KnownSpec | None = None

    @property
    def cells(self) -> list[dict[str, str]]:
        """The cells in the order of the columns, each with its error."""
        return [{"value": self.values[key], "error": self.errors.get(key, "")} for key in UNIT_COLUMNS]


def check_units(rows: Sequence[UnitRow], places: Mapping[str, str], scope: str) -> None:
    """Write into each row every error it has, or what it states and which unit that is.

    `places` are {name: code} of the communities one keeps the lists of. Two rows of one unit are an error of the later.
    """
    known: dict[str, Recognised] = {}
    before: dict[str, list[Named[int]]] = {}
    for row in rows:
        _read(row, places, scope)
        if row.spec is None:
            continue
        code = row.spec.place_code
        if code not in known:
            known[code], before[code] = recognised_at(code), []
        _recognise(row, row.spec, known[code], before[code])


def _read(row: UnitRow, places: Mapping[str, str], scope: str) -> None:
    for key, most in LENGTHS.items():
        if len(row.values[key]) > most:
            row.errors[key] = f"有 {len(row.values[key])} 个字，最多 {most} 个"
    if not row.values["name"]:
        row.errors["name"] = "单位名称没有填"
    code = normalise_uscc(row.values["credit_code"])
    if code and (sentence := check_uscc(code)):
        row.errors["credit_code"] = sentence
    kind = KINDS.get(row.values["kind"])
    if kind is None:
        row.errors["kind"] = "请写驻区单位、社会组织、居委会或村委会"
    latitude, longitude = _degrees(row, "latitude"), _degrees(row, "longitude")
    if row.errors:
        return
    try:
        stated = KnownSpec(
            place_code=_place(row, places, scope, latitude, longitude),
            name=row.values["name"],
            kind=kind or "",
            credit_code=code,
            address=row.values["address"],
            latitude=latitude,
            longitude=longitude,
        )
        row.spec = None if row.errors else checked_known(stated)
    except Invalid as refusal:
        row.errors["latitude" if "经" in refusal.message or "位置" in refusal.message else "name"] = (
            refusal.message
        )


def _degrees(row: UnitRow, key: str) -> Decimal | None:
    text = row.values[key].removesuffix("°")
    if not text:
        return None
    try:
        found = Decimal(text)
    except InvalidOperation:
        found = Decimal("NaN")
    if found.is_finite():
        return found
    row.errors[key] = "读不懂，请写成 105.592700 这样的度数"
    return None


def _place(
    row: UnitRow,
    places: Mapping[str, str],
    scope: str,
    latitude: Decimal | None,
    longitude: Decimal | None,
) -> str:
    """Return the community that a row names by name or code, or in which its point lies; "" with an error otherwise."""
    text, codes = row.values["place"], set(places.values())
    code = places.get(text, text if text in codes else "")
    if (
        not text
        and latitude is not None
        and longitude is not None
        and abs(latitude) <= 90
        and abs(longitude) <= 180
    ):
        found = place_at(float(latitude), float(longitude), scope)
        code = next((one for one in codes if found.startswith(one)), "") if found else ""
    if not text and not code and len(codes) == 1:
        code = next(iter(codes))
    if not code:
        row.errors["place"] = "没有找到这个社区，或者不归你管" if text else "哪个社区没有填，按位置也找不到"
    return code


def _recognise(row: UnitRow, spec: KnownSpec, seen: Recognised, before: list[Named[int]]) -> None:
    """Say which unit a row means; a second row of one unit is wrong. `before` are the rows of the place so far."""
    key, code = seen.key_of(spec.name), spec.credit_code
    if (same := next((one.row for one in before if one.is_same(key, code)), None)) is not None:
        row.errors["credit_code" if code else "name"] = f"和第 {same} 行是同一个单位，请合成一行"
        row.spec = None
        return
    before.append(Named(frozenset({key}), code, row.number))
    unit, body = seen.unit(spec.name, code), seen.body(spec.name, code)
    if unit is not None:
        row.values["found"] = f"已经掌握：{unit.name}，补上新的"
    elif body is not None:
        row.values["found"] = f"已经登记：{body.name}，补上地址和位置"
    else:
        row.values["found"] = "新的"
