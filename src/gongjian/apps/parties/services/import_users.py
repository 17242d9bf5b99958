"""Bring people in from a table: read it, list every error by row and column, then write all or nothing.

What was read is kept sealed between the two steps (`UserImport`), so nothing is typed twice.
"""

import json
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.db.models.functions import Lower
from django.utils import timezone

from gongjian.apps.parties.models import User, UserImport
from gongjian.apps.parties.selectors import get_import, organisations_by_name
from gongjian.apps.parties.services.users import Issued, OneTime, UserSpec, create_user, make_one_time
from gongjian.apps.places.selectors import names_of
from gongjian.core import audit
from gongjian.core.access import Actor, Right
from gongjian.core.errors import Conflict, Invalid, NotAllowed
from gongjian.core.previews import read_table
from gongjian.core.rules import rule_value
from gongjian.readers import SheetData, write_xlsx

COLUMNS = ("账号", "姓名", "所在地方代码", "单位", "职务", "手机", "邮箱")
REQUIRED = ("账号", "姓名", "所在地方代码")
_KEYS = ("username", "full_name", "place_code", "organisation", "post", "phone", "email")
_LENGTHS = {"username": 150, "full_name": 40, "place_code": 15, "organisation": 120, "post": 60, "phone": 20}
_USERNAME = re.compile(r"[\w.@+-]+\Z")


@dataclass
class ImportRow:
    """One row of the file: its number there, the text of each column, and what is wrong by column."""

    number: int
    values: dict[str, str]
    errors: dict[str, str] = field(default_factory=dict)
    organisation_id: int | None = None

    @property
    def cells(self) -> list[dict[str, str]]:
        """The cells in the order of COLUMNS, each with its error."""
        return [{"value": self.values[key], "error": self.errors.get(key, "")} for key in _KEYS]

    @property
    def spec(self) -> UserSpec:
        """The person that the row states, once it has been checked."""
        named = {key: value for key, value in self.values.items() if key != "organisation"}
        return UserSpec(**named, organisation_id=self.organisation_id)


def template_xlsx() -> bytes:
    """Return the empty table to fill in, with a sheet that explains the columns."""
    notes = (
        ("账号", "必填。登录用，字母、数字或工号，全系统不重复"),
        ("姓名", "必填"),
        ("所在地方代码", "必填。统计用区划代码：县 6 位、街道 9 位、社区 12 位"),
        ("单位", "选填。写登记过的全称或简称，须属于同一个地方"),
        ("职务", "选填"),
        ("手机", "选填。加密保存，页面上只显示头尾"),
        ("邮箱", "选填。单位有邮件服务时用来通知"),
    )
    return write_xlsx(
        [
            SheetData("用户", COLUMNS, [], (16, 12, 18, 28, 16, 16, 28)),
            SheetData("说明", ("列", "怎么填"), notes, (16, 50)),
        ]
    )


@transaction.atomic
def read_import(*, actor: Actor, content: bytes, name: str) -> UserImport:
    """Read a table and keep it; Invalid with a sentence when it is no table or holds nothing."""
    actor.require(Right.USERS_MANAGE)
    if actor.user_id is None:
        raise NotAllowed("导入要由一位登录的系统管理员来做。")
    columns = dict(zip(_KEYS, COLUMNS, strict=True))
    rows = [ImportRow(*row) for row in read_table(content, name, columns, REQUIRED, "人").rows]
    limit = int(rule_value("users.import_max_rows", on=timezone.localdate()))
    if len(rows) > limit:
        raise Invalid(f"这张表有 {len(rows)} 人，一次最多 {limit} 人。请分成几张表再导入。")
    prefixes = actor.place_prefixes(Right.USERS_MANAGE)
    kept = UserImport.objects.create(
        place_code=prefixes[0] if prefixes else "",
        made_by_id=actor.user_id,
        name=Path(name).name[:200],
        content=json.dumps([asdict(row) for row in rows], ensure_ascii=False),
    )
    audit.record(actor, "parties.import_read", kept, after={"rows": len(rows)})
    return kept


