"""A matter comes in: numbered, with a due time, told to the desk, and dangerous ones flagged."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from gongjian.apps.matters import services
from gongjian.apps.matters.choices import MatterKind, MatterSource, MatterState
from gongjian.apps.matters.models import Matter, Reporter
from gongjian.apps.matters.selectors.following import follow
from gongjian.apps.matters.services import MatterSpec
from gongjian.apps.parties.models import Notice
from gongjian.core.access import Role
from gongjian.core.attachments import Upload
from gongjian.core.errors import Conflict, Invalid, NotAllowed, NotFound
from gongjian.core.models import AuditEntry
from tests.factories import COUNTY, STREET, make_actor
from tests.matter_factories import COMMUNITY, make_matter, report


def local(moment):
    return f"{timezone.localtime(moment):%m-%d %H:%M}"


def test_a_resident_gets_a_number_and_a_code_that_opens_only_his_own_matter(desk):
    one, other = report(), report()

    assert one.matter.number == f"20261118-{one.matter.pk:06d}"
    assert one.matter.state == MatterState.REPORTED
    assert follow(one.matter.number, one.follow_code.lower()) == one.matter
    with pytest.raises(NotFound):
        follow(one.matter.number, other.follow_code)
    assert one.follow_code not in str(Matter.objects.values().get(pk=one.matter.pk))


def test_the_desk_of_the_street_is_told(desk):
    matter = make_matter()

    notice = Notice.objects.get(user_id=desk.user_id)
    assert matter.number in notice.sentence
    assert notice.url == f"/matters/{matter.pk}/"


def test_name_and_phone_are_kept_encrypted_and_found_by_a_keyed_digest(desk):
    matter = make_matter()

    stored = Reporter.objects.filter(pk=matter.reporter_id).extra(select={"raw": "phone"}).values("raw").get()
    assert "13900000000" not in stored["raw"]
    assert matter.reporter.phone == "13900000000"
    assert (
        AuditEntry.objects.filter(object_type="matters.matter", after__icontains="13900000000").count() == 0
    )


@pytest.mark.parametrize(
    ("kind", "due"),
    [
        (MatterKind.REPORT, "12-07 18:00"),
        (MatterKind.CONSULTATION, "11-23 18:00"),
        (MatterKind.DISPUTE, "11-19 00:00"),
    ],
)
def test_each_kind_has_its_limit(kind, due):
    assert local(make_matter(kind=kind).due_at) == due


def test_a_dispute_after_closing_time_may_wait_for_the_next_day(now):
    late = now.replace(hour=18, minute=1)
    last = now.replace(hour=18, minute=0)

    assert local(make_matter(kind=MatterKind.DISPUTE, received_at=last).due_at) == "11-19 00:00"
    assert local(make_matter(kind=MatterKind.DISPUTE, received_at=late).due_at) == "11-20 00:00"


def test_words_of_danger_flag_the_matter_and_shorten_its_time(desk):
    matter = make_matter(words="三楼厨房煤气泄漏，味道很大")

    assert matter.is_danger
    assert matter.due_at - matter.received_at == timedelta(hours=2)
    assert "有生命危险" in Notice.objects.get(user_id=desk.user_id).sentence


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"words": "  "}, "没有写是什么事"),
        ({"words": "长" * 2001}, "2001"),
        ({"place_code": "51"}, "请选到这件事所在的街道或社区"),
        ({"latitude": Decimal(91)}, "地图上的位置不对"),
        ({"reporter": services.ReporterSpec(phone="不告诉你")}, "电话号码看起来不对"),
    ],
)
def test_what_cannot_be_taken_is_said_and_nothing_is_kept(fields, sentence):
    with pytest.raises(Invalid, match=sentence):
        report(**fields)

    assert not Matter.objects.exists()
    assert not Reporter.objects.exists()


def test_a_file_that_is_no_photo_is_refused(desk):
    with pytest.raises(Invalid, match=r"a\.jpg"):
        report(photos=[Upload("a.jpg", b"no picture")])

    assert not Matter.objects.exists()


def test_the_closed_doors_ask_for_the_right():
    spec = MatterSpec(place_code=COMMUNITY, words="路灯坏了。", source=MatterSource.PHONE)

    with pytest.raises(NotAllowed):
        services.report_matter(actor=services.RESIDENT, spec=spec)
    with pytest.raises(NotAllowed):
        services.report_matter(actor=make_actor(Role.VIEWER, STREET), spec=spec)
    taken = services.report_matter(actor=make_actor(Role.INSPECTOR, COUNTY), spec=spec).matter

    assert taken.reported_by_id is not None


def test_a_number_of_the_hotline_is_taken_in_once(desk):
    spec = MatterSpec(
        place_code=COMMUNITY, words="路灯坏了。", source=MatterSource.HOTLINE_LIST, source_number="RX-1"
    )
    services.report_matter(actor=desk, spec=spec)

    with pytest.raises(Conflict, match="RX-1"):
        services.report_matter(actor=desk, spec=spec)

    assert Matter.objects.count() == 1
