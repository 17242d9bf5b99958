"""A phone for tests: it counts its operations as the app does and sends them."""

import hashlib
import io
import json
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import uuid4

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

AT = "2026-03-10T09:00:00+08:00"
SYNC, STATE = "/inspections/phone/sync/", "/inspections/phone/state/"


def picture(shade: int = 90, kind: str = "JPEG") -> bytes:
    """A small real picture; another shade is another picture."""
    out = io.BytesIO()
    Image.new("RGB", (40, 30), (shade, 120, 90)).save(out, kind)
    return out.getvalue()


def said(**counts: Any) -> dict[str, Any]:
    """An answer by rule id: said(r1=2) or said(r1=(2, "a note"))."""
    found = {}
    for name, value in counts.items():
        count, note = value if isinstance(value, tuple) else (value, "")
        found[name[1:]] = {"count": str(Decimal(count)), "amount": None, "note": note}
    return found


class PhoneLog:
    """One device of one person, with what it has not sent yet; sheets lie in one round and place."""

    def __init__(self, client: Any, round_id: int = 0, place: str = "", device: str = "") -> None:
        self.client = client
        self.where = {"round": round_id, "place": place} if round_id else {}
        self.device = device or str(uuid4())
        self.seq = 0
        self.log: list[dict[str, Any]] = []
        self.files: dict[str, bytes] = {}

    def do(self, kind: str, **content: Any) -> dict[str, Any]:
        """Write an operation into the log."""
        self.seq += 1
        operation = {"id": str(uuid4()), "seq": self.seq, "at": AT, "kind": kind, **self.where, **content}
        self.log.append(operation)
        return operation

    def open(self) -> dict[str, Any]:
        """Open the sheet."""
        return self.do("open", inspected_on="2026-03-10", started_at=AT)

    def item(self, item: int, answers: dict[str, Any], base: dict[str, Any] | None = None) -> dict[str, Any]:
        """Answer an item."""
        return self.do("item", item=item, answers=answers, not_applicable=False, base=base)

    def photo(self, item: int, rule: int, content: bytes | None = None, **more: Any) -> str:
        """Take a photo; return its digest."""
        sha256 = self.keep(picture() if content is None else content)
        self.do("photo", item=item, rule=rule, sha256=sha256, taken_at=AT, name="a.jpg", **more)
        return sha256

    def picture(self, of: dict[str, Any], content: bytes | None = None, **more: Any) -> str:
        """Take a photo that goes with what was done to a matter; return its digest."""
        sha256 = self.keep(picture() if content is None else content)
        self.do(
            "picture", matter=of.get("matter"), of=of["id"], sha256=sha256, taken_at=AT, name="a.jpg", **more
        )
        return sha256

    def keep(self, content: bytes) -> str:
        """Keep a file to be sent along."""
        sha256 = hashlib.sha256(content).hexdigest()
        self.files[sha256] = content
        return sha256

    def send(self, operations: list[dict[str, Any]] | None = None, **more: Any) -> Any:
        """Send what is in the log (or the given operations) with the files; return the response."""
        rows = self.log if operations is None else operations
        wanted = {row.get("sha256") for row in rows}
        files = {
            name: SimpleUploadedFile(name, content, "image/jpeg")
            for name, content in self.files.items()
            if name in wanted
        }
        data = {"device": self.device, "device_name": "测试手机", "operations": json.dumps(rows), **more}
        return self.client.post(SYNC, {**data, **files})

    def sync_at(self, moment: datetime) -> dict[str, Any]:
        """Sync and say what the phone's clock shows."""
        return self.sync(sent_at=moment.isoformat())

    def sync(self, **more: Any) -> dict[str, Any]:
        """Send the log, take what was answered out of it, and return the answer."""
        response = self.send(**more)
        assert response.status_code == 200, response.content.decode()
        answer = response.json()
        settled = {done["seq"] for done in answer["done"]}
        self.log = [row for row in self.log if row["seq"] not in settled]
        return answer