def check_import(*, actor: Actor, import_id: int) -> tuple[UserImport, list[ImportRow]]:
    """Return a kept import with every error by row and column, checked against today's data; bounded queries."""
    kept = get_import(actor, import_id)
    rows = [ImportRow(number=entry["number"], values=entry["values"]) for entry in json.loads(kept.content)]
    _check(actor, rows)
    return kept, rows


def confirm_import(*, actor: Actor, import_id: int) -> list[Issued]:
    """Write all people of an import, each with a one-time password; Conflict while any row is wrong.

    The passwords are hashed before the transaction: hashing hundreds must not keep others from writing.
    """
    _, rows = check_import(actor=actor, import_id=import_id)
    return _write_import(actor, import_id, [make_one_time() for _ in rows])


@transaction.atomic
def _write_import(actor: Actor, import_id: int, one_times: Sequence[OneTime]) -> list[Issued]:
    kept, rows = check_import(actor=actor, import_id=import_id)
    wrong = [row for row in rows if row.errors]
    if wrong:
        raise Conflict(f"还有 {len(wrong)} 行有错，一行也没有写入。请改好表格再选一次。")
    issued = [
        create_user(actor=actor, spec=row.spec, one_time=one_time)
        for row, one_time in zip(rows, one_times, strict=True)
    ]
    audit.record(actor, "parties.import_done", kept, after={"rows": len(issued)})
    kept.delete()
    return issued


@transaction.atomic
def drop_import(*, actor: Actor, import_id: int) -> None:
    """Throw a kept import away."""
    kept = get_import(actor, import_id)
    audit.record(actor, "parties.import_dropped", kept)
    kept.delete()


def _check(actor: Actor, rows: list[ImportRow]) -> None:
    names = [row.values["username"].casefold() for row in rows]
    lowered = User.objects.annotate(lowered=Lower("username")).filter(lowered__in=set(names))
    taken = set(lowered.values_list("lowered", flat=True))
    twice = {name for name, count in Counter(names).items() if count > 1}
    known = names_of({row.values["place_code"] for row in rows})
    bodies = organisations_by_name(
        {row.values["organisation"] for row in rows if row.values["organisation"]},
        {row.values["place_code"] for row in rows},
    )
    for row in rows:
        _check_text(row)
        _check_name(row, taken, twice)
        _check_place(actor, row, known)
        if row.values["organisation"]:
            body = bodies.get((row.values["place_code"], row.values["organisation"]))
            row.organisation_id = body.pk if body else None
            if body is None:
                row.errors.setdefault("organisation", "这个地方没有登记这个单位，请核对名称或先登记单位")


def _check_text(row: ImportRow) -> None:
    for title, key in zip(COLUMNS, _KEYS, strict=True):
        value = row.values[key]
        if not value and title in REQUIRED:
            row.errors[key] = f"{title}没有填"
        elif len(value) > _LENGTHS.get(key, 254):
            row.errors[key] = f"太长，最多 {_LENGTHS.get(key, 254)} 个字"
    if row.values["email"]:
        try:
            validate_email(row.values["email"])
        except ValidationError:
            row.errors.setdefault("email", "不像邮箱，应像 name@example.cn")
    if row.values["phone"] and not re.fullmatch(r"\+?[\d -]{7,20}", row.values["phone"]):
        row.errors.setdefault("phone", "不像电话号码")


def _check_name(row: ImportRow, taken: set[str], twice: set[str]) -> None:
    name = row.values["username"]
    if not name:
        return
    if not _USERNAME.match(name):
        row.errors.setdefault("username", "只能用字母、数字和 @ . + - _")
    elif name.casefold() in twice:
        row.errors.setdefault("username", "这张表里出现了两次")
    elif name.casefold() in taken:
        row.errors.setdefault("username", "账号已有人用")


def _check_place(actor: Actor, row: ImportRow, known: dict[str, str]) -> None:
    code = row.values["place_code"]
    if not code:
        return
    if code not in known:
        row.errors.setdefault("place_code", "没有这个代码的地方")
    elif not actor.can(Right.USERS_MANAGE, code):
        row.errors.setdefault("place_code", f"{known[code]}不归你管")
