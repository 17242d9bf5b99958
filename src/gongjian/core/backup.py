"""Backup and restore of the whole product: one file, either database, while people work.

The rows are read in one snapshot (a deferred read transaction of SQLite in WAL mode, a repeatable
read of PostgreSQL), so the backup is one moment and no writer waits. Rows are kept as lines of JSON
that know no database, so a backup of SQLite restores into PostgreSQL and back. Encrypted fields stay
encrypted. Files are kept by digest and never change, so every file that a row of the snapshot names
is there. `manifest.json`, written last, holds the digest of every member and the figures of that
moment; a restore that does not give them again is taken back whole.
"""

import hashlib
import io
import json
import tarfile
import tempfile
from base64 import b64encode
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import IO, Any
from uuid import UUID

from django.apps import apps
from django.core.management.color import no_style
from django.db import connection, models, transaction
from django.db.migrations.loader import MigrationLoader
from django.db.models.sql import InsertQuery
from django.utils import timezone
from encrypted_fields.fields import EncryptedFieldMixin, EncryptedTextField

from gongjian import __version__
from gongjian.core import audit
from gongjian.core.errors import Conflict, Invalid
from gongjian.core.figures import Period
from gongjian.core.files import path_of
from gongjian.core.models import StoredFile
from gongjian.core.registry import list_indicators, read_figure

BATCH = 2000
KEY_WORDS = "gongjian backup key check"
MANIFEST = "manifest.json"
Progress = Callable[[str], None]


@dataclass(frozen=True)
class Summary:
    """What a backup holds."""

    taken_at: datetime
    row_count: int
    file_count: int
    audit_head: str


def write_backup(target: Path, progress: Progress = lambda _: None) -> Summary:
    """Write a backup to `target`, replacing it only when the new one is whole."""
    part = target.with_name(f"{target.name}.part")
    digests: dict[str, str] = {}
    counts: dict[str, int] = {}
    with tarfile.open(part, "w:gz", compresslevel=4) as archive:
        with _snapshot():
            taken_at = timezone.now()
            end = str(audit.head())
            figures = _read_figures(taken_at)
            for model in _models():
                progress(model._meta.label)
                counts[model._meta.label_lower], digest = _add_table(archive, model)
                digests[_table_name(model)] = digest
            files = sorted(set(StoredFile.objects.values_list("sha256", flat=True)))
        for sha256 in files:
            _add(archive, f"files/{sha256}", path_of(sha256).read_bytes())
            digests[f"files/{sha256}"] = sha256
        manifest = {
            "product": "gongjian",
            "version": __version__,
            "taken_at": taken_at.isoformat(),
            "migrations": _applied_migrations(),
            "rows": counts,
            "audit_head": end,
            "figures": figures,
            "key_check": EncryptedTextField().get_prep_value(KEY_WORDS),
            "digests": digests,
        }
        _add(archive, MANIFEST, json.dumps(manifest, ensure_ascii=False, indent=1).encode())
    part.replace(target)
    return Summary(taken_at, sum(counts.values()), len(files), end)


def restore_backup(source: Path, progress: Progress = lambda _: None) -> Summary:
    """Restore into an empty installation; every digest is checked before the first row is written.

    Raises Invalid for a damaged file or other keys, Conflict when there is data already.
    """
    if apps.get_model("parties.User").objects.exists():
        raise Conflict(
            "这里已经有数据，不能恢复到上面。请换一个空的数据目录或数据库，先运行 gongjian migrate。"
        )
    with _open(source) as archive:
        manifest = _read_manifest(archive)
        progress("核对每个文件的校验值")
        _check_digests(archive, manifest["digests"])
        _check_fit(manifest)
        for name in manifest["digests"]:
            if name.startswith("files/"):
                _restore_file(archive, name.removeprefix("files/"))
        with transaction.atomic():
            for model in reversed(_models()):
                _clear(model)
            for model in _models():
                progress(model._meta.label)
                _load_table(archive, model)
            _reset_sequences()
            _check_figures(manifest)
    count = sum(manifest["rows"].values())
    files = sum(name.startswith("files/") for name in manifest["digests"])
    return Summary(datetime.fromisoformat(manifest["taken_at"]), count, files, manifest["audit_head"])


@contextmanager
def _snapshot() -> Iterator[None]:
    """Hold one reading moment without stopping writers."""
    begin = (
        "BEGIN DEFERRED"
        if connection.vendor == "sqlite"
        else "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
    )
    with connection.cursor() as cursor:
        cursor.execute(begin)
        try:
            yield
        finally:
            cursor.execute("COMMIT")


def _read_figures(taken_at: datetime) -> dict[str, list[str]]:
    """Read every indicator for the nation and the year: what a restore must give again."""
    period = Period.year(timezone.localdate(taken_at).year)
    found = {}
    for indicator in list_indicators():
        figure = read_figure(indicator.key, place_code="", period=period)
        found[indicator.key] = [str(figure.numerator), str(figure.denominator), str(figure.row_count)]
    return found


def _check_figures(manifest: dict[str, Any]) -> None:
    now = _read_figures(datetime.fromisoformat(manifest["taken_at"]))
    for key, kept in manifest["figures"].items():
        if key in now and now[key] != kept:
            raise Invalid(
                f"恢复后指标“{key}”与备份那一刻不同（{now[key][0]}，应为 {kept[0]}）。已全部撤回，没有写入。"
            )


def _models() -> list[type[models.Model]]:
    found = apps.get_models(include_auto_created=True)
    return [model for model in found if model._meta.managed and not model._meta.proxy]


def _table_name(model: type[models.Model]) -> str:
    return f"tables/{model._meta.label_lower}.jsonl"


