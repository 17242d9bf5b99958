"""Backup while 20 people write, restored elsewhere: figures and photos equal the moment of the backup."""

import argparse
import hashlib
import io
import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

WRITERS = 20


def main(argv: list[str]) -> None:
    """Run the trial on a scratch database (SQLite unless DATABASE_URL says otherwise) and print its figures."""
    parser = argparse.ArgumentParser(prog="bench backup")
    parser.add_argument("--seconds", type=float, default=6, help="how long people write before and after")
    parser.add_argument("--restore-into", metavar="FILE", help=argparse.SUPPRESS)
    parser.add_argument("--data", help=argparse.SUPPRESS)
    args = parser.parse_args(argv)
    if args.restore_into:
        return _restore(Path(args.restore_into))
    folder = Path(tempfile.mkdtemp(prefix="gongjian-bench-"))
    os.environ["GONGJIAN_DATA"] = str(folder)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gongjian.config.settings.dev")
    try:
        _trial(folder, args.seconds)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return None


def _trial(folder: Path, seconds: float) -> None:
    import django

    django.setup()
    from django.core.management import call_command

    from gongjian.core.backup import write_backup

    call_command("migrate", verbosity=0)
    people, sheets = _cast()
    stop, written = threading.Event(), [0] * WRITERS
    threads = [
        threading.Thread(target=_write, args=(people[at], sheets[at], stop, written, at))
        for at in range(WRITERS)
    ]
    for thread in threads:
        thread.start()
    time.sleep(seconds)
    before = sum(written)
    started = time.perf_counter()
    summary = write_backup(folder / "backup.tar.gz")
    backup_s = time.perf_counter() - started
    during = sum(written) - before
    time.sleep(seconds / 2)
    stop.set()
    for thread in threads:
        thread.join()
    restored = _restore_elsewhere(folder)
    print(f"{'writers':<34}{WRITERS:>12}")
    print(
        f"{'writes before / during / after':<34}{before:>6} /{during:>5} /{sum(written) - before - during:>6}"
    )
    print(f"{'rows in the backup':<34}{summary.row_count:>12,}")
    print(f"{'backup, seconds':<34}{backup_s:>12.2f}")
    print(f"{'figures equal after restore':<34}{restored['figures']:>12}")
    print(f"{'photos with the right digest':<34}{restored['photos']:>12}")
    print(f"{'audit faults after restore':<34}{restored['faults']:>12}")
    figures = {
        "writers": WRITERS,
        "during": during,
        "rows": summary.row_count,
        "backup_s": round(backup_s, 2),
    }
    print(json.dumps({"benchmark": "backup", **figures, **restored}, ensure_ascii=False))


def _cast() -> tuple[list[object], list[tuple[int, int, int]]]:
    """Make 20 inspectors, each with an open sheet of his own."""
    from datetime import date
    from decimal import Decimal

    from gongjian.apps.inspections import services
    from gongjian.apps.parties.models import Grant, User
    from gongjian.apps.places.services import load_demo_register
    from gongjian.core.access import SYSTEM

    communities = load_demo_register(actor=SYSTEM, seed=1, per_street=1)
    items = [
        services.ItemSpec(f"项目{n}", Decimal(10), (services.RuleSpec("问题", Decimal(1)),))
        for n in range(10)
    ]
    version = services.create_rubric(actor=SYSTEM, place_code="5109", title="试验", items=items)
    services.publish_version(actor=SYSTEM, version_id=version.pk, effective_on=date(2026, 1, 1))
    row = services.start_round(
        actor=SYSTEM,
        place_code="5109",
        title="试验",
        version_id=version.pk,
        starts_on=date(2026, 1, 2),
        ends_on=date(2026, 12, 30),
    )
    item = version.items.first()
    people, sheets = [], []
    for number in range(WRITERS):
        user = User.objects.create(username=f"w{number}", full_name=f"w{number}", place_code="5109")
        Grant.objects.create(user=user, role="inspector", place_code="5109")
        actor = User.objects.get(pk=user.pk).as_actor()
        sheet = services.open_sheet(
            actor=actor, round_id=row.pk, place_code=communities[number], inspected_on=date(2026, 3, 1)
        )
        people.append(actor)
        sheets.append((sheet.pk, item.pk, item.rules.first().pk))
    return people, sheets


def _write(
    actor: object, sheet: tuple[int, int, int], stop: threading.Event, written: list[int], at: int
) -> None:
    """Record a finding with a photo, again and again, as one inspector."""
    from decimal import Decimal

    from django.db import connection

    from gongjian.apps.inspections import services

    sheet_id, item_id, rule_id = sheet
    while not stop.is_set():
        services.record_item(
            actor=actor,  # type: ignore[arg-type]
            sheet_id=sheet_id,
            item_id=item_id,
            counts={rule_id: Decimal(written[at] % 9 + 1)},
        )
        if written[at] % 10 == 0 and written[at] < 50:
            photo = _photo(at, written[at])
            services.add_photo(
                actor=actor,  # type: ignore[arg-type]
                sheet_id=sheet_id,
                item_id=item_id,
                rule_id=rule_id,
                content=photo,
                name="p.jpg",
            )
        written[at] += 1
    connection.close()


def _photo(first: int, second: int) -> bytes:
    from PIL import Image

    out = io.BytesIO()
    Image.new("RGB", (320, 240), (first * 12 % 256, second % 256, 90)).save(out, "JPEG")
    return out.getvalue()


def _restore_elsewhere(folder: Path) -> dict[str, int]:
    """Restore in a process of its own, into another data folder with the same keys."""
    other = folder / "other"
    other.mkdir()
    for key in folder.glob("*_key.txt"):
        shutil.copy(key, other)
    environment = {**os.environ, "GONGJIAN_DATA": str(other)}
    environment.pop("DATABASE_URL", None)
    code = f"import sys; from benchmarks.backup import main; main(['--restore-into', {str(folder / 'backup.tar.gz')!r}])"
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode:
        sys.exit(done.stderr[-2000:])
    result: dict[str, int] = json.loads(done.stdout.splitlines()[-1])
    return result


def _restore(source: Path) -> None:
    """Restore, and count what is right: the figures of the manifest, each photo's digest, the audit trail."""
    import django

    django.setup()
    from django.core.management import call_command

    from gongjian.core import audit
    from gongjian.core.backup import restore_backup
    from gongjian.core.files import path_of
    from gongjian.core.models import StoredFile
    from gongjian.core.registry import list_indicators

    call_command("migrate", verbosity=0)
    restore_backup(source)
    digests = StoredFile.objects.values_list("sha256", flat=True)
    right = [hashlib.sha256(path_of(digest).read_bytes()).hexdigest() == digest for digest in digests]
    if not all(right):
        sys.exit("a photo came back changed")
    print(
        json.dumps(
            {"figures": len(list_indicators()), "photos": len(right), "faults": len(list(audit.verify()))}
        )
    )


if __name__ == "__main__":
    main(sys.argv[1:])
