"""Subscribers are told once of what happened, signed, without a word that anybody wrote; later and later if they don't answer."""

import base64
import hashlib
import hmac
import json
from contextlib import suppress
from datetime import timedelta
from itertools import pairwise
from types import SimpleNamespace

import pytest
from django.db import transaction
from django.utils import timezone

from gongjian.apps.api import services
from gongjian.apps.api.choices import DeliveryState, WebhookEvent
from gongjian.apps.api.models import Delivery, Webhook
from gongjian.apps.api.services import delivering
from gongjian.apps.matters import services as matter_services
from gongjian.apps.matters.choices import MatterKind
from gongjian.apps.parties.models import Notice
from gongjian.core import clock, outside
from gongjian.core.access import Role
from gongjian.core.errors import Conflict, Invalid, NotAllowed
from gongjian.core.retries import WAITS_MINUTES
from gongjian.core.signed_calls import key_of, signed_headers
from tests.factories import CITY, COUNTY, OTHER_COUNTY, STREET, make_actor, make_user
from tests.matter_factories import GOOD_ANSWER, make_desk, make_done, make_matter, make_unit, report

pytestmark = pytest.mark.usefixtures("places")
URL = "https://receiver.example.cn/hook?x=1"


class Receiver:
    """What was sent to the receiver, and what it answers."""

    def __init__(self) -> None:
        self.sent: list[tuple[str, bytes, dict[str, str]]] = []
        self.status, self.is_down = 204, False

    def __call__(self, method, url, *, body=None, headers=None, most):
        if self.is_down:
            raise outside.OutsideFault("没有接通")
        self.sent.append((url, body, dict(headers)))
        return outside.Answered(self.status, "text/plain", b"")


@pytest.fixture
def receiver(monkeypatch):
    made = Receiver()
    monkeypatch.setattr(outside, "call", made)
    return made


@pytest.fixture
def admin():
    return make_actor(Role.SYSTEM_ADMIN, COUNTY)


def _subscribe(admin, *events: WebhookEvent, place_code: str = COUNTY) -> tuple[Webhook, str]:
    spec = services.WebhookSpec(
        name="热线平台", place_code=place_code, url=URL, events=events or list(WebhookEvent)
    )
    return services.subscribe(actor=admin, spec=spec)


def test_a_change_is_told_to_its_place_once_and_signed(admin, receiver):
    _webhook, secret = _subscribe(admin, WebhookEvent.REPORTED)
    _subscribe(make_actor(Role.SYSTEM_ADMIN, OTHER_COUNTY), place_code=OTHER_COUNTY)
    matter = make_matter()

    services.send_due()
    services.send_due()

    ((url, body, headers),) = receiver.sent
    assert url == URL
    told = json.loads(body)
    assert (told["event"], told["matter"]["number"], told["id"]) == (
        "matter.reported",
        matter.number,
        headers["webhook-id"],
    )
    key = base64.b64decode(secret.removeprefix("whsec_"))
    text = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    signature = base64.b64encode(hmac.new(key, text, hashlib.sha256).digest()).decode()
    assert headers["webhook-signature"] == f"v1,{signature}"
    assert Delivery.objects.get().state == DeliveryState.SENT


def test_the_signature_is_that_of_the_published_example():
    """Standard Webhooks, the worked example of its specification's reference libraries."""
    secret, body = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", b'{"test": 2432232314}'
    at = timezone.datetime.fromtimestamp(1614265330, tz=timezone.get_default_timezone())

    made = signed_headers(key_of(secret), "msg_p5jXN8AQM9LWM0D4loKWxJek", at, body)

    assert made["webhook-signature"] == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_no_message_holds_a_word_that_anybody_wrote(admin):
    _subscribe(admin)
    desk = make_desk()
    unit, person = make_unit()
    matter = make_done(desk, unit, person, words="赵某在3栋502养了狗。", address="滨江路18号3栋502室")
    matter_services.check(actor=desk, matter_id=matter.pk, has_passed=False, words="狗还在叫。")

    told = json.dumps(list(Delivery.objects.values_list("body", flat=True)), ensure_ascii=False)

    assert Delivery.objects.count() >= 5
    for word in ("赵某", "13900000000", "502", "狗", "滨江路", "旧家具", "30.525", "105.57"):
        assert word not in told