def _add(archive: tarfile.TarFile, name: str, content: bytes) -> None:
    info = tarfile.TarInfo(name)
    info.size = len(content)
    archive.addfile(info, io.BytesIO(content))


def _add_table(archive: tarfile.TarFile, model: type[models.Model]) -> tuple[int, str]:
    digest, count = hashlib.sha256(), 0
    with tempfile.TemporaryFile() as lines:
        for row in _rows(model):
            line = json.dumps(row, ensure_ascii=False, default=_encode).encode() + b"\n"
            digest.update(line)
            lines.write(line)
            count += 1
        info = tarfile.TarInfo(_table_name(model))
        info.size = lines.tell()
        lines.seek(0)
        archive.addfile(info, lines)
    return count, digest.hexdigest()


def _rows(model: type[models.Model]) -> Iterator[list[Any]]:
    fields = model._meta.concrete_fields
    names = [field.attname for field in fields]
    sealed = [index for index, field in enumerate(fields) if isinstance(field, EncryptedFieldMixin)]
    key = model._meta.pk.attname
    place = names.index(key)
    rows, last = model._base_manager.order_by(key), None
    while batch := list(
        (rows if last is None else rows.filter(**{f"{key}__gt": last})).values_list(*names)[:BATCH]
    ):
        for values in batch:
            row = list(values)
            for index in sealed:
                row[index] = fields[index].get_prep_value(row[index])
            yield row
        last = batch[-1][place]


def _encode(value: object) -> str:
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, Decimal | UUID):
        return str(value)
    if isinstance(value, timedelta):
        return str(value.total_seconds())
    if isinstance(value, bytes | memoryview):
        return b64encode(value).decode("ascii")
    raise TypeError(f"a backup can't hold {type(value).__name__}")


@contextmanager
def _open(source: Path) -> Iterator[tarfile.TarFile]:
    try:
        with tarfile.open(source, "r:gz") as archive:
            yield archive
    except (tarfile.TarError, EOFError, OSError) as error:
        raise Invalid(f"备份文件“{source.name}”打不开或不完整。请换一份备份；没有写入任何数据。") from error


def _read_manifest(archive: tarfile.TarFile) -> dict[str, Any]:
    try:
        manifest: dict[str, Any] = json.loads(_member(archive, MANIFEST).read())
    except KeyError as error:
        raise Invalid("备份文件里没有清单，说明备份时中断了。请换一份备份；没有写入任何数据。") from error
    return manifest


def _member(archive: tarfile.TarFile, name: str) -> IO[bytes]:
    handle = archive.extractfile(name)
    if handle is None:
        raise KeyError(name)
    return handle


def _check_digests(archive: tarfile.TarFile, digests: dict[str, str]) -> None:
    for member in archive:
        if member.name == MANIFEST:
            continue
        found = _digest(_member(archive, member.name))
        if digests.get(member.name) != found:
            raise Invalid(
                f"备份里的“{member.name}”与清单的校验值不符，文件已损坏。请换一份备份；没有写入任何数据。"
            )
    missing = set(digests) - set(archive.getnames())
    if missing:
        raise Invalid(f"备份里缺“{min(missing)}”。请换一份备份；没有写入任何数据。")


def _digest(handle: IO[bytes]) -> str:
    digest = hashlib.sha256()
    while block := handle.read(1 << 20):
        digest.update(block)
    return digest.hexdigest()


def _check_fit(manifest: dict[str, Any]) -> None:
    if set(map(tuple, manifest["migrations"])) != set(map(tuple, _applied_migrations())):
        raise Invalid(
            f"备份来自 {manifest['version']} 版，表结构与现在的 {__version__} 版不同。请先装同一版恢复，再升级。"
        )
    if EncryptedTextField().to_python(manifest["key_check"]) != KEY_WORDS:
        raise Invalid(
            "这里的密钥（SECRET_KEY、SALT_KEY）与备份时不同，加密的内容会读不出来。请先放好原来的密钥。"
        )


def _applied_migrations() -> list[list[str]]:
    return sorted([app, name] for app, name in MigrationLoader(connection).applied_migrations)


def _restore_file(archive: tarfile.TarFile, sha256: str) -> None:
    path = path_of(sha256)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(_member(archive, f"files/{sha256}").read())


def _clear(model: type[models.Model]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {connection.ops.quote_name(model._meta.db_table)}")


def _load_table(archive: tarfile.TarFile, model: type[models.Model]) -> None:
    fields = model._meta.concrete_fields
    batch: list[models.Model] = []
    for line in _member(archive, _table_name(model)):
        values = zip(fields, json.loads(line), strict=True)
        batch.append(model(**{field.attname: _decoded(field, value) for field, value in values}))
        if len(batch) >= BATCH:
            _insert(model, batch)
            batch = []
    _insert(model, batch)


def _decoded(field: models.Field[Any, Any], value: Any) -> Any:
    if isinstance(field, models.ForeignKey):
        return field.target_field.to_python(value)
    return field.to_python(value)


def _insert(model: type[models.Model], batch: list[models.Model]) -> None:
    """Insert rows as they are: no automatic dates, no save hooks."""
    fields = model._meta.concrete_fields
    size = max(1, connection.ops.bulk_batch_size(fields, batch)) if batch else 1
    for start in range(0, len(batch), size):
        query = InsertQuery(model)
        query.insert_values(fields, batch[start : start + size], raw=True)
        query.get_compiler(connection=connection).execute_sql()


def _reset_sequences() -> None:
    with connection.cursor() as cursor:
        for sql in connection.ops.sequence_reset_sql(no_style(), _models()):
            cursor.execute(sql)
