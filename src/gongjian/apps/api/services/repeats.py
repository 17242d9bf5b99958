"""A call that writes and bears an `Idempotency-Key` is done once, however often its sender repeats it.

The key is claimed in the transaction of the act: what fails leaves no key, a second sender of the same key waits
for the first, and a process that dies in between has done nothing. The answer is kept sealed for a day.
"""

import hashlib
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any, cast

from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone

from gongjian.apps.api.models import KeptAnswer
from gongjian.core.access import ActorRequest
from gongjian.core.errors import Invalid

HEADER = "Idempotency-Key"
KEY = re.compile(r"[!-~]{1,80}")
KEPT = timedelta(days=1)


class KeyedRequest(ActorRequest):
    """A call whose answer will be kept, and where."""

    kept_answer_id: int


class DoneBefore(Exception):
    """The same call came before: what it was answered, or status 0 where the answer was lost."""

    def __init__(self, status: int, body: str) -> None:
        super().__init__()
        self.status, self.body = status, body


def done_once(request: ActorRequest, act: Callable[[], Any]) -> Any:
    """Do it; with a key, only if it wasn't done before. Raises DoneBefore, and Invalid for a key used otherwise."""
    key = request.headers.get(HEADER)
    if key is None:
        return act()
    if not KEY.fullmatch(key):
        raise Invalid(f"{HEADER} 应是 1 到 80 个看得见的英文字符，如一个 UUID。")
    claim = {"user_id": request.actor.user_id, "key": key}
    digest = _digest(request)
    with transaction.atomic():
        made = KeptAnswer(**claim, digest=digest, at=timezone.now())
        KeptAnswer.objects.bulk_create([made], ignore_conflicts=True)
        row = KeptAnswer.objects.select_for_update(no_key=True).get(**claim)
        if row.at != made.at or row.digest != digest:
            _refuse_other(row, digest)
            raise DoneBefore(row.status, row.body or "")
        result = act()
    cast(KeyedRequest, request).kept_answer_id = row.pk
    return result


def keep_answer(request: HttpRequest, status: int, content: bytes) -> None:
    """Keep what a call with a key was answered; nothing for other calls."""
    row_id = getattr(request, "kept_answer_id", None)
    if row_id is not None:
        KeptAnswer.objects.filter(pk=row_id).update(status=status, body=content.decode())


def forget_answers() -> int:
    """Drop the answers of yesterday; return how many."""
    return KeptAnswer.objects.filter(at__lt=timezone.now() - KEPT).delete()[0]


def _refuse_other(row: KeptAnswer, digest: str) -> None:
    if row.digest != digest:
        raise Invalid(f"这个 {HEADER} 已经用在另一次内容不同的提交上。请每次提交换一个新的。")


def _digest(request: HttpRequest) -> str:
    """Return what tells two calls apart: method, address and everything that was sent."""
    made = hashlib.sha256(f"{request.method} {request.get_full_path()}\n".encode())
    if request.content_type == "multipart/form-data":
        for name, values in sorted(request.POST.lists()):
            made.update(repr((name, values)).encode())
        for name, files in sorted(request.FILES.lists()):
            for file in files:
                made.update(repr((name, file.name, file.size)).encode())
                for chunk in file.chunks():
                    made.update(chunk)
                file.seek(0)
    else:
        made.update(request.body)
    return made.hexdigest()
