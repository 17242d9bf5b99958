"""The phone's app as it is served: a shell without anybody's data, a manifest, a worker that names all it needs."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from django.contrib.staticfiles import finders

from gongjian.apps.inspections.models import TakenRound
from gongjian.apps.inspections.views import phone_shell
from gongjian.core.access import Role
from tests.factories import COUNTY, make_user
from tests.inspection_factories import make_round

FOLDER = Path(str(finders.find(phone_shell.ENTRY))).parent
SAID = re.compile(r'"((?:[^"\\]|\\.)*[\u3400-\u9fff](?:[^"\\]|\\.)*)"')
IMPORTED = re.compile(r'^import .*? from "(\.[^"]+)";$|^import "(\.[^"]+)";$', re.MULTILINE)
UNSAID = {"共"}
"""The mark, the same in every language."""


def sources() -> dict[str, str]:
    return {
        file.relative_to(FOLDER).as_posix(): file.read_text(encoding="utf-8") for file in FOLDER.rglob("*.js")
    }


def english() -> dict[str, str]:
    rows = re.findall(r'^  "(.*?)": "(.*)",$', sources()["english.js"], re.MULTILINE)
    return dict(rows)


def spoken() -> set[str]:
    texts = [text for name, text in sources().items() if name != "english.js"]
    lines = [line for text in texts for line in text.splitlines() if not line.strip().startswith("//")]
    return {words for line in lines for words in SAID.findall(line)}


def test_every_sentence_of_the_phone_has_its_english_and_keeps_its_holes() -> None:
    translated = english()

    assert spoken() - UNSAID - translated.keys() == set()
    assert translated.keys() - spoken() == set(), "nothing says these any more"
    assert [words for words, other in translated.items() if not set(holes(other)) <= set(holes(words))] == []


def holes(words: str) -> list[str]:
    return re.findall(r"\{(\w+)\}", words)


def test_the_shell_is_the_same_for_everybody(sign_in: Any, places: None) -> None:
    pages = []
    for _ in range(2):
        client = sign_in(make_user(Role.INSPECTOR, COUNTY, full_name=f"检查员{len(pages)}"))
        pages.append(client.get("/inspections/phone/"))

    assert pages[0].content == pages[1].content
    assert "检查员0" not in pages[0].content.decode()
    assert pages[0]["X-Phone-Shell"] == phone_shell.version()


def test_the_shell_wants_somebody_who_scores(client: Any, sign_in: Any, places: None) -> None:
    assert client.get("/inspections/phone/").status_code == 302

    assert sign_in(make_user(Role.VIEWER, COUNTY)).get("/inspections/phone/").status_code == 403


def test_the_worker_keeps_every_file_that_the_shell_and_its_modules_name(sign_in: Any, places: None) -> None:
    client = sign_in(make_user(Role.INSPECTOR, COUNTY))
    script = client.get("/inspections/phone/sw.js").content.decode()
    kept = set(json.loads(re.search(r"^const FILES = (.*);$", script, re.MULTILINE)[1]))
    shell = client.get("/inspections/phone/").content.decode()

    named = set(re.findall(r'(?:href|src)="(/static/[^"]+)"', shell))
    imported = {
        f"/static/{phone_shell.FOLDER}/{(Path(name).parent / target).as_posix()}"
        for name, text in sources().items()
        for pair in IMPORTED.findall(text)
        for target in pair
        if target
    }
    clean = {str(Path(address.replace("pages/../", ""))) for address in imported}

    assert named <= kept
    assert clean <= kept
    assert not any(address.endswith("worker.js") for address in kept)


def test_a_changed_file_is_a_new_version(monkeypatch: pytest.MonkeyPatch) -> None:
    before = phone_shell._digest()
    monkeypatch.setattr(phone_shell, "modules", lambda: [phone_shell.ENTRY])

    assert phone_shell._digest() != before


def test_the_manifest_can_be_installed_without_cookies(client: Any, db: None) -> None:
    answer = client.get("/inspections/phone/manifest.webmanifest")
    manifest = json.loads(answer.content)

    assert answer["Content-Type"] == "application/manifest+json"
    assert manifest["display"] == "standalone"
    assert manifest["start_url"] == manifest["scope"] == "/inspections/phone/"
    assert {icon["sizes"] for icon in manifest["icons"]} == {"192x192", "512x512"}
    assert all(finders.find(icon["src"].removeprefix("/static/")) for icon in manifest["icons"])


def test_asking_who_is_signed_in_takes_nothing_of_what_the_desk_knows_of_a_phone(
    sign_in: Any, places: None
) -> None:
    inspector = make_user(Role.INSPECTOR, COUNTY, full_name="林检查")
    client = sign_in(inspector)
    word = {"round": make_round().pk, "taken_at": None, "sheets": []}
    said = {"device": "11111111-1111-4111-8111-111111111111", "rounds": [word], "storage": {}}
    client.post("/inspections/phone/state/", json.dumps(said), content_type="application/json")

    answer = client.post("/inspections/phone/state/", "{}", content_type="application/json").json()

    assert answer["user"] == {"id": inspector.pk, "name": "林检查"}
    assert TakenRound.objects.count() == 1
