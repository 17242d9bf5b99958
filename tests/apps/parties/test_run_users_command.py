"""`gongjian users …`: three separate administrators, once, and help at the console."""

import pytest

from gongjian.apps.parties.models import User
from gongjian.cli.main import main
from gongjian.core.access import Role
from gongjian.core.models import AuditEntry
from tests.factories import COUNTY, make_user

pytestmark = pytest.mark.usefixtures("places")
FIRST = ["users", "create-first", "--place", COUNTY, "--system", "xt:系统员", "--security", "aq:安全员"]


def test_three_people_are_made_once_each_with_one_role(capsys):
    assert main([*FIRST, "--audit", "sj:审计员"]) == 0

    shown = capsys.readouterr().out
    roles = {user.username: [grant.role for grant in user.grants.all()] for user in User.objects.all()}
    assert roles == {"xt": [Role.SYSTEM_ADMIN], "aq": [Role.SECURITY_ADMIN], "sj": [Role.AUDIT_ADMIN]}
    password = shown.split("账号 xt　密码 ")[1].split()[0]
    assert User.objects.get(username="xt").check_password(password)
    assert set(AuditEntry.objects.values_list("actor_name", flat=True)) == {"系统"}
    assert main([*FIRST, "--audit", "sj2:审计员"]) == 1
    assert "已经有管理员" in capsys.readouterr().err


def test_one_person_does_not_hold_two(capsys):
    assert main([*FIRST, "--audit", "XT:审计员"]) == 1

    assert "三员分立" in capsys.readouterr().err and not User.objects.exists()


def test_the_console_asks_for_what_was_not_given(monkeypatch, capsys):
    answers = iter(["0", "xt:系统员", "aq：安全员", "sj:审计员"])
    monkeypatch.setattr("builtins.input", lambda _prompt: next(answers))

    assert main(["users", "create-first"]) == 0
    assert set(User.objects.values_list("place_code", flat=True)) == {""}


def test_help_at_the_console(capsys):
    user = make_user(Role.AUDIT_ADMIN, COUNTY, username="Wang")

    assert main(["users", "reset-password", "wang"]) == 0
    password = capsys.readouterr().out.split("：")[1].strip()
    assert User.objects.get().check_password(password)
    assert main(["users", "unlock", "wang"]) == 0
    assert main(["users", "clear-second-factor", "wang", "--reason", "手机丢失"]) == 0
    assert main(["users", "list"]) == 0
    assert "Wang\t" in capsys.readouterr().out and user.pk
    assert main(["users", "unlock", "nobody"]) == 1
    assert "没有账号" in capsys.readouterr().err
