"""Reporting: nothing typed or chosen is lost, one form becomes one matter, what is alike is offered first."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from gongjian.apps.matters.choices import MatterKind, MatterSource
from gongjian.apps.matters.models import Matter, MeToo, Reporter
from gongjian.apps.portal.choices import CONSENT_VERSION
from gongjian.apps.portal.models import Submission, SubmissionPhoto
from tests.factories import COMMUNITIES, STREET
from tests.inspection_factories import photo_bytes
from tests.portal_factories import DOOR, HERE, filled_in, send, the_matter, token

pytestmark = pytest.mark.usefixtures("door")
REPORT = f"{HERE}/report/"


def picture(name: str = "楼道.jpg", content: bytes | None = None) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content or photo_bytes(), "image/jpeg")


def test_a_report_becomes_a_matter_with_a_number_and_a_code(client: Client) -> None:
    answer = send(client)
    receipt = client.get(answer["Location"]).content.decode()

    matter = the_matter()
    assert (matter.source, matter.kind, matter.place_code) == (
        MatterSource.PORTAL,
        MatterKind.REPORT,
        COMMUNITIES[0],
    )
    assert matter.matter_class is not None
    assert matter.matter_class.code == "0507"
    assert matter.number in receipt
    assert re.search(r'translate="no">[2-9A-Z]{8}<', receipt)
    assert "南津路街道值班台" in receipt


def test_what_is_personal_stands_with_the_consent_and_nowhere_else(client: Client) -> None:
    send(client)

    reporter = Reporter.objects.get()
    assert (reporter.phone, reporter.consent_version) == ("13912345678", CONSENT_VERSION)
    row = Submission.objects.get()
    assert (row.words, row.phone, row.address) == ("", None, "")


def test_without_consent_nothing_is_kept_and_nothing_typed_is_lost(client: Client) -> None:
    answer = client.post(REPORT, {key: value for key, value in filled_in().items() if key != "agreed"})

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "旧家具和纸箱堵了通道" in page
    assert "梧桐路18号3号楼" in page
    assert "13912345678" in page
    assert not Matter.objects.exists()
    assert not Submission.objects.exists()


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"what": ""}, "请选一种"),
        ({"address": ""}, "请写清楚在哪里"),
        ({"phone": "abc"}, "电话号码看起来不对"),
        ({"what": "other", "words": ""}, "请用一两句话写清楚"),
        ({"words": "长" * 2001}, "最多 2000 字"),
        ({"latitude": "99", "longitude": "200"}, "地图上的位置不对"),
        ({"token": "made-up"}, "再按一次提交"),
        ({"token": token(age_s=25 * 3600)}, "再按一次提交"),
    ],
)
def test_a_fault_is_said_in_a_sentence_beside_what_was_typed(
    client: Client, fields: dict[str, str], sentence: str
) -> None:
    answer = send(client, **fields)

    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not Matter.objects.exists()


def test_a_form_open_too_long_is_sent_by_pressing_once_more(client: Client) -> None:
    page = send(client, token=token(age_s=25 * 3600)).content.decode()
    fresh = re.search(r'name="token" value="([^"]+)"', page)
    assert fresh is not None

    assert send(client, token=fresh[1]).status_code == 302


def test_the_chosen_photo_stays_when_something_has_to_be_changed(client: Client) -> None:
    fields = filled_in(seen="1", what="", photos=picture())
    page = client.post(REPORT, fields).content.decode()
    photo = SubmissionPhoto.objects.get()

    assert f"/photos/{photo.pk}/" in page
    assert client.get(f"{REPORT}{fields['token']}/photos/{photo.pk}/").content == photo_bytes()

    assert send(client, token=fields["token"]).status_code == 302
    assert SubmissionPhoto.objects.get().submission.matter == the_matter()


def test_a_photo_is_shown_to_nobody_without_the_form_s_token(client: Client) -> None:
    client.post(REPORT, filled_in(what="", photos=picture()))
    photo = SubmissionPhoto.objects.get()

    assert client.get(f"{REPORT}{token()}/photos/{photo.pk}/").status_code == 404
    assert client.get(f"{REPORT}x/photos/{photo.pk}/").status_code == 404


def test_a_photo_is_taken_away_by_its_button_and_the_rest_stays(client: Client) -> None:
    fields = filled_in(what="", photos=picture())
    client.post(REPORT, fields)
    photo = SubmissionPhoto.objects.get()

    page = client.post(REPORT, filled_in(token=fields["token"], act=f"drop-{photo.pk}"))

    assert page.status_code == 200
    assert "旧家具和纸箱堵了通道" in page.content.decode()
    assert not SubmissionPhoto.objects.exists()


@pytest.mark.parametrize(
    ("name", "content"), [("a.jpg", b"no picture"), ("a.gif", b"GIF89a\x01\x00\x01\x00\x00\x00\x00;")]
)
def test_what_is_no_photo_is_refused_and_the_words_stay(client: Client, name: str, content: bytes) -> None:
    answer = send(client, photos=picture(name, content))

    assert answer.status_code == 422
    assert "旧家具和纸箱堵了通道" in answer.content.decode()
    assert not Matter.objects.exists()


def test_sending_twice_makes_one_matter_and_shows_its_number_again(client: Client) -> None:
    fields = {"token": token()}
    first, second = send(client, **fields), send(client, **fields)

    assert first["Location"] == second["Location"]
    assert Matter.objects.count() == 1
    assert the_matter().number in client.get(second["Location"]).content.decode()


def test_a_phone_that_keeps_no_cookies_can_send() -> None:
    assert send(Client(enforce_csrf_checks=True)).status_code == 302


def test_words_of_danger_are_answered_at_once_and_flagged(client: Client) -> None:
    page = client.post(REPORT, filled_in(act="look", words="三楼着火了")).content.decode()
    assert "data-danger-answer><b>" in page

    receipt = client.get(send(client, words="三楼着火了")["Location"]).content.decode()

    assert the_matter().is_danger
    assert 'href="tel:119"' in receipt
    assert "data-danger-answer>" in receipt


def test_the_kind_alone_is_enough_said(client: Client) -> None:
    send(client, words="")

    assert the_matter().words == "乱堆放。梧桐路18号3号楼"


@pytest.mark.parametrize(
    ("what", "kind"), [("dispute", MatterKind.DISPUTE), ("question", MatterKind.CONSULTATION)]
)
def test_a_dispute_and_a_question_are_taken_as_such(client: Client, what: str, kind: MatterKind) -> None:
    send(client, what=what)

    assert the_matter().kind == kind


def test_one_reports_at_a_street_and_may_name_the_community(client: Client) -> None:
    send(client, f"/p/{STREET}/report/", part=COMMUNITIES[1])

    assert the_matter().place_code == COMMUNITIES[1]


def test_a_community_of_another_street_is_no_choice(client: Client) -> None:
    assert send(client, f"/p/{STREET}/report/", part="510903002001").status_code == 422


def test_in_a_county_the_street_is_chosen_first(client: Client) -> None:
    page = client.get(f"/p/{DOOR}/report/").content.decode()

    assert f"/p/{STREET}/report/" in page
    assert "<textarea" not in page


def test_what_is_alike_is_offered_before_a_second_matter_is_made(client: Client) -> None:
    send(client)

    answer = client.post(REPORT, filled_in(words="通道被旧家具堵了，轮椅过不去"))
    page = answer.content.decode()

    assert answer.status_code == 200
    assert "附近有 1 件可能一样的" in page
    assert f'value="me-{the_matter().number}"' in page
    assert "通道被旧家具堵了，轮椅过不去" in page
    assert "旧家具和纸箱堵了通道" not in page, "a stranger reads none of the reporter's words"
    assert send(client, words="通道被旧家具堵了，轮椅过不去").status_code == 302


def test_the_same_is_offered_while_one_types(client: Client) -> None:
    send(client)
    asked = {key: filled_in()[key] for key in ("what", "address", "words")}

    assert "我也遇到" in client.get(f"{REPORT}near/", asked).content.decode()
    assert "我也遇到" not in client.get(f"{REPORT}near/", {**asked, "address": "滨江路99号"}).content.decode()


def test_a_dispute_and_danger_are_told_to_nobody(client: Client) -> None:
    send(client, what="dispute", words="楼上天天吵到半夜")
    send(client, words="电线掉下来了，有人触电")

    for words in ("楼上天天吵到半夜", "电线掉下来了"):
        answer = client.get(f"{REPORT}near/", {"address": "梧桐路18号3号楼", "words": words})
        assert "我也遇到" not in answer.content.decode()


def test_me_too_counts_once_a_browser(client: Client) -> None:
    send(client)
    matter = the_matter()
    client.get(REPORT)
    other = Client()
    other.get(REPORT)

    first = client.post(REPORT, filled_in(act=f"me-{matter.number}"))
    again = client.post(REPORT, filled_in(act=f"me-{matter.number}"))
    other.post(REPORT, filled_in(act=f"me-{matter.number}"))

    matter.refresh_from_db()
    assert "现在 1 人也遇到" in first.content.decode()
    assert "已经点过" in again.content.decode()
    assert (matter.me_too_count, MeToo.objects.count()) == (2, 2)
