"""Who builds with whom, by year: pairs with what was confirmed, the picture and its table, figures, the yearly report."""

from datetime import date, datetime, timedelta
from fractions import Fraction
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from gongjian.apps.cobuilding.choices import DeliveryStatus, NeedStatus
from gongjian.apps.cobuilding.models import Agreement, AgreementLine, Delivery, Need
from gongjian.apps.cobuilding.selectors import network
from gongjian.apps.cobuilding.selectors.network import (
    MOST_DRAWN,
    Pair,
    Width,
    days_to_agreement,
    draw_network,
    list_pairs,
    width_of,
)
from gongjian.apps.cobuilding.selectors.report import report_body
from gongjian.apps.cobuilding.services.report import compose_year_report
from gongjian.apps.documents.selectors import official_document
from gongjian.apps.documents.selectors.paper import check_paper
from gongjian.apps.documents.services import check_figures
from gongjian.apps.parties.models import Organisation
from gongjian.core.access import SYSTEM, Role
from gongjian.core.errors import Conflict, NotAllowed
from gongjian.core.figures import Period
from gongjian.core.registry import read_figure
from tests.cobuilding_factories import make_need, make_unit
from tests.factories import (
    COMMUNITIES,
    COUNTY,
    OTHER_COUNTY,
    STREET,
    make_actor,
    make_organisation,
    make_user,
)
from tests.paper_text import text_of

YEAR = 2026
HERE = COMMUNITIES[0]
WHOLE = Period(date(YEAR, 1, 1), date(YEAR, 12, 31))


@pytest.fixture(autouse=True)
def _places(places: None) -> None:
    make_organisation(COUNTY, "船山区治理办")


def agree(unit: Organisation, place_code: str = HERE, **more: Any) -> Agreement:
    """An agreement in force, signed on 1 March, with one line on a need entered ten days before."""
    need = make_need(place_code=place_code, published_to=place_code)
    entered_at = timezone.make_aware(datetime(YEAR, 2, 19, 9))
    Need.objects.filter(pk=need.pk).update(made_at=entered_at)
    fields = {
        "number": f"共{Agreement.objects.count()}",
        "title": "讲座",
        "starts_on": date(YEAR, 3, 1),
        "ends_on": date(YEAR, 12, 1),
        "signed_on": date(YEAR, 3, 1),
        "status": "signed",
    }
    row = Agreement.objects.create(organisation=unit, place_code=place_code, **{**fields, **more})
    AgreementLine.objects.create(agreement=row, need=need, promised=4)
    return row


def give(
    agreement: Agreement, status: str = DeliveryStatus.CONFIRMED, on: date = date(YEAR, 4, 1)
) -> Delivery:
    """One delivery of two hours, worth 300 yuan."""
    return Delivery.objects.create(
        line=agreement.lines.get(),
        on=on,
        quantity=1,
        minutes=120,
        value_cents=30_000,
        side="community",
        status=status,
        entered_at=timezone.now(),
    )


def test_a_pair_counts_only_what_was_confirmed_in_the_year() -> None:
    bank, school = make_unit("城南银行"), make_unit("实验小学")
    row = agree(bank)
    agree(school, COMMUNITIES[1])
    for status in (
        DeliveryStatus.CONFIRMED,
        DeliveryStatus.CONFIRMED,
        DeliveryStatus.ENTERED,
        DeliveryStatus.REVERSED,
    ):
        give(row, status)
    give(row, on=date(YEAR + 1, 1, 1))

    first, second = list_pairs(SYSTEM, STREET, YEAR)

    assert (first.unit_name, first.agreements, first.deliveries, first.minutes, first.value_cents) == (
        "城南银行", 1, 2, 240, 60_000
    )  # fmt: skip
    assert (second.place_code, second.deliveries) == (COMMUNITIES[1], 0)
    assert list_pairs(SYSTEM, STREET, YEAR - 1) == []
    assert list_pairs(make_actor(Role.OFFICE, OTHER_COUNTY), STREET, YEAR) == []


def test_a_long_list_keeps_the_pairs_that_gave_most_and_counts_all(monkeypatch) -> None:
    monkeypatch.setattr(network, "MOST_PAIRS", 2)
    quiet, busy, signing = make_unit("甲校"), make_unit("乙行"), make_unit("丙院")
    agree(quiet)
    for _ in range(2):
        agree(signing)
    for times, code in ((1, HERE), (3, COMMUNITIES[1])):
        row = agree(busy, code)
        for _ in range(times):
            give(row)

    pairs, width = list_pairs(SYSTEM, STREET, YEAR), width_of(SYSTEM, STREET, YEAR)

    assert [(pair.place_code, pair.deliveries) for pair in pairs] == [(COMMUNITIES[1], 3), (HERE, 1)]
    assert width == Width(places=2, units=3, pairs=4)
    assert [pair.unit_name for pair in list_pairs(SYSTEM, HERE, YEAR)] == ["乙行", "丙院"]


