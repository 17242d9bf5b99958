"""Builders for tests of the public door: plain functions with defaults."""

import json
from typing import Any

from django.core import signing
from django.test import Client

from gongjian.apps.matters.models import Matter
from gongjian.apps.portal.models import Door
from gongjian.apps.portal.selectors import kinds_at
from gongjian.apps.portal.services import Filled
from gongjian.apps.portal.services import send as take_in
from gongjian.core import flood, outside
from tests.factories import COMMUNITIES, COUNTY

DOOR = "chuanshan"
HERE = f"/p/{COMMUNITIES[0]}"
JUNK, HONEST = "junk" * 16, "honest" * 10


def make_door(place_code: str = COUNTY, short_name: str = DOOR, **fields: Any) -> Door:
    """An open door."""
    defaults = {
        "phone": "0825-12345",
        "hours": "工作日 8:30—18:00",
        "privacy_contact": "船山区治理办 0825-12346",
    }
    return Door.objects.create(place_code=place_code, short_name=short_name, **{**defaults, **fields})


def token(age_s: int = 60) -> str:
    """The hidden field of a form that was opened so long ago."""
    nonce, shown_ms = signing.loads(flood.new_token(), salt=flood._TOKEN_SALT)
    return signing.dumps([nonce, shown_ms - age_s * 1000], salt=flood._TOKEN_SALT)


def filled_in(**fields: Any) -> dict[str, Any]:
    """A report as a browser sends it."""
    kind = next(kind for kind in kinds_at(COMMUNITIES[0]) if kind.label == "乱堆放")
    return {
        "token": token(),
        "act": "send",
        "what": f"c{kind.class_id}",
        "address": "梧桐路18号3号楼",
        "words": "旧家具和纸箱堵了通道，轮椅过不去。",
        "phone": "13912345678",
        "agreed": "on",
        **fields,
    }


def send(client: Client, path: str = f"{HERE}/report/", **fields: Any) -> Any:
    """Send a report, past what is alike nearby."""
    return client.post(path, filled_in(**{"seen": "1", **fields}))


def the_matter() -> Matter:
    """The one matter there is."""
    return Matter.objects.get()


class SmsService:
    """A service for text messages: what it was sent, what it answers, and the numbers it won't take."""

    def __init__(self) -> None:
        self.sent: list[dict[str, Any]] = []
        self.headers: list[dict[str, str]] = []
        self.dead: set[str] = set()
        self.status, self.is_down, self.calls = 200, False, 0

    def __call__(self, method: str, url: str, *, body: bytes, headers: dict[str, str], most: int) -> Any:
        self.calls += 1
        if self.is_down:
            raise outside.OutsideFault("没有接通")
        told = json.loads(body)
        if told["phone"] in self.dead:
            return outside.Answered(422, "application/json", b"{}")
        if self.status < 300:
            self.sent.append(told)
            self.headers.append(headers)
        return outside.Answered(self.status, "application/json", b"{}")


def fill(number: int, sender: str = JUNK, **fields: object) -> Filled:
    """A report as the door hands it on, of one sender."""
    defaults: dict[str, Any] = {
        "nonce": f"{sender[:6]}{number}",
        "sender": sender,
        "age_s": 60.0,
        "place_code": COMMUNITIES[0],
        "words": f"便宜卖东西，第 {number} 条广告",
        "consent_version": "2026-01",
    }
    return Filled(**{**defaults, **fields})


def flood_in(count: int) -> None:
    """Reports of one sender, more than are let through at once."""
    for number in range(count):
        take_in(fill(number))
