"""Nobody writes beside his own place: every POST on a row of the county next door is refused and leaves nothing."""

from typing import Any

import pytest
from django.test import Client

from gongjian.core.access import RIGHTS, Right, Role
from gongjian.core.models import AuditEntry
from tests.access.matrix import cases, fill, owner_of, post

ROLES = (Role.OFFICE, Role.LEADER, Role.DEPARTMENT, Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN)
"""Between them they hold every right that writes."""
REFUSED = {403, 404, 405}


def test_a_post_on_a_row_beside_is_refused_and_writes_nothing(
    world: dict[str, dict[str, Any]], clients: dict[Role, Client]
) -> None:
    before = AuditEntry.objects.count()
    found, asked = {}, 0
    for route, right, names in cases():
        if not names or owner_of(names) == "key":
            continue
        for role in ROLES:
            if right in RIGHTS[role]:
                asked += 1
                status = post(clients[role], fill(route, names, world["beside"])).status_code
                if status not in REFUSED:
                    found[f"{route} {role.value}"] = status

    assert found == {}
    assert asked > 80
    assert AuditEntry.objects.count() == before


@pytest.mark.parametrize(
    "right", [right for right in Right if right.endswith((".manage", ".draft", ".edit"))]
)
def test_every_right_that_writes_is_held_by_a_role_asked(right: Right) -> None:
    assert any(right in RIGHTS[role] for role in ROLES)
