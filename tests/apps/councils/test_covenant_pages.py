"""The pages of a covenant: each step opens with what is its turn; papers are handed out clean."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from gongjian.apps.councils.choices.covenants import VersionStatus
from gongjian.apps.councils.models import Covenant
from gongjian.apps.councils.selectors import covenants as selectors
from gongjian.apps.councils.services import covenants as services
from gongjian.apps.parties.models import User
from gongjian.core.access import Actor, Role
from gongjian.engines.figures import check_text
from gongjian.engines.officialdoc import find_problems
from gongjian.readers import read_text
from tests.covenant_factories import COMMUNITY, hands, make_opinion, make_version
from tests.factories import STREET, make_user

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


@pytest.fixture
def desk(places: None, sign_in):
    return sign_in(make_user(Role.WORKER, COMMUNITY))


def page(client, version) -> str:
    answer = client.get(reverse("councils:covenant_version", args=[version.pk]))
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_word_file_becomes_the_first_draft(desk) -> None:
    text = "第一条 爱护楼道。\n第二条 遛狗牵绳。".encode()
    sent = {
        "place_code": COMMUNITY,
        "kind": "civility",
        "title": "演示公约",
        "text": "",
        "file": SimpleUploadedFile("公约.txt", text),
    }

    answer = desk.post(reverse("councils:add_covenant"), sent)

    version = Covenant.objects.get(title="演示公约").versions.get()
    assert answer.url == reverse("councils:covenant_version", args=[version.pk])
    assert version.clauses.count() == 2
    empty = desk.post(reverse("councils:add_covenant"), {**sent, "title": "另一份", "file": ""})
    assert empty.status_code == 422 and "还没有条文" in empty.content.decode()


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (VersionStatus.DRAFT, "公开以后这一稿就不能改了"),
        (VersionStatus.DISCUSSING, "答复完了才能送审"),
        (VersionStatus.CHECKED, "记举手表决"),
        (VersionStatus.REFUSED, "写下一稿"),
        (VersionStatus.FILED, "修订，写下一稿"),
    ],
)
def test_a_page_opens_on_the_step_that_is_its_turn(desk, status: str, words: str) -> None:
    version = make_version(status=status, check_words="第一条抵触")
    if status == VersionStatus.DISCUSSING:
        make_opinion(version)

    assert words in page(desk, version)


def test_the_street_checks_on_the_page_and_a_refusal_without_reason_stays_there(
    places: None, sign_in
) -> None:
    client = sign_in(make_user(Role.OFFICE, STREET))
    version = make_version(status="checking")
    address = reverse("councils:check_covenant", args=[version.pk])

    refused = client.post(address, {"check-verdict": "refused", "check-words": ""})
    passed = client.post(address, {"check-verdict": "lawful", "check-words": ""})

    assert refused.status_code == 422 and "抵触" in refused.content.decode()
    assert passed.status_code == 302
    version.refresh_from_db()
    assert version.status == VersionStatus.CHECKED


def test_hands_that_do_not_add_up_come_back_with_all_that_was_typed(desk) -> None:
    version = make_version(status="checked")
    sent = {"voters": "households", "held_on": TODAY, "on_roll": 100, "present": 60}

    answer = desk.post(
        reverse("councils:record_hands", args=[version.pk]), {**sent, "yes": 40, "no": 10, "abstain": 3}
    )

    assert answer.status_code == 422
    assert "合计 53" in answer.content.decode() and 'value="40"' in answer.content.decode()


def test_the_comparison_marks_words_that_went_and_came(desk) -> None:
    old = make_version(status="replaced")
    new = make_version(
        old.covenant, clauses=("爱护楼道，不堆放杂物。", "遛狗牵绳，及时清理粪便，不进儿童乐园。")
    )

    answer = desk.get(reverse("councils:compare_covenant", args=[new.pk]))

    shown = answer.content.decode()
    assert "改 1 条、去 1 条" in shown
    assert "，不进儿童乐园" in shown.split("<ins>")[2].split("</ins>")[0]
    assert desk.get(reverse("councils:compare_covenant", args=[old.pk])).status_code == 404


def test_papers_are_official_and_their_figures_hold(desk, worker: Actor, street: Actor) -> None:
    version = make_version(status="checked")
    services.record_hands(actor=worker, version_id=version.pk, vote=hands())
    services.file_version(actor=street, version_id=version.pk, filed_on=TODAY, in_force_on=TODAY)
    row = selectors.get_version(worker, version.pk)
    covenant, announcement = (
        selectors.covenant_page(row),
        selectors.announcement_page(row, row.votes.all()[0]),
    )

    assert find_problems(announcement) == ()
    assert covenant.notes.endswith("居民会议通过")
    taken = desk.get(reverse("councils:take_announcement", args=[version.pk]) + "?form=docx")
    text = read_text(BytesIO(b"".join(taken)).getvalue(), "a.docx").text
    assert "应到 100 户，实到 60 户" in text and "同意 40 票，不同意 15 票，弃权 5 票" in text
    assert [one for one in check_text(text).findings if one.verdict == "wrong"] == []
    assert desk.get(reverse("councils:take_covenant", args=[version.pk]) + "?form=docx").status_code == 200
    assert desk.get(reverse("councils:take_announcement", args=[version.pk]) + "?vote=9").status_code == 404


def test_what_waits_is_on_the_first_page_of_whose_turn_it_is(worker: Actor, street: Actor) -> None:
    discussing = make_version(status="discussing", last_on=TODAY, first_on=TODAY - timedelta(days=6))
    make_version(status="checking", sent_on=TODAY)
    make_version(status="filed")

    mine, theirs = selectors.open_covenants(worker), selectors.open_covenants(street)

    assert [(one.url, one.due_on) for one in mine] == [
        (reverse("councils:covenant_version", args=[discussing.pk]), TODAY)
    ]
    assert [one.verb for one in theirs] == ["去审查"]


def test_the_list_tells_what_is_being_made_and_what_is_in_force(desk) -> None:
    filed = make_version(status="filed")
    make_version(filed.covenant)

    making = desk.get(reverse("councils:covenants")).content.decode()

    assert "公约 1 份在制定，1 份施行中" in making and filed.covenant.title in making
    assert User.objects.count() == 1
    found = desk.get(reverse("workbench:search") + f"?q={filed.covenant.title}").content.decode()
    assert reverse("councils:covenant", args=[filed.covenant_id]) in found
