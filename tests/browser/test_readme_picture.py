"""The picture of the README, taken from the demo: `UPDATE_PICTURES=1 python3 run.py test tests/browser/test_readme_picture.py`."""

import os
from pathlib import Path
from typing import Any

import pytest

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        not os.environ.get("UPDATE_PICTURES"), reason="the picture is taken only when it is asked for"
    ),
]
PICTURE = Path(__file__).parents[2] / "docs" / "images" / "programme.png"


def test_the_programme_of_the_demo_is_pictured(open_page: Any, client: Any) -> None:
    from gongjian.apps.parties.models import User
    from gongjian.apps.programmes.models import Programme
    from gongjian.cli.demo.story import build_demo
    from gongjian.core.rules import load_first_versions

    load_first_versions()
    build_demo(lambda _step: None)
    backend = "allauth.account.auth_backends.AuthenticationBackend"
    client.force_login(User.objects.get(username="shi"), backend=backend)

    page = open_page(f"/programmes/{Programme.objects.earliest('created_at').pk}/")
    page.locator(".goal .v").last.wait_for()
    page.wait_for_load_state("networkidle")
    PICTURE.parent.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=str(PICTURE))

    assert PICTURE.stat().st_size > 20_000
