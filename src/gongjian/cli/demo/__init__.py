"""`gongjian demo build` makes the demo by the real path; `gongjian demo accounts` prints who can sign in."""

import argparse
import time
from typing import Any

from gongjian.cli import django_setup


def add_parser(subparsers: Any) -> None:
    """Describe the command."""
    parser = subparsers.add_parser("demo", help="生成演示数据，列出演示账号")
    acts = parser.add_subparsers(dest="act", metavar="动作", required=True)
    acts.add_parser("build", help="没有数据时生成演示数据（已有就不动）")
    acts.add_parser("accounts", help="列出演示账号、密码和第二步验证码")


def run(args: argparse.Namespace) -> int:
    """Build the demo or list its accounts."""
    django_setup()
    if args.act == "accounts":
        return _print_accounts()
    return _build()


def _build() -> int:
    from django.db import transaction

    from gongjian.apps.parties.models import User
    from gongjian.cli.demo.story import build_demo

    if User.objects.exists():
        print("已有数据，演示数据不再生成。")
        return 0
    started = time.monotonic()
    with transaction.atomic():  # a build that is broken off leaves nothing behind
        build_demo(lambda step: print(f"  演示数据：{step}", flush=True))
    print(f"演示数据已生成，用时 {time.monotonic() - started:.0f} 秒。")
    return 0


def _print_accounts() -> int:
    from gongjian.apps.parties.demo import DEMO_PASSWORD, list_accounts

    accounts = list_accounts()
    if not accounts:
        print("没有演示账号。先运行 gongjian demo build。")
        return 0
    print(f"演示账号（密码都是 {DEMO_PASSWORD}）：")
    for account in accounts:
        code = f"，第二步验证码 {account.code}（每 30 秒换一次，再看就再运行一次）" if account.code else ""
        print(f"  {account.username:<10} {account.label}{code}")
    return 0
