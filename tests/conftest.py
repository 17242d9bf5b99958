"""What every test shares: the test settings, the little country, and signing in."""

from collections.abc import Callable

import pytest
from hypothesis import settings

# A generated case may take long on a busy machine; that says nothing about the code.
settings.register_profile("steady", deadline=None)
settings.load_profile("steady")


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
