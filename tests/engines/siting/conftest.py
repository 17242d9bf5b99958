"""Small cases can be settled by looking at every choice; most tests are about the search, so they go without that."""

from collections.abc import Iterator

import pytest

from gongjian.engines.siting import every_choice


@pytest.fixture(scope="module")
def searched() -> Iterator[None]:
    """Search also where looking at every choice would do."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(every_choice, "MOST", 0)
        yield
