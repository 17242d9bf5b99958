"""`gongjian audit verify` proves the trail; `gongjian audit head` prints its end, to be kept outside."""

import argparse
from typing import Any

from gongjian.cli import django_setup


def add_parser(subparsers: Any) -> None:
    """Describe the command."""
    parser = subparsers.add_parser("audit", help="核验审计记录，导出链的末端")
    acts = parser.add_subparsers(dest="act", metavar="动作", required=True)
    verify = acts.add_parser("verify", help="从头核验审计链，指出被改过的记录")
    verify.add_argument("--head", metavar="序号:校验值", help="以前用 head 存下的末端，用来发现被截去的尾巴")
    acts.add_parser("head", help="打印链的末端，请存到系统之外")


def run(args: argparse.Namespace) -> int:
    """Verify or print the head; exit code 1 when something was changed."""
    django_setup()
    from gongjian.core import audit

    while audit.link():
        continue
    if args.act == "head":
        print(audit.head())
        return 0
    faults = list(audit.verify(_kept(args.head)))
    for fault in faults:
        print(fault.sentence)
    print(
        f"共 {audit.head().sequence} 条，{len(faults)} 处不对。"
        if faults
        else f"共 {audit.head().sequence} 条，全部相符。"
    )
    return 1 if faults else 0


def _kept(text: str | None) -> Any:
    from gongjian.core.audit import Head
    from gongjian.core.errors import Invalid

    if text is None:
        return None
    sequence, _, digest = text.partition(":")
    if not sequence.isdigit() or len(digest) != 64:
        raise Invalid("--head 要写成“序号:校验值”，就是 gongjian audit head 打印的那一行。")
    return Head(int(sequence), digest)
