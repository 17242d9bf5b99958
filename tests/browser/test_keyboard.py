"""The day's first steps by keyboard alone: sign in, find the task on the workbench, acknowledge it."""

from collections.abc import Callable
from typing import Any

import pytest

from gongjian.apps.programmes.choices import AssignmentStatus
from gongjian.core.access import Role
from gongjian.core.rules import load_first_versions
from tests.apps.programmes.builders import give, make_programme
from tests.factories import COMMUNITIES, make_user

pytestmark = [pytest.mark.browser, pytest.mark.one_database, pytest.mark.django_db(transaction=True)]
FOCUSED = """() => {
    const at = document.activeElement;
    const ring = getComputedStyle(at);
    return {
        id: at.id, words: at.innerText || "",
        seen: ring.outlineStyle !== "none" || ring.boxShadow !== "none",
    };
}"""


def tab_to(page: Any, wanted: str, most: int = 80) -> None:
    """Press Tab until the focus stands on a control with this id or just these words, and is seen there."""
    for _ in range(most):
        page.keyboard.press("Tab")
        focus = page.evaluate(FOCUSED)
        if wanted in (focus["id"], focus["words"].strip()):
            assert focus["seen"], f"the focus on {wanted} cannot be seen"
            return
    raise AssertionError(f"{wanted} cannot be reached by Tab")


def test_a_worker_signs_in_and_acknowledges(places: None, open_page: Callable[..., Any]) -> None:
    load_first_versions()
    assignment = give(make_programme())[0]
    worker = make_user(Role.WORKER, COMMUNITIES[0], has_second_factor=False)
    page = open_page("/accounts/login/")

    tab_to(page, "id_login")
    page.keyboard.type(worker.username)
    tab_to(page, "id_password")
    page.keyboard.type("Test-password-1")
    page.keyboard.press("Enter")
    page.get_by_role("heading", level=1).filter(has_text="件").wait_for()

    tab_to(page, f"签收“{assignment.task.title}”")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/programmes/assignments/{assignment.pk}/")
    tab_to(page, "签收")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="签收").wait_for(state="detached")

    assignment.refresh_from_db()
    assert assignment.status == AssignmentStatus.ACTIVE