def test_what_ended_before_the_year_is_out_and_what_ends_in_it_in() -> None:
    unit = make_unit()
    agree(
        unit, starts_on=date(YEAR - 1, 1, 1), signed_on=date(YEAR - 1, 1, 1), ends_on=date(YEAR - 1, 12, 31)
    )
    assert list_pairs(SYSTEM, HERE, YEAR) == []

    agree(unit, starts_on=date(YEAR - 1, 1, 1), signed_on=date(YEAR - 1, 1, 1), ends_on=date(YEAR, 1, 1))
    assert [pair.agreements for pair in list_pairs(SYSTEM, HERE, YEAR)] == [1]


def test_the_picture_draws_the_first_pairs_and_says_how_many_are_left() -> None:
    pairs = [
        Pair(f"{place:012}", f"第{place}社区", unit, f"单位{unit}", 1, 40 - unit, 60, 0)
        for place in range(6)
        for unit in range(6)
    ]

    drawn = draw_network(pairs)

    assert (len(drawn.lines), drawn.hidden) == (MOST_DRAWN, 36 - MOST_DRAWN)
    assert len({node.y for node in drawn.units}) == len(drawn.units)
    assert max(line.thickness for line in drawn.lines) == 10.0
    assert draw_network([]).lines == ()


def test_figures_of_needs_partners_and_days() -> None:
    bank, school = make_unit("城南银行"), make_unit("实验小学")
    agree(bank)
    agree(bank)
    agree(bank, COMMUNITIES[1])
    agree(school, signed_on=date(YEAR, 3, 11))
    rows = Need.objects.order_by("pk")
    rows.update(last_on=date(YEAR, 6, 1))
    first, second, third, last = rows
    Need.objects.filter(pk=first.pk).update(status=NeedStatus.MET)
    Need.objects.filter(pk=second.pk).update(status=NeedStatus.EXPIRED)
    Need.objects.filter(pk=third.pk).update(status=NeedStatus.WITHDRAWN)
    Need.objects.filter(pk=last.pk).update(last_on=WHOLE.last_on + timedelta(days=1))

    found = {
        key: read_figure(f"cobuilding.{key}", place_code=STREET, period=WHOLE).value
        for key in ("needs_met", "partners", "days_to_agreement")
    }

    assert found == {"needs_met": 50, "partners": 3, "days_to_agreement": Fraction(50, 4)}
    assert days_to_agreement(SYSTEM, STREET, YEAR) == 10
    AgreementLine.objects.filter(agreement__organisation=bank).first().delete()
    AgreementLine.objects.filter(agreement__organisation=bank).first().delete()
    assert days_to_agreement(SYSTEM, STREET, YEAR) == 15


def test_the_report_quotes_its_figures_and_is_clean_when_checked() -> None:
    unit = make_unit("城南银行")
    give(agree(unit))
    office = make_actor(Role.OFFICE, COUNTY)

    document = compose_year_report(actor=office, place_code=COUNTY, year=YEAR)
    moved = check_figures(actor=office, document_id=document.pk)

    assert "城南银行：协议{{共建协议;unit=" in report_body(COUNTY, YEAR)
    assert document.title == f"船山区治理办{YEAR}年共驻共建情况报告"
    assert moved == []
    assert check_paper(text_of(official_document(document))).cards == ()
    assert compose_year_report(actor=office, place_code=COUNTY, year=YEAR).pk == document.pk
    with pytest.raises(NotAllowed):
        compose_year_report(actor=make_actor(Role.VIEWER, COUNTY), place_code=COUNTY, year=YEAR)
    document.status = "issued"
    document.save()
    with pytest.raises(Conflict):
        compose_year_report(actor=office, place_code=COUNTY, year=YEAR)


def test_the_page_shows_the_same_in_the_picture_and_the_table(client: Client) -> None:
    give(agree(make_unit("城南银行")))
    client.force_login(make_user(Role.OFFICE, COUNTY))

    page = client.get(f"/cobuilding/network/?year={YEAR}").content.decode()
    empty = client.get("/cobuilding/network/?year=2001").content.decode()
    written = client.post("/cobuilding/network/report/", {"year": YEAR})

    assert page.count("城南银行") >= 3
    assert "协议 1 份，交付 1 次" in page
    assert "还没有履行中的共建协议" in empty
    assert written.status_code == 302
    assert written["Location"].startswith("/documents/")
