"""`gongjian check` recomputes the figures of a file and says which of them do not hold."""

import argparse
from pathlib import Path
from typing import Any

from gongjian.cli.compile import text_of
from gongjian.engines.figures import explain, find_claims


def add_parser(subparsers: Any) -> None:
    """Describe the command."""
    parser = subparsers.add_parser("check", help="复算文件里的百分比、合计、增长和人均，指出对不上的数")
    parser.add_argument("file", metavar="文件", help="要查的文件：txt、docx、pdf、xlsx、html 等")


def run(args: argparse.Namespace) -> int:
    """Print each claim with its verdict; exit code 1 when one does not hold."""
    text = text_of(Path(args.file))
    claims = find_claims(text)
    for claim in claims:
        line = text.count("\n", 0, claim.start) + 1
        print(f"{'相符' if claim.holds else '不符'}  第{line}行  {explain(claim)}")
    wrong = sum(not claim.holds for claim in claims)
    if not claims:
        print("没有找到能用文中其他数字复算的数。")
    elif wrong:
        print(f"共复算 {len(claims)} 个数，{wrong} 个对不上。")
    else:
        print(f"共复算 {len(claims)} 个数，全部相符。")
    return 1 if wrong else 0
