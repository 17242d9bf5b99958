"""Several workers look for messages in the same moment: each goes out once."""

import pytest
from django.db import connection

from gongjian.apps.matters.choices import MessageState
from gongjian.apps.matters.models import Message
from gongjian.apps.matters.services import ReporterSpec, load_first_classes
from gongjian.apps.portal import services
from gongjian.core import outside
from gongjian.core.rules import load_first_versions
from tests.apps.portal.test_send_at_once import at_once
from tests.factories import make_places
from tests.matter_factories import report
from tests.portal_factories import SmsService

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def now(settings) -> None:
    """These tests run by the clock: it can't be made to stand in other threads."""
    if connection.vendor != "postgresql":
        pytest.skip("a test's SQLite lives in one connection")
    settings.SMS_URL, settings.SMS_SECRET = "https://sms.example.cn/send", "a-secret"
    load_first_versions()
    load_first_classes()
    make_places()


def test_many_workers_send_each_message_once(monkeypatch) -> None:
    service = SmsService()
    monkeypatch.setattr(outside, "call", service)
    monkeypatch.setattr("gongjian.apps.portal.services.outbox.quiet_until", lambda *_args: None)
    for number in range(6):
        report(reporter=ReporterSpec(phone=f"1380000000{number}", wants_messages=True))

    sent = at_once(*[services.send_due] * 4)

    assert sum(filter(None, sent)) == 6
    assert sorted(told["phone"] for told in service.sent) == [f"1380000000{number}" for number in range(6)]
    assert set(Message.objects.values_list("state", flat=True)) == {MessageState.SENT}
