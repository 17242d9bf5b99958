"""`gongjian users …`: the first administrators of an installation, and help at the console.

Who can run this sits at the server; what he does is written to the audit trail as the system's act.
"""

import argparse
from typing import Any

ROLES = {"system": "系统管理员", "security": "安全管理员", "audit": "审计管理员"}


def add_parser(subparsers: Any) -> None:
    """Describe the command."""
    parser = subparsers.add_parser("users", help="首批管理员、解锁、重置密码", description=__doc__)
    acts = parser.add_subparsers(dest="act", metavar="动作", required=True)
    first = acts.add_parser("create-first", help="建三位互不兼任的管理员（三员分立），只能在还没有管理员时用")
    first.add_argument("--place", default=None, help="管哪个地方，统计用区划代码；全国写 0")
    for key, label in ROLES.items():
        first.add_argument(f"--{key}", metavar="账号:姓名", default=None, help=f"{label}，例如 wanggang:王某")
    listing = acts.add_parser("list", help="列出管理员，加 --all 列出全部用户")
    listing.add_argument("--all", action="store_true", help="全部用户")
    for name, help_text in (
        ("unlock", "解开因密码错误被锁的账号"),
        ("reset-password", "给一次性密码"),
        ("clear-second-factor", "清除丢失的第二因素"),
    ):
        act = acts.add_parser(name, help=help_text)
        act.add_argument("username", help="账号")
        if name == "clear-second-factor":
            act.add_argument("--reason", required=True, help="原因，记入审计")


def run(args: argparse.Namespace) -> int:
    """Do one act."""
    from gongjian.cli import django_setup

    django_setup()
    acts = {
        "create-first": _create_first,
        "list": _list,
        "unlock": _unlock,
        "reset-password": _reset_password,
        "clear-second-factor": _clear_second_factor,
    }
    return acts[args.act](args)


def _create_first(args: argparse.Namespace) -> int:
    from gongjian.apps.parties.services import FirstAdministrator, create_first_administrators
    from gongjian.core.access import Role

    place = (
        args.place if args.place is not None else input("管哪个地方（统计用区划代码，全国写 0）：").strip()
    )
    roles = {"system": Role.SYSTEM_ADMIN, "security": Role.SECURITY_ADMIN, "audit": Role.AUDIT_ADMIN}
    people = [
        FirstAdministrator(role, *_account_and_name(getattr(args, key), ROLES[key]))
        for key, role in roles.items()
    ]
    issued = create_first_administrators(people=people, place_code="" if place == "0" else place)
    print("三位管理员已建好。一次性密码只显示这一次，请分别当面交给本人：\n")
    for person, one in zip(people, issued, strict=True):
        print(f"  {person.role.label}　{one.user.full_name}　账号 {one.user.username}　密码 {one.password}")
    print("\n第一次登录要改密码并绑定验证器。")
    return 0


def _account_and_name(given: str | None, label: str) -> tuple[str, str]:
    text = given if given is not None else input(f"{label}（账号:姓名）：")
    account, _, name = text.strip().replace("：", ":").partition(":")
    return account.strip(), name.strip()


def _list(args: argparse.Namespace) -> int:
    from gongjian.apps.parties.selectors import list_users
    from gongjian.core.access import SEPARATED_ROLES, SYSTEM

    for user in list_users(SYSTEM, with_closed=True).iterator(chunk_size=500):
        roles = [grant.get_role_display() for grant in user.held]
        if args.all or any(grant.role in SEPARATED_ROLES for grant in user.held):
            state = "" if user.is_active else "（已停用）"
            print(
                f"{user.username}\t{user.full_name}{state}\t{user.place_code or '全国'}\t{'、'.join(roles)}"
            )
    return 0


def _unlock(args: argparse.Namespace) -> int:
    from gongjian.apps.parties import services
    from gongjian.core.access import SYSTEM

    services.unlock_user(actor=SYSTEM, user_id=_id_of(args.username))
    print(f"{args.username} 已解锁。")
    return 0


def _reset_password(args: argparse.Namespace) -> int:
    from gongjian.apps.parties import services
    from gongjian.core.access import SYSTEM

    issued = services.reset_password(actor=SYSTEM, user_id=_id_of(args.username))
    print(f"{args.username} 的一次性密码（只显示这一次）：{issued.password}")
    return 0


def _clear_second_factor(args: argparse.Namespace) -> int:
    from gongjian.apps.parties import services
    from gongjian.core.access import SYSTEM

    services.clear_second_factor(actor=SYSTEM, user_id=_id_of(args.username), reason=args.reason)
    print(f"{args.username} 的第二因素已清除，下次登录要重新绑定。")
    return 0


def _id_of(username: str) -> int:
    from gongjian.apps.parties.selectors import id_of_username

    return id_of_username(username)
