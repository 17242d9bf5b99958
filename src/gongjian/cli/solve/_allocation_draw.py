"""Lots of an allocation on the command line: announce the list, draw with the public number, or take a certificate.

Without any of them the order comes from `--seed` by the same algorithm; the report says that nobody outside can check it.
"""

import argparse
import json
import secrets
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from gongjian.cli.solve._allocation_inputs import require
from gongjian.cli.solve._answer import Answer
from gongjian.engines import draw
from gongjian.engines.allocation import Household, announce_lots, draw_lots
from gongjian.engines.draw.verifier import HOUSEHOLDS
from gongjian.engines.errors import EngineInputError


def add_draw_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the options of the draw."""
    group = parser.add_argument_group("抽签（先公布名单的哈希，再用公共数；或给现成的证书）")
    group.add_argument("--draw", metavar="证书", help="现成的抽签证书（JSON），次序照它")
    group.add_argument("--announce", metavar="文件", help="只做第一步：写出要公布的文字，报告里有哈希和盐")
    group.add_argument("--draw-title", default="", metavar="名称", help="抽签的名称")
    group.add_argument("--draw-source", default="", metavar="来源", help="公共数的来源，公布时就写明")
    group.add_argument("--draw-salt", default="", metavar="盐", help="第一步给出的 32 位盐")
    group.add_argument("--draw-number", default="", metavar="数", help="公布以后出来的公共数")
    group.add_argument(
        "--published-at", default="", metavar="时刻", help="哈希公布的时刻，如 2026-09-16T09:00+08:00"
    )
    group.add_argument("--drawn-by", default="", metavar="人", help="记下公共数的人")
    group.add_argument(
        "--certificate", metavar="文件", help="抽签证书写到这里，谁都能用 gongjian draw verify 验证"
    )


def announce(args: argparse.Namespace, households: Sequence[Household]) -> Answer:
    """Write the text to publish, and tell its hash and the salt to keep."""
    require(args, "draw-title", "draw-source")
    made = _announcement(args, households, args.draw_salt or secrets.token_hex(16))
    Path(args.announce).write_text(made.text, encoding="utf-8")
    lines = [
        f"# 名单已固定：{len(households)} 户，哈希 {made.hash}",
        "",
        f"请现在公布哈希和《{Path(args.announce).name}》，名单不能再改。盐先保密，第二步要用：",
        "",
        f"    --draw-salt {made.terms.salt}",
        "",
        f"公共数的来源是“{made.terms.source}”。数出来以后，加上 --draw-number 和 --certificate 再算一次。",
    ]
    return Answer({"hash": made.hash, "salt": made.terms.salt, "households": len(households)}, lines)


def order_of(args: argparse.Namespace, households: Sequence[Household]) -> tuple[tuple[str, ...], str]:
    """Return the order of the lots and a sentence about where it comes from."""
    if args.draw:
        return _from_certificate(Path(args.draw))
    if args.draw_number:
        return _drawn(args, households)
    terms = {"title": "试算", "source": "种子", "salt": "0" * 32}
    made = announce_lots(((one.key, "") for one in households), **terms)
    order = draw_lots(made, str(args.seed)).result.drawn
    return order, f"抽签：试算，次序由种子 {args.seed} 定，外人不能验证。正式分配请先公布名单，再用公共数。"


def _announcement(args: argparse.Namespace, households: Sequence[Household], salt: str) -> draw.Announcement:
    rows = ((one.key, one.name) for one in households)
    return announce_lots(rows, title=args.draw_title, source=args.draw_source, salt=salt)


def _drawn(args: argparse.Namespace, households: Sequence[Household]) -> tuple[tuple[str, ...], str]:
    require(args, "draw-title", "draw-source", "draw-salt", "published-at", "certificate")
    drawing = draw_lots(_announcement(args, households, args.draw_salt), args.draw_number)
    try:
        published = datetime.fromisoformat(args.published_at).astimezone()
    except ValueError:
        raise EngineInputError("--published-at 要写时刻，如 2026-09-16T09:00+08:00。") from None
    now = datetime.now().astimezone()
    content = draw.certificate_text(
        drawing,
        published_at=published.isoformat(),
        typed_at=now.isoformat(),
        typed_by=args.drawn_by,
        what=HOUSEHOLDS,
    )
    Path(args.certificate).write_text(content, encoding="utf-8")
    return drawing.result.drawn, (
        f"抽签：名单哈希 {drawing.announcement.hash}，公共数 {drawing.entropy}。"
        f"谁都能验证：gongjian draw verify {Path(args.certificate).name} --hash {drawing.announcement.hash}"
    )


def _from_certificate(path: Path) -> tuple[tuple[str, ...], str]:
    if not path.is_file():
        raise EngineInputError(f"没有这个文件：{path}。请检查路径。")
    content = path.read_text(encoding="utf-8", errors="replace")
    verdict = draw.verify(content)
    if not verdict.is_confirmed:
        raise EngineInputError(f"抽签证书《{path.name}》不能确认：{verdict.problems[0]}")
    data = json.loads(content)
    return tuple(data["result"]["drawn"]), (
        f"抽签：证书《{path.name}》已重新算过，可信；名单哈希 {data['published']['hash']}。"
    )
