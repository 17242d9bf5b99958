"""`gongjian serve`: the web process and one worker, watched together.

Both are children of this process. When either ends by itself, both are stopped: a service manager
then starts the pair again, and nobody meets half a product.
"""

import argparse
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.request import HTTPRedirectHandler, build_opener

START_SECONDS = 90
STOP_SECONDS = 15
THREADS_PER_WORKER = 4
TO_HTTPS = (301, 308)
"""In production a plain request is sent on to HTTPS, which somebody else speaks: that is an answer too."""


class _StayHere(HTTPRedirectHandler):
    """Follows nothing."""

    def redirect_request(self, *_: object) -> None:
        """Leave the redirect as it is."""


_opener = build_opener(_StayHere)


def add_parser(subparsers: Any) -> None:
    """Describe the command."""
    parser = subparsers.add_parser("serve", help="运行网站和一个后台进程，Ctrl-C 停止", description=__doc__)
    parser.add_argument("--host", default="127.0.0.1", help="监听的地址（默认只在本机）")
    parser.add_argument("--port", type=int, default=8000, help="端口（默认 8000）")
    parser.add_argument("--workers", type=int, default=min(2, os.cpu_count() or 1), help="网站进程数")
    parser.add_argument(
        "--no-worker", action="store_true", help="不运行后台进程（另外运行 gongjian worker 时用）"
    )


def run(args: argparse.Namespace) -> int:
    """Start both, announce the address once it answers, and wait."""
    if not port_is_free(args.host, args.port):
        print(
            f"端口 {args.port} 已被占用。请停掉占用它的程序，或换一个：--port {args.port + 1}",
            file=sys.stderr,
        )
        return 1
    from gongjian.cli import django_setup

    django_setup()
    from django.conf import settings

    Path(settings.STATIC_ROOT).mkdir(
        parents=True, exist_ok=True
    )  # WhiteNoise warns in every process without it
    import_module("gongjian.config.wsgi")  # what can't start fails here, once, not in every child
    commands = [_web_command(args)]
    if not args.no_worker:
        commands.append([sys.executable, "-m", "gongjian.cli", "worker"])
    with _stoppable(), _children(commands) as children:
        try:
            if _wait_until_it_answers(args.host, args.port, children):
                _announce(args.host, args.port)
            return _watch(children)
        except KeyboardInterrupt:
            for name in (signal.SIGINT, signal.SIGTERM):
                signal.signal(name, signal.SIG_IGN)  # asked once is enough: let both end cleanly
            print("\n正在停止…", flush=True)
            return 0


def port_is_free(host: str, port: int) -> bool:
    """Say whether a server could listen there now."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def _web_command(args: argparse.Namespace) -> list[str]:
    options = {
        "--interface": "wsgi",
        "--host": args.host,
        "--port": args.port,
        "--workers": args.workers,
        "--blocking-threads": THREADS_PER_WORKER,
        "--log-level": "warning",
        "--respawn-failed-workers": None,
    }
    flags = [str(part) for pair in options.items() for part in pair if part is not None]
    return [sys.executable, "-m", "granian", *flags, "gongjian.config.serving:application"]


@contextmanager
def _stoppable() -> Iterator[None]:
    """Let SIGTERM end the wait in the same way as Ctrl-C."""

    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, interrupt)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


@contextmanager
def _children(commands: list[list[str]]) -> Iterator[list[subprocess.Popen[bytes]]]:
    """Run the commands in sessions of their own, so that only we decide when they stop."""
    children = [subprocess.Popen(command, start_new_session=True) for command in commands]
    try:
        yield children
    finally:
        for child in children:
            child.terminate()
        for child in children:
            try:
                child.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                child.kill()
                child.wait()


def _wait_until_it_answers(host: str, port: int, children: list[subprocess.Popen[bytes]]) -> bool:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and all(child.poll() is None for child in children):
        try:
            with _opener.open(f"{_address(host, port)}/health/", timeout=5):
                return True
        except HTTPError as error:
            if error.code in TO_HTTPS:
                return True
            print(f"网站起来了，但自检页答复 {error.code}。原因见上面的输出。", file=sys.stderr, flush=True)
            return False
        except (URLError, OSError):
            time.sleep(0.1)
    return False


def _address(host: str, port: int) -> str:
    reachable = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, f"[{host}]" if ":" in host else host)
    return f"http://{reachable}:{port}"


def _announce(host: str, port: int) -> None:
    from django.conf import settings

    print(f"\n  共建已启动：{_address(host, port)}", flush=True)
    if settings.DEMO:
        subprocess.run([sys.executable, "-m", "gongjian.cli", "demo", "accounts"], check=False)
    print("  按 Ctrl-C 停止。\n", flush=True)


def _watch(children: list[subprocess.Popen[bytes]]) -> int:
    while True:
        for child in children:
            code = child.poll()
            if code is not None:
                print(f"一个进程自己停了（退出码 {code}），全部停止。原因见上面的输出。", file=sys.stderr)
                return 1
        time.sleep(0.5)
