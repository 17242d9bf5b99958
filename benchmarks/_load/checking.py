"""Afterwards: is everything that was promised there, once, with its photo, deadline, steps and messages?"""

import subprocess
import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from benchmarks._load.photos import bears_marks
from benchmarks._load.residents import Report
from benchmarks._load.town import Town

AT_ONCE = 1000
LOOKED_AT = 200
"""Of so many photos the kept bytes are read for marks of place and time."""


def check_reports(reports: list[Report], town: Town, after_pk: int) -> dict[str, int]:
    """Count what is missing or there more than once, of the matters after one and what hangs on them.

    Zeros mean that all is well.
    """
    from gongjian.apps.matters.models import Matter, Message, Step
    from gongjian.core.models import AuditEntry

    words = [report.words for report in reports]
    matters = [matter for part in _parts(words) for matter in Matter.objects.filter(words__in=part)]
    by_words = Counter(matter.words for matter in matters)
    by_number = {matter.number: matter for matter in matters}
    keys = [matter.pk for matter in matters]
    promised = [report for report in reports if report.number]
    held = _held([report for report in reports if report.is_held])
    return {
        "real reports held": sum(report.is_held for report in reports),
        "reports without an answer": sum(not report.number and not report.is_held for report in reports),
        "promised and missing": sum(
            getattr(by_number.get(report.number), "words", "") != report.words for report in promised
        ),
        "held and missing": held,
        "matters doubled": sum(count - 1 for count in by_words.values()),
        "steps missing or doubled": _not_once(keys, Step.objects.filter(kind="reported")),
        "messages missing or doubled": _not_once(keys, Message.objects.filter(kind="reported")),
        "trail missing or doubled": len(keys)
        - AuditEntry.objects.filter(action="matters.reported", object_id__in=map(str, keys)).count(),
        "deadlines missing or wrong": sum(map(_has_wrong_deadline, matters)),
        "new ones not told to a desk, or twice": _told_wrongly(after_pk, town),
        **_check_photos(promised, by_number),
    }


def check_trail() -> dict[str, int]:
    """Let the product verify its own trail."""
    done = subprocess.run([sys.executable, "-m", "gongjian.cli", "audit", "verify"], capture_output=True)
    return {"audit verify failed": done.returncode}


def _parts(items: Iterable[Any]) -> Iterable[list[Any]]:
    rows = list(items)
    return (rows[at : at + AT_ONCE] for at in range(0, len(rows), AT_ONCE))


def _held(reports: list[Report]) -> int:
    from gongjian.apps.portal.models import Submission

    words = [report.words for report in reports]
    found = Counter(
        one
        for part in _parts(words)
        for one in Submission.objects.filter(words__in=part).values_list("words", flat=True)
    )
    return sum(found[one] != 1 for one in words)


def _not_once(keys: list[int], rows: Any) -> int:
    """Count the matters that have none or several of these rows."""
    found = Counter(
        pk for part in _parts(keys) for pk in rows.filter(matter__in=part).values_list("matter", flat=True)
    )
    return sum(found[pk] != 1 for pk in keys)


def _has_wrong_deadline(matter: Any) -> bool:
    from django.utils import timezone

    from gongjian.apps.matters.selectors.deadlines import due_from, limit_of

    judged = limit_of(matter, timezone.localdate(matter.started_at))
    due = due_from(matter.started_at, judged, matter.place_code).due_at
    return bool(matter.due_at != due or matter.limit_amount != judged.amount)


def _told_wrongly(after_pk: int, town: Town) -> int:
    """Count the people whose notices of new matters do not add up to the matters that came to their desk."""
    from django.db.models import Sum

    from gongjian.apps.matters.models import Matter
    from gongjian.apps.parties.models import Notice

    came = Counter(matter.desk_code for matter in Matter.objects.filter(pk__gt=after_pk))
    notices = Notice.objects.filter(topic__startswith="matters.new:").order_by().values("user_id")
    told = dict(notices.annotate(many=Sum("count")).values_list("user_id", "many"))
    return sum(told.get(person.user_id, 0) != came[person.place_code] for person in town.people)


def _check_photos(promised: list[Report], by_number: dict[str, Any]) -> dict[str, int]:
    from gongjian.apps.matters.models import MatterPhoto

    keys = [matter.pk for matter in by_number.values()]
    rows = [
        row
        for part in _parts(keys)
        for row in MatterPhoto.objects.filter(matter__in=part).select_related("file")
    ]
    kept = Counter((row.matter_id, row.file.sent_sha256) for row in rows)
    sent = {
        (by_number[one.number].pk, one.photo) for one in promised if one.photo and one.number in by_number
    }
    return {
        "photos missing": sum(not kept[one] for one in sent),
        "photos doubled": sum(count - 1 for count in kept.values()),
        "photos broken": sum(map(_is_broken, (row.file for row in rows))),
        "photos with marks left": sum(_still_marked(row.file) for row in rows[:LOOKED_AT]),
        "raw photos left behind": _left_behind(),
    }


def _is_broken(stored: Any) -> bool:
    from gongjian.core.errors import NotFound
    from gongjian.core.files import read_bytes

    try:
        read_bytes(stored)
    except NotFound:
        return True
    return False


def _still_marked(stored: Any) -> bool:
    from gongjian.core.files import path_of

    return bears_marks(path_of(stored.sha256).read_bytes())


def _left_behind() -> int:
    """Count the files in the waiting folder that no row knows of: photos as they were sent, with their marks."""
    from django.conf import settings

    from gongjian.apps.portal.models import SubmissionPhoto
    from gongjian.core.waiting_photos import FOLDER

    folder = Path(settings.MEDIA_ROOT) / FOLDER
    there = {path.name for path in folder.iterdir()} if folder.exists() else set()
    return len(there - set(SubmissionPhoto.objects.values_list("stored_as", flat=True)))
