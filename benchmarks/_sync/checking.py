"""Afterwards: is everything that was sent there, once, and is the trail whole?"""

import hashlib
from collections import Counter
from pathlib import Path

from benchmarks._sync.device import Device
from benchmarks._sync.field import Field


def check(field: Field, devices: list[Device], folder: Path) -> dict[str, object]:
    """Count sheets, photos, operations and faults in the database and the store."""
    from gongjian.apps.inspections.models import ReplayedOperation, ScoreSheet, SheetEntry
    from gongjian.core import audit

    wanted = len(devices) * len(field.places)
    submitted = ScoreSheet.objects.filter(status="submitted")
    pairs = Counter(submitted.values_list("inspector_id", "place_code"))
    through = SheetEntry.photos.through.objects.values_list("storedfile__sent_sha256", "storedfile__sha256")
    held = list(through)
    sent = {digest for device in devices for digest in device.photos}
    broken = sum(_is_broken(folder, kept) for _sent, kept in held)
    operations = ReplayedOperation.objects.values_list("phone__device", "seq")
    doubled = sum(count > 1 for count in Counter(operations).values()) + sum(n > 1 for n in pairs.values())
    while audit.link():
        pass
    figures: dict[str, object] = {
        "sheets submitted": sum(pairs.values()),
        "photos with the right digest": len({digest for digest, _kept in held} & sent) - broken,
        "photos twice": len(held) - len(set(held)),
        "operations replayed": ReplayedOperation.objects.count(),
        "doubled": doubled,
        "audit faults": sum(1 for _ in audit.verify()),
        "refused": sum(len(device.faults) for device in devices),
    }
    is_whole = (
        figures["sheets submitted"] == wanted
        and figures["photos with the right digest"] == wanted
        and figures["operations replayed"] == sum(device.total for device in devices)
        and not any(figures[name] for name in ("photos twice", "doubled", "audit faults", "refused"))
    )
    return {**figures, "faults": 0 if is_whole else 1}


def _is_broken(folder: Path, digest: str) -> bool:
    path = folder / "files" / digest[:2] / digest
    return not path.exists() or hashlib.sha256(path.read_bytes()).hexdigest() != digest
