"""What long lists do not do: read more for each place of a unit, cut a workbook short without a word."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from gongjian.apps.cobuilding.choices import AgreementStatus
from gongjian.apps.cobuilding.models import Agreement
from gongjian.apps.cobuilding.selectors.agreements import export
from gongjian.core.access import Role
from tests.agreement_factories import both, draft
from tests.cobuilding_factories import make_need
from tests.factories import COMMUNITIES, COUNTY, make_user


@pytest.fixture
def cast(rules: None, unset: None) -> Any:
    return both()


def reads_of(client: Client, path: str) -> int:
    client.get(path)
    with CaptureQueriesContext(connection) as reads:
        assert client.get(path).status_code == 200
    return len(reads)


@pytest.mark.django_db
def test_a_unit_s_page_reads_as_often_with_many_communities(cast: Any, client: Client) -> None:
    client.force_login(make_user(Role.OFFICE, COUNTY))
    row = draft(cast, make_need())
    Agreement.objects.update(status=AgreementStatus.SIGNED)
    few = reads_of(
        client, page := reverse("cobuilding:unit", args=[row.organisation_id]) + f"?place={row.place_code}"
    )
    for number, code in enumerate(COMMUNITIES):
        row.pk, row.number, row.place_code = None, f"另{number}", code
        row.save()

    assert reads_of(client, page) == few


@pytest.mark.django_db
def test_a_workbook_that_would_be_cut_short_is_refused_with_what_to_do(
    cast: Any, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(export, "MOST_ROWS", 1)
    client.force_login(make_user(Role.OFFICE, COUNTY))
    address = reverse("cobuilding:export_agreements")
    draft(cast, make_need())
    whole = client.get(address)
    draft(cast, make_need())

    refused = client.get(address)

    assert (whole.status_code, refused.status_code) == (200, 409)
    assert "请先按单位、年度或状态筛选" in refused.content.decode()
