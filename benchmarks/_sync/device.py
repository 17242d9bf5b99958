"""One phone: it writes its day into a log and sends it as the app does, trying again until it is answered."""

import hashlib
import http.client
import io
import json
import random
import threading
import time
from typing import Any
from uuid import UUID

from PIL import Image

from benchmarks._sync.field import Field

__all__ = ["Device", "Field"]

AT = "2026-03-10T09:00:00+08:00"
TOKEN = "a" * 32
BYTES_PER_PIXEL = 0.55
"""What a JPEG of noise takes at the quality below."""
PAUSES_S = (0.2, 0.5, 1, 2, 4)


def noise(random_: random.Random, kilobytes: int) -> bytes:
    """A JPEG of noise of about the wanted size, another one each time."""
    edge = int((kilobytes * 1024 / BYTES_PER_PIXEL) ** 0.5)
    out = io.BytesIO()
    Image.frombytes("RGB", (edge, edge), random_.randbytes(edge * edge * 3)).save(out, "JPEG", quality=68)
    return out.getvalue()


class Device:
    """The log of one inspector's phone and what became of it."""

    def __init__(self, field: Field, number: int, port: int, kilobytes: int, seed: int) -> None:
        self.field, self.number, self.port, self.kilobytes = field, number, port, kilobytes
        self.random = random.Random(seed * 100_003 + number)
        self.device = str(UUID(int=self.random.getrandbits(128)))
        self.seq, self.expected, self.settled, self.retries, self.bytes_sent = 0, 1, 0, 0, 0
        self.times_s: list[float] = []
        self.photos: list[str] = []
        self.faults: list[str] = []
        self.per_sheet = 4 + len(field.items)
        self.total = self.per_sheet * len(field.places)

    def run(self, gate: threading.Barrier) -> None:
        """Wait for the others, then send every sheet: the day's log is read back sheet by sheet."""
        first = self._sheet(self.field.places[0])
        gate.wait()
        for place in self.field.places:
            operations, files = first if place == self.field.places[0] else self._sheet(place)
            self._send(operations, files)

    def _sheet(self, place: str) -> tuple[list[dict[str, Any]], dict[str, bytes]]:
        photo, signature = noise(self.random, self.kilobytes), noise(self.random, 4)
        files = {hashlib.sha256(content).hexdigest(): content for content in (photo, signature)}
        taken, signed = files
        self.photos.append(taken)
        item, rule = self.field.items[0]
        rows = [self._write(place, "open", inspected_on="2026-03-10", started_at=AT)]
        for item_id, rule_id in self.field.items:
            count = self.random.randint(1, 3) if item_id == item else self.random.randint(0, 3)
            answers = {str(rule_id): {"count": str(count), "amount": None, "note": ""}} if count else {}
            rows.append(self._write(place, "item", item=item_id, answers=answers, base=None))
        rows.append(self._write(place, "photo", item=item, rule=rule, sha256=taken, taken_at=AT))
        rows.append(self._write(place, "sign", name="检查员", party="inspector", sha256=signed))
        rows.append(self._write(place, "submit"))
        return rows, files

    def _write(self, place: str, kind: str, **content: Any) -> dict[str, Any]:
        self.seq += 1
        where = {"round": self.field.round_id, "place": place}
        return {
            "id": str(UUID(int=self.random.getrandbits(128))),
            "seq": self.seq,
            "at": AT,
            "kind": kind,
            **where,
            **content,
        }

    def _send(self, rows: list[dict[str, Any]], files: dict[str, bytes]) -> None:
        attempt = 0
        while rows:
            answer = self._post(rows, files)
            if answer is None:
                self.retries += 1
                time.sleep(PAUSES_S[min(attempt, len(PAUSES_S) - 1)] * self.random.uniform(0.5, 1.5))
                attempt += 1
                continue
            bad = [one for one in answer["done"] if (one["first"] or one["result"]) != "done"]
            self.faults += [f"{one['seq']}: {one['words']}" for one in bad]
            done = {one["seq"] for one in answer["done"]}
            self.settled += sum(row["seq"] in done for row in rows)
            rows = [row for row in rows if row["seq"] not in done]

    def _post(self, rows: list[dict[str, Any]], files: dict[str, bytes]) -> dict[str, Any] | None:
        body, kind = _multipart({"device": self.device, "operations": json.dumps(rows)}, files)
        headers = {
            "Content-Type": kind,
            "Cookie": f"sessionid={self.field.sessions[self.number]}; csrftoken={TOKEN}",
            "X-CSRFToken": TOKEN,
        }
        started = time.perf_counter()
        try:
            line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=300)
            line.request("POST", "/inspections/phone/sync/", body, headers)
            response = line.getresponse()
            content = response.read()
            line.close()
        except (OSError, http.client.HTTPException):
            return None
        self.times_s.append(time.perf_counter() - started)
        self.bytes_sent += len(body)
        if response.status in (500, 502, 503):
            return None
        if response.status != 200:
            raise RuntimeError(f"{response.status} {content[:300].decode(errors='replace')}")
        answer: dict[str, Any] = json.loads(content)
        return answer


def _multipart(fields: dict[str, str], files: dict[str, bytes]) -> tuple[bytes, str]:
    mark = "gongjian-bench-7d1f"
    out = io.BytesIO()
    for name, value in fields.items():
        out.write(f'--{mark}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode())
    for name, content in files.items():
        head = f'Content-Disposition: form-data; name="{name}"; filename="{name}"'
        out.write(f"--{mark}\r\n{head}\r\nContent-Type: image/jpeg\r\n\r\n".encode() + content + b"\r\n")
    out.write(f"--{mark}--\r\n".encode())
    return out.getvalue(), f"multipart/form-data; boundary={mark}"
