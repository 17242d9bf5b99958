"""The description of the operations on matters and aid holds: generated calls find no difference between it and what is answered."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.utils import timezone
from hypothesis import HealthCheck, settings
from schemathesis.config import SchemathesisConfig

from gongjian.apps.api import services
from gongjian.apps.api.choices import TokenScope
from gongjian.apps.api.services.limits import FAILED
from gongjian.apps.api.views.operations import api
from gongjian.apps.hearings.models import Posting
from gongjian.apps.matters import services as matters
from gongjian.apps.matters.models import MatterPhoto
from gongjian.config.wsgi import application
from gongjian.core.access import Role
from gongjian.core.models import Rule
from tests.agreement_factories import both, draft
from tests.cobuilding_factories import make_need, make_resource
from tests.factories import COUNTY, make_actor, make_user
from tests.hearing_factories import make_application
from tests.matter_factories import make_desk, make_dispatched, make_unit

EXAMPLES = 8
ACCEPTED = [200, 201, 304, 403, 404, 409, 422]
"""What a call that fits the description may meet: the state of the row, and rules on words that no schema states."""
CONFIG = {
    "checks": {"positive_data_acceptance": {"expected-statuses": ACCEPTED}},
    "generation": {"with-security-parameters": False},
}
schema = schemathesis.openapi.from_dict(
    api.get_openapi_schema(path_prefix="/api/"), config=SchemathesisConfig.from_dict(CONFIG)
)
schema.app = application


@pytest.fixture(autouse=True)
def one_connection(places: None) -> Iterator[None]:
    """Let the product's own entrance answer within the test's transaction, as Django's test client does."""
    ends = (request_started, request_finished)
    for end in ends:
        end.disconnect(close_old_connections)
    yield
    for end in ends:
        end.connect(close_old_connections)


@pytest.fixture
def headers(places: None) -> dict[str, str]:
    """Bear a token that is good for everything, of an account that may do everything."""
    spec = services.TokenSpec(
        name="平台",
        username=make_user(Role.OFFICE, COUNTY).username,
        scopes=list(TokenScope),
        expires_on=timezone.localdate() + timedelta(days=1),
    )
    _token, text = services.issue_token(actor=make_actor(Role.SECURITY_ADMIN, COUNTY), spec=spec)
    Rule.objects.filter(key=FAILED).update(value={"burst": 10**5, "per_hour": 10**5})  # wrong ones are tried
    return {"Authorization": f"Bearer {text}"}


@pytest.fixture
def rows(places: None) -> dict[str, int]:
    """Make a matter in hand with more time asked for, and aid with a posting, for the ids of an address."""
    desk, (unit, person) = make_desk(), make_unit()
    matter, part = make_dispatched(desk, unit)
    later = timezone.now() + timedelta(days=30)
    asked = matters.ask_extension(actor=person, assignment_id=part.pk, due_at=later, reason="等材料")
    photo = MatterPhoto.objects.order_by("-pk").values_list("pk", flat=True).first()
    aid = make_application(desk)
    day = timezone.localdate()
    posting = Posting.objects.create(
        application=aid, kind="result", starts_on=day, ends_on=day + timedelta(days=7), phone="0825"
    )
    return {
        "case_id": matter.pk,
        "part_id": part.pk,
        "extension_id": asked.pk,
        "photo_id": photo or 1,
        "application_id": aid.pk,
        "posting_id": posting.pk,
        **_cobuilding(),
    }


def _cobuilding() -> dict[str, int]:
    """Make a need, a resource and an agreement on both."""
    cast = both()
    agreement = draft(cast, need := make_need())
    return {
        "need_id": need.pk,
        "resource_id": make_resource(cast.unit).pk,
        "agreement_id": agreement.pk,
    }


@pytest.mark.one_database
@schema.include(path_regex="^/api/(matters|hearings|cobuilding)/").parametrize()
@settings(
    max_examples=EXAMPLES,
    derandomize=True,
    database=None,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
def test_generated_calls_find_nothing(case: Any, headers: dict[str, str], rows: dict[str, int]) -> None:
    """Every check of Schemathesis, on calls that fit the description and on calls that don't."""
    for name, value in (case.path_parameters or {}).items():
        if isinstance(value, int) and value % 2:  # half the calls meet rows that are there
            case.path_parameters[name] = rows[name]

    plain = {"Accept-Encoding": "identity"}  # the test's transport asks for gzip and can't read it
    case.call_and_validate(headers=headers | plain)
