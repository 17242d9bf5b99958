"""Photos wait as they were sent and join their matters cleaned, each once, whichever worker dies."""

import io
import os
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from PIL import Image

from gongjian.apps.matters.models import MatterPhoto
from gongjian.apps.portal import services
from gongjian.apps.portal.models import Submission, SubmissionPhoto
from gongjian.apps.portal.services import photos
from gongjian.core import waiting_photos
from gongjian.core.clock import at
from gongjian.core.files import read_bytes
from tests.portal_factories import send, the_matter, token

pytestmark = pytest.mark.usefixtures("door")


def marked_photo(color: str = "red") -> bytes:
    """A photo that says when and by what it was taken."""
    exif = Image.Exif()
    exif[0x010F] = "某牌手机"
    exif[0x0132] = "2026:11:18 08:00:00"
    out = io.BytesIO()
    Image.new("RGB", (640, 480), color).save(out, "JPEG", exif=exif)
    return out.getvalue()


def send_photo(client: Client, *contents: bytes) -> Submission:
    send(client, photos=[SimpleUploadedFile(f"{n}.jpg", content) for n, content in enumerate(contents)])
    return Submission.objects.get()


def waiting_files() -> list[Path]:
    return list((Path(settings.MEDIA_ROOT) / waiting_photos.FOLDER).glob("*"))


@pytest.fixture(autouse=True)
def own_files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def test_a_photo_joins_its_matter_without_its_marks(client: Client) -> None:
    send_photo(client, marked_photo(), marked_photo("blue"))

    assert services.clean_waiting() == 2

    kept = list(MatterPhoto.objects.filter(matter=the_matter()).select_related("file"))
    assert len(kept) == 2
    assert not any(photo.is_public for photo in kept)
    assert b"Exif" not in read_bytes(kept[0].file)
    assert kept[0].file.taken_at is not None
    assert not SubmissionPhoto.objects.exists()
    assert waiting_files() == []


def test_the_same_photo_is_kept_once(client: Client) -> None:
    send_photo(client, marked_photo(), marked_photo())

    assert services.clean_waiting() == 1
    assert MatterPhoto.objects.count() == 1


@pytest.mark.parametrize("is_cleaned", [False, True])
def test_pressed_again_with_its_photo_since_no_answer_came_it_is_the_first_receipt(
    client: Client, is_cleaned: bool
) -> None:
    fields, photo = {"token": token(), "seen": ""}, marked_photo()
    first = send(client, **fields, photos=SimpleUploadedFile("a.jpg", photo))
    if is_cleaned:
        services.clean_waiting()

    again = send(client, **fields, photos=SimpleUploadedFile("a.jpg", photo))
    other = send(client, **fields, photos=SimpleUploadedFile("b.jpg", marked_photo("blue")))

    assert (again.status_code, again["Location"]) == (302, first["Location"])
    assert "已经交过了" in other.content.decode()
    services.clean_waiting()
    assert MatterPhoto.objects.filter(matter=the_matter()).count() == 1


def test_a_photo_of_a_form_not_sent_is_not_touched(client: Client) -> None:
    send(client, what="", photos=SimpleUploadedFile("a.jpg", marked_photo()))

    assert services.clean_waiting() == 0
    assert len(waiting_files()) == 1


def test_what_a_dead_worker_claimed_another_takes_up_later(client: Client, monkeypatch, now) -> None:
    send_photo(client, marked_photo())
    monkeypatch.setattr(photos, "_cleaned", lambda row: (_ for _ in ()).throw(KeyboardInterrupt))
    with pytest.raises(KeyboardInterrupt):
        services.clean_waiting()
    monkeypatch.undo()

    assert services.clean_waiting() == 0, "another worker leaves it alone for now"
    with at(now + photos.CLAIMED_FOR + timedelta(seconds=1)):
        assert services.clean_waiting() == 1
    assert MatterPhoto.objects.count() == 1


def test_two_workers_on_one_photo_make_one_of_it(client: Client, monkeypatch) -> None:
    send_photo(client, marked_photo())
    real = photos._cleaned

    def slow(row: SubmissionPhoto) -> object:
        found = real(row)
        monkeypatch.setattr(photos, "_cleaned", real)
        SubmissionPhoto.objects.update(claimed_at=timezone.now() - timedelta(hours=1))
        services.clean_waiting()
        return found

    monkeypatch.setattr(photos, "_cleaned", slow)
    services.clean_waiting()

    assert MatterPhoto.objects.count() == 1


def test_a_photo_whose_body_is_broken_is_told_of_and_stops_nothing(client: Client) -> None:
    whole = marked_photo()
    send_photo(client, whole[: len(whole) // 2], marked_photo("blue"))

    assert services.clean_waiting() == 2

    assert MatterPhoto.objects.count() == 1
    assert "打不开" in the_matter().steps.last().words


def test_a_photo_of_what_is_held_waits_for_the_desk(client: Client) -> None:
    send(client, website="x", photos=SimpleUploadedFile("a.jpg", marked_photo()))

    assert services.clean_waiting() == 0
    assert SubmissionPhoto.objects.count() == 1


def test_what_was_not_sent_and_what_is_done_with_goes_after_its_time(client: Client, now) -> None:
    send(client, what="", photos=SimpleUploadedFile("a.jpg", marked_photo()))
    send(client)
    send(client, website="x")
    held = Submission.objects.get(state="held")

    with at(now + timedelta(hours=23)):
        assert services.forget_old() == 0
    with at(now + timedelta(hours=25)):
        assert services.forget_old() == 2

    assert list(Submission.objects.all()) == [held]
    assert waiting_files() == []


def test_a_photo_that_still_waits_keeps_its_form(client: Client, now) -> None:
    send_photo(client, marked_photo())

    with at(now + timedelta(days=3)):
        assert services.forget_old() == 0
        services.clean_waiting()
        assert services.forget_old() == 1
    assert MatterPhoto.objects.count() == 1


def test_what_a_killed_process_left_in_the_folder_goes_after_its_time(client: Client, now) -> None:
    send(client, what="", photos=SimpleUploadedFile("a.jpg", marked_photo()))
    (known,) = waiting_files()
    half, whole = known.with_name("0" * 32 + ".part"), known.with_name("1" * 32)
    for path in (half, whole):
        path.write_bytes(b"x")
    for path in waiting_files():
        os.utime(path, (now.timestamp(), now.timestamp()))

    with at(now + timedelta(hours=23)):
        assert services.drop_strays() == 0
    with at(now + timedelta(hours=25)):
        assert services.drop_strays() == 2

    assert waiting_files() == [known]