def test_a_dispute_is_told_to_nobody(admin):
    _subscribe(admin)

    make_matter(kind=MatterKind.DISPUTE)

    assert not Delivery.objects.exists()


def test_what_is_undone_is_not_told(admin):
    _subscribe(admin)

    with suppress(RuntimeError), transaction.atomic():
        make_matter()
        raise RuntimeError

    assert not Delivery.objects.exists()


def test_one_subscriber_hears_only_what_it_asked_for(admin):
    _subscribe(admin, WebhookEvent.CLOSED)
    desk = make_desk()
    unit, person = make_unit()
    matter = make_done(desk, unit, person)
    matter_services.check(actor=desk, matter_id=matter.pk, has_passed=True)
    matter_services.answer_and_close(actor=desk, matter_id=matter.pk, answer=GOOD_ANSWER)

    assert list(Delivery.objects.values_list("event", flat=True)) == ["matter.closed"]
    assert Delivery.objects.get().body["matter"]["state"] == "closed"


def test_what_does_not_arrive_is_tried_later_and_later_then_given_up_with_a_notice(admin, receiver):
    user = make_user(Role.SYSTEM_ADMIN, COUNTY)
    _subscribe(admin)
    receiver.is_down = True
    now = timezone.now()
    make_matter()
    tried = []
    for minutes in range(0, 3 * 1440, 5):
        with clock.at(now + timedelta(minutes=minutes)):
            if services.send_due():
                tried.append(minutes)

    gaps = [later - earlier for earlier, later in pairwise(tried)]
    delivery = Delivery.objects.get()
    assert (delivery.state, delivery.attempts) == (DeliveryState.DEAD, len(WAITS_MINUTES) + 1)
    assert gaps == sorted(gaps)
    assert len({headers["webhook-id"] for _url, _body, headers in receiver.sent}) <= 1
    assert Notice.objects.filter(user=user, sentence__contains="送不到").count() == 1
    assert delivery.last_fault == "没有接通"


def test_one_failing_receiver_is_left_alone_while_the_others_hear(admin, receiver, monkeypatch):
    bad, _secret = _subscribe(admin)
    good, _secret = _subscribe(admin)
    Webhook.objects.filter(pk=good.pk).update(url="https://good.example.cn/")
    calls = []

    def call(method, url, **named):
        calls.append(url)
        if url == URL:
            raise outside.OutsideFault("没有接通")
        return outside.Answered(200, "text/plain", b"")

    monkeypatch.setattr(outside, "call", call)
    make_matter()
    services.send_due()
    calls.clear()
    make_matter()
    services.send_due()

    assert calls == ["https://good.example.cn/"]
    assert Webhook.objects.get(pk=bad.pk).paused_until is not None
    with clock.at(timezone.now() + timedelta(minutes=10)):
        monkeypatch.setattr(outside, "call", receiver)
        services.send_due()
        services.send_due()
    assert not Delivery.objects.exclude(state=DeliveryState.SENT).exists()
    assert Webhook.objects.get(pk=bad.pk).failure_count == 0


def test_a_message_whose_worker_died_is_taken_again_and_not_before(admin, receiver, monkeypatch):
    _subscribe(admin)
    make_matter()
    monkeypatch.setattr(delivering, "deliver", SimpleNamespace(enqueue=lambda *_args: None))
    now = timezone.now()
    with clock.at(now):
        died = services.send_due()
        again = services.send_due()
    monkeypatch.undo()
    monkeypatch.setattr(outside, "call", receiver)

    with clock.at(now + timedelta(minutes=6)):
        services.send_due()

    assert (died, again, len(receiver.sent)) == (1, 0, 1)


def test_a_redirect_or_an_error_is_no_arrival(admin, receiver):
    _subscribe(admin)
    make_matter()
    receiver.status = 302

    services.send_due()

    delivery = Delivery.objects.get()
    assert (delivery.state, delivery.last_status) == (DeliveryState.WAITING, 302)


def test_a_stopped_subscription_hears_nothing_and_a_dead_message_can_be_sent_again(admin, receiver):
    webhook, _secret = _subscribe(admin)
    make_matter()
    delivery = Delivery.objects.get()
    with pytest.raises(Conflict, match="马上就送第一次"):
        services.send_again(actor=admin, delivery_id=delivery.pk)
    Delivery.objects.update(state=DeliveryState.DEAD)

    services.send_again(actor=admin, delivery_id=delivery.pk)
    services.send_due()
    services.switch_webhook(actor=admin, webhook_id=webhook.pk, is_active=False)
    make_matter()
    services.send_due()

    assert (len(receiver.sent), Delivery.objects.count()) == (1, 1)


