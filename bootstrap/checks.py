"""What must be true of the machine before something long is started."""

import shutil
import socket

from bootstrap.environment import MARKS
from bootstrap.steps import ROOT, Refusal

FIRST_BYTES, LATER_BYTES = 1_500_000_000, 200_000_000


def disk() -> None:
    """Refuse when the disk can't hold what the set-up will write."""
    needed = LATER_BYTES if MARKS.exists() else FIRST_BYTES
    free = shutil.disk_usage(ROOT).free
    if free < needed:
        raise Refusal(
            f"磁盘空间不够：{ROOT} 所在的盘还剩 {free / 1e9:.1f} GB，需要 {needed / 1e9:.1f} GB。请先腾出空间再来一次。"
        )


def port(host: str, number: int) -> None:
    """Refuse when another program listens there."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, number))
        except OSError as error:
            raise Refusal(
                f"端口 {number} 已被占用（可能共建已经在运行）。请停掉占用它的程序，"
                f"或换一个端口：python3 run.py up --port {number + 1}"
            ) from error
