"""What tests of building together start from."""

import pytest


@pytest.fixture
def rules(places: None) -> None:
    """Load the first versions of the rules beside the little country."""
    from gongjian.core.rules import load_first_versions

    load_first_versions()


@pytest.fixture
def unset(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep papers unset: a signature then costs no typesetting, which other tests look at."""
    for module in ("agreements.signing", "contribution.statements"):
        name = f"gongjian.apps.cobuilding.services.{module}.set_page"
        monkeypatch.setattr(name, lambda page, form: f"{form}{page.title}".encode())