def test_a_message_that_failed_is_tried_at_once_by_hand_pause_or_not(admin, receiver):
    webhook, _secret = _subscribe(admin)
    make_matter()
    receiver.status = 503
    services.send_due()
    receiver.status = 204
    delivery = Delivery.objects.get()

    services.send_due()
    assert len(receiver.sent) == 1, "its next try is a minute away and the receiver paused"
    services.send_again(actor=admin, delivery_id=delivery.pk)
    services.send_due()

    delivery.refresh_from_db()
    webhook.refresh_from_db()
    assert (delivery.state, delivery.attempts, webhook.failure_count) == (DeliveryState.SENT, 2, 0)
    with pytest.raises(Conflict, match="已经送到"):
        services.send_again(actor=admin, delivery_id=delivery.pk)


def test_the_log_says_what_came_back_and_when_it_is_tried_again(admin, receiver, sign_in):
    webhook, _secret = _subscribe(admin)
    make_matter()
    receiver.status = 503
    services.send_due()

    client = sign_in(make_user(Role.SYSTEM_ADMIN, COUNTY))
    page = client.get(f"/interfaces/webhooks/{webhook.pk}/").content.decode()

    assert "对方回 503" in page and "再试" in page and "重发" in page
    assert f"全部 {len(WebhookEvent)} 种" in page


@pytest.mark.parametrize(
    "url",
    [
        "http://example.cn/",
        "https://127.0.0.1/",
        "https://[::1]/",
        "https://[::ffff:10.0.0.1]/",
        "https://10.1.2.3/",
        "https://169.254.169.254/latest/meta-data/",
        "https://localhost/",
        "https://user:word@example.cn/",
        "https://exa mple.cn/",
        "https://[bad/",
        "https:///x",
        "file:///etc/passwd",
        "https://example.cn/" + "x" * 300,
    ],
)
def test_an_address_in_our_own_network_is_refused(admin, url):
    spec = services.WebhookSpec(name="x", place_code=COUNTY, url=url, events=[WebhookEvent.CLOSED])

    with pytest.raises(Invalid) as caught:
        services.subscribe(actor=admin, spec=spec)

    assert caught.value.message.endswith("。")
    assert not Webhook.objects.exists()


@pytest.mark.parametrize("found", [["10.0.0.5"], ["8.8.8.8", "192.168.1.1"], ["fe80::1%eth0"], ["224.0.0.1"]])
def test_a_name_that_points_inside_is_not_connected(monkeypatch, found):
    monkeypatch.setattr(
        outside.socket,
        "getaddrinfo",
        lambda *_args, **_named: [(0, 0, 0, "", (address, 443)) for address in found],
    )
    monkeypatch.setattr(outside.socket, "create_connection", lambda *_args: pytest.fail("connected"))

    with pytest.raises(outside.OutsideFault, match="内网"):
        outside.call("POST", URL, body=b"", most=10)


def test_only_the_office_of_the_place_subscribes(admin):
    spec = services.WebhookSpec(name="x", place_code=CITY, url=URL, events=[WebhookEvent.CLOSED])

    with pytest.raises(NotAllowed):
        services.subscribe(actor=admin, spec=spec)


def test_the_pages_make_stop_and_show_a_subscription(sign_in, receiver):
    admin = sign_in(make_user(Role.SYSTEM_ADMIN, COUNTY))
    data = {"name": "热线平台", "place_code": STREET, "url": URL, "events": ["matter.reported"]}

    assert "whsec_" in admin.post("/interfaces/webhooks/", data).content.decode()
    assert admin.post("/interfaces/webhooks/", {**data, "url": "https://10.0.0.1/"}).status_code == 422
    number = report().matter.number
    webhook = Webhook.objects.get()
    page = admin.get(f"/interfaces/webhooks/{webhook.pk}/").content.decode()
    assert (number in page, "whsec_" in page) == (True, False)
    admin.post(f"/interfaces/webhooks/{webhook.pk}/state/", {"state": "closed"})
    assert not Webhook.objects.get().is_active
