"""What every test shares: the test settings, the little country, and signing in."""

from collections.abc import Callable

import pytest
from hypothesis import settings

# A generated case may take long on a busy machine; that says nothing about the code.
settings.register_profile("steady", deadline=None)
settings.load_profile("steady")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the choice of what a second database has to answer."""
    parser.addoption(
        "--second-database",
        action="store_true",
        help="leave out what needs no database and what is marked one_database",
    )


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Keep the tests of a file on one process, unless they name a group; choose those of a second database."""
    for item in items:
        if item.get_closest_marker("xdist_group") is None:
            item.add_marker(pytest.mark.xdist_group(item.nodeid.partition("::")[0]))
    if not config.getoption("--second-database"):
        return
    wanted = [item for item in items if _asks_database(item) and not item.get_closest_marker("one_database")]
    config.hook.pytest_deselected(items=[item for item in items if item not in set(wanted)])
    items[:] = wanted


def _asks_database(item: pytest.Item) -> bool:
    fixtures = getattr(item, "fixturenames", ())
    return bool(
        item.get_closest_marker("django_db") or {"db", "transactional_db", "live_server"} & set(fixtures)
    )


@pytest.fixture
def places(db: None) -> None:
    """Make the little country of `tests.factories`."""
    from tests.factories import make_places

    make_places()


@pytest.fixture
def sign_in(client: object) -> Callable[[object], object]:
    """Sign a user in and return the client."""

    def _sign_in(user: object) -> object:
        client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")  # type: ignore[attr-defined]
        return client

    return _sign_in
