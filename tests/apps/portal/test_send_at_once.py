"""What a nervous finger, many senders and several workers do in the same moment: one matter a form, one photo a photo, no token too many."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest
from django.db import connection

from gongjian.apps.matters.models import Matter, MatterPhoto
from gongjian.apps.matters.services import load_first_classes
from gongjian.apps.portal import services
from gongjian.apps.portal.choices import SubmissionState
from gongjian.apps.portal.models import Submission
from gongjian.apps.portal.services import Filled
from gongjian.core import flood
from gongjian.core.access import Role
from gongjian.core.attachments import Upload
from gongjian.core.rules import load_first_versions
from tests.factories import COMMUNITIES, STREET, make_places, make_user
from tests.inspection_factories import photo_bytes
from tests.portal_factories import make_door

pytestmark = pytest.mark.django_db(transaction=True)
TIMES = 6


@pytest.fixture(autouse=True)
def now(settings, tmp_path: Path) -> None:
    """These tests run by the clock: it can't be made to stand in other threads."""
    if connection.vendor != "postgresql":
        pytest.skip("a test's SQLite lives in one connection")
    settings.MEDIA_ROOT = tmp_path
    load_first_versions()
    load_first_classes()
    make_places()
    make_door()


def at_once(*acts: Callable[[], object]) -> list[object]:
    """Start all acts in the same moment, each on its own connection."""
    barrier = Barrier(len(acts))

    def run(act: Callable[[], object]) -> object:
        barrier.wait()
        try:
            return act()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as threads:
        return list(threads.map(run, acts))


def fill(number: int, sender: str = "s" * 64) -> Filled:
    return Filled(
        nonce=f"n{number}",
        sender=sender,
        age_s=60,
        place_code=COMMUNITIES[0],
        words=f"楼道堆物，第 {number} 回",
        consent_version="1",
    )


def test_one_form_sent_many_times_at_once_is_one_matter() -> None:
    found = at_once(*[lambda: services.send(fill(1))] * TIMES)

    assert Matter.objects.count() == 1
    assert {row.matter_id for row in found} == {Matter.objects.get().pk}


def test_a_burst_from_one_sender_takes_no_token_twice() -> None:
    at_once(*[lambda n=n: services.send(fill(n)) for n in range(TIMES + 4)])

    assert Matter.objects.count() == 5
    assert Submission.objects.filter(state=SubmissionState.HELD).count() == TIMES - 1


def test_many_reports_at_once_are_one_notice_that_counts_each() -> None:
    person = make_user(Role.OFFICE, STREET)

    at_once(*[lambda n=n: services.send(fill(n, f"{n:064d}")) for n in range(TIMES)])

    assert [notice.count for notice in person.notices.all()] == [TIMES]


def test_a_bucket_gives_no_more_than_it_holds_to_many_at_once() -> None:
    limit = flood.Limit(burst=3, per_hour=1)

    assert at_once(*[lambda: flood.take("report", "x", limit)] * TIMES).count(True) == 3


def test_several_workers_clean_each_photo_once() -> None:
    row = services.submission_of("n1", COMMUNITIES[0], "s" * 64)
    services.keep_photos(row, [Upload(f"{n}.jpg", photo_bytes() + bytes([n])) for n in range(4)])
    services.send(fill(1))

    settled = at_once(*[services.clean_waiting] * 3)

    assert sum(settled) == 4
    assert MatterPhoto.objects.count() == 4
