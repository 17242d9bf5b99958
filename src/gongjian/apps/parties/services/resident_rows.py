"""The columns of a table of residents: how each row is read and what may be wrong with it."""

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils import timezone

from gongjian.apps.parties.choices import RelationKind, ResidentGroup
from gongjian.apps.parties.models import Resident
from gongjian.apps.parties.services.residents import COMMUNITY, ResidentSpec, id_hash
from gongjian.apps.places.selectors import find_named
from gongjian.core.access import Actor, Right
from gongjian.engines.masking import check_id_number, mask_id_number, mask_phone, normalise_id_number

RESIDENT_COLUMNS = {
    "name": "姓名",
    "id_number": "身份证号",
    "phone": "电话",
    "place": "社区",
    "address": "楼栋门牌",
    "household": "户号",
    "relation": "与户主关系",
    "group": "身份",
    "panelist": "评议员",
}
REQUIRED_COLUMNS = ("姓名", "身份证号", "社区")
NOTES = (
    ("姓名", "必填。照身份证写。加密保存，名单里只显示姓"),
    ("身份证号", "必填。18 位，最后一位对不上会指出来。加密保存；登记过的人自动认出，不重复登记"),
    ("电话", "选填。加密保存"),
    ("社区", "必填。社区（村）的名称或 12 位代码"),
    ("楼栋门牌", "选填。如 3栋2单元502。加密保存"),
    ("户号", "选填。同一户写同一个号，社区里不重复。加密保存"),
    (
        "与户主关系",
        "写了户号就要写：户主、配偶、子女、父母、兄弟姐妹、其他亲属、非亲属。亲属以后评议自动回避",
    ),
    ("身份", "选填。居民代表、居委会成员、党员、居民；不填算居民"),
    ("评议员", "选填。是、否；写“是”的可以抽作评议员"),
)
LENGTHS = {"name": 40, "phone": 20, "address": 120, "household": 40}
HEAD = "户主"
RELATIONS: dict[str, RelationKind | None] = {
    HEAD: None,
    "配偶": RelationKind.SPOUSE,
    "子女": RelationKind.PARENT,
    "父母": RelationKind.PARENT,
    "兄弟姐妹": RelationKind.SIBLING,
    "其他亲属": RelationKind.OTHER_KIN,
    "非亲属": None,
}
"""What each word says of how somebody stands to the head of his household; None: not related."""
_GROUPS = {str(group.label): group for group in ResidentGroup}
_YES_NO = {"是": True, "否": False, "": False}
_PHONE = re.compile(r"\+?[\d -]{7,20}")


@dataclass
class ResidentRow:
    """One row of the file: its number there, the text of each column, what is wrong by column.

    `known_id` is the resident who has the identity number already; he is not registered again.
    """

    number: int
    values: dict[str, str]
    errors: dict[str, str] = field(default_factory=dict)
    place_code: str = ""
    known_id: int | None = None

    @property
    def cells(self) -> list[dict[str, str]]:
        """The cells in the order of the columns; a number that is right is masked, one that is wrong stands in full."""
        masks = {"id_number": mask_id_number, "phone": mask_phone}
        return [
            {
                "value": masks[key](value) if key in masks and value and key not in self.errors else value,
                "error": self.errors.get(key, ""),
            }
            for key, value in self.values.items()
        ]

    @property
    def spec(self) -> ResidentSpec:
        """The resident that the row states, once it has been checked."""
        values = self.values
        return ResidentSpec(
            place_code=self.place_code,
            name=values["name"],
            id_number=values["id_number"],
            phone=values["phone"],
            address=values["address"],
            household=values["household"],
            group=_GROUPS.get(values["group"], ResidentGroup.RESIDENT),
            is_panelist=_YES_NO[values["panelist"]],
        )

    @property
    def family(self) -> tuple[str, str]:
        """The household: numbers are unique within a community."""
        return self.place_code, self.values["household"]


def check_rows(actor: Actor, rows: Sequence[ResidentRow]) -> None:
    """Write into each row every error it has, against the data of now; as many queries as the actor has places."""
    prefixes = actor.place_prefixes(Right.RESIDENTS_MANAGE)
    named: dict[str, str] = {}
    for prefix in prefixes:
        known = find_named({row.values["place"] for row in rows}, prefix)
        named |= {text: one.codes[0] for text, one in known.items() if len(one.codes) == 1}
    for row in rows:
        _check_text(row)
        _check_choices(row)
        _check_place(row, named, prefixes)
        if (number := row.values["id_number"]) and (
            sentence := check_id_number(number, today=timezone.localdate())
        ):
            row.errors.setdefault("id_number", sentence.rstrip("。"))
    _check_known(actor, rows)
    _check_households(rows)


def _check_text(row: ResidentRow) -> None:
    for key, title in RESIDENT_COLUMNS.items():
        value, most = row.values[key], LENGTHS.get(key, 120)
        if not value and title in REQUIRED_COLUMNS:
            row.errors[key] = f"{title}没有填"
        elif len(value) > most:
            row.errors[key] = f"有 {len(value)} 个字，最多 {most} 个"
    if row.values["phone"] and not _PHONE.fullmatch(row.values["phone"]):
        row.errors.setdefault("phone", "不像电话号码")


def _check_choices(row: ResidentRow) -> None:
    for key, choices in (("relation", RELATIONS), ("group", _GROUPS), ("panelist", _YES_NO)):
        value = row.values[key]
        if value and value not in choices:
            row.errors[key] = f"请写{'、'.join(word for word in choices if word)}"
    if row.values["household"] and not row.values["relation"]:
        row.errors.setdefault("relation", "写了户号，要写与户主关系")
    if row.values["relation"] and not row.values["household"]:
        row.errors.setdefault("household", "写了与户主关系，要写户号")


def _check_place(row: ResidentRow, named: dict[str, str], prefixes: Sequence[str]) -> None:
    text = row.values["place"]
    row.place_code = named.get(text, text if text in prefixes else "")
    if text and not row.place_code:
        row.errors.setdefault("place", "没有找到这个地方、不止一个叫这个名字，或者不归你管")
    elif row.place_code and len(row.place_code) < COMMUNITY:
        row.errors.setdefault("place", "要写到社区（村）")


def _check_known(actor: Actor, rows: Sequence[ResidentRow]) -> None:
    """Find those who are registered, by the keyed digest of the number; one query."""
    digests = [id_hash(normalise_id_number(row.values["id_number"])) for row in rows]
    counts = Counter(digests)
    registered = {one.id_hash: one for one in Resident.objects.filter(id_hash__in=filter(None, counts))}
    for row, digest in zip(rows, digests, strict=True):
        known = registered.get(digest)
        if digest and counts[digest] > 1:
            row.errors.setdefault("id_number", "这张表里出现了两次")
        elif known and not actor.can(Right.RESIDENTS_MANAGE, known.place_code):
            row.errors.setdefault("id_number", "已经登记在别的社区，请先在那边迁出")
        elif known and known.name != row.values["name"]:
            row.errors.setdefault("name", "这个身份证号登记的是另一个姓名，请核对证件")
        elif known:
            row.known_id = known.pk


def _check_households(rows: Sequence[ResidentRow]) -> None:
    families: dict[tuple[str, str], list[ResidentRow]] = defaultdict(list)
    for row in rows:
        if row.values["household"]:
            families[row.family].append(row)
    for family in families.values():
        heads = [row for row in family if row.values["relation"] == HEAD]
        if len(heads) == 1:
            continue
        said = "这一户没有写谁是户主" if not heads else "这一户写了不止一个户主"
        for row in heads or family:
            row.errors.setdefault("relation", said)
