"""`gongjian draw verify` says whether the certificate of a draw holds, or which line of it was changed."""

import argparse
from pathlib import Path
from typing import Any

from gongjian.engines.draw import report, verify
from gongjian.engines.draw.standalone import standalone_verifier

CONFIRMED, REFUTED = 0, 1
_LEGEND = """退出码：0 确认，1 不能确认，2 参数不对。
例：gongjian draw verify 抽取证书.json --hash 公布的清单哈希"""


def add_parser(subparsers: Any) -> None:
    """Describe the command."""
    parser = subparsers.add_parser(
        "draw", help="验证抽取的证书", description="验证抽取（双随机、公开抽签）的证书，不用联网。"
    )
    acts = parser.add_subparsers(dest="act", metavar="动作", required=True, title="动作")
    act = acts.add_parser(
        "verify",
        help="重新算一遍证书，说可信还是哪一条被改过",
        description="按公布的算法重新算一遍：清单逐条的哈希、清单哈希、种子、抽中的和派出的。",
        epilog=_LEGEND,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    act.add_argument("file", type=Path, metavar="证书", help="抽取证书（JSON 文件）")
    act.add_argument("--hash", default="", metavar="哈希", help="公布时记下的清单哈希")
    act.add_argument("--text", type=Path, metavar="文件", help="公布时存下的公布文字，用来指出改了哪一条")
    script = acts.add_parser(
        "script",
        help="写出单独的验证程序，给没有这个软件的人",
        description="写出一个 Python 文件，只要有 Python 就能验证：python -I verify_draw.py 证书.json [公布的清单哈希]",
    )
    script.add_argument("file", type=Path, metavar="文件", help="写到哪里，如 verify_draw.py")


def run(arguments: argparse.Namespace) -> int:
    """Verify one certificate and print the verdict, or write the program that does it anywhere."""
    if arguments.act == "script":
        arguments.file.write_text(standalone_verifier(), encoding="utf-8")
        return CONFIRMED
    noted = arguments.text.read_text(encoding="utf-8") if arguments.text else ""
    text = arguments.file.read_text(encoding="utf-8", errors="replace")
    verdict = verify(text, arguments.hash, noted)
    print(report(verdict))
    return CONFIRMED if verdict.is_confirmed else REFUTED
