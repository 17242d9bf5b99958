"""The web process and the worker live and end together."""

import socket
import subprocess
import sys
import threading
from argparse import Namespace
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from gongjian.cli import serve

WAITS = [sys.executable, "-c", "import time; time.sleep(60)"]
ENDS = [sys.executable, "-c", "raise SystemExit(3)"]


def test_when_one_ends_both_are_stopped(capsys: pytest.CaptureFixture[str]) -> None:
    with serve._children([WAITS, ENDS]) as children:
        code = serve._watch(children)

    assert code == 1
    assert "退出码 3" in capsys.readouterr().err
    assert all(child.poll() is not None for child in children)


def test_a_child_that_ignores_the_request_is_killed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(serve, "STOP_SECONDS", 0.2)
    deaf = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('deaf', flush=True); time.sleep(60)"
    read, write = socket.socketpair()
    with serve._children([]) as children:
        children.append(subprocess.Popen([sys.executable, "-c", deaf], stdout=write))
        read.recv(4)
    read.close()
    write.close()

    assert children[0].poll() is not None


def test_a_taken_port_is_refused_before_anything_starts(capsys: pytest.CaptureFixture[str]) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]

        code = serve.run(Namespace(host="127.0.0.1", port=port, workers=1, no_worker=False))

    assert code == 1
    assert f"--port {port + 1}" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("host", "address"),
    [
        ("127.0.0.1", "http://127.0.0.1:8000"),
        ("0.0.0.0", "http://127.0.0.1:8000"),
        ("::1", "http://[::1]:8000"),
    ],
)
def test_the_announced_address_can_be_opened(host: str, address: str) -> None:
    assert serve._address(host, 8000) == address


@pytest.mark.parametrize(("status", "answers"), [(200, True), (301, True), (503, False)])
def test_a_site_that_sends_on_to_https_has_answered(status: int, answers: bool) -> None:
    class Site(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(status)
            self.send_header("Location", "https://127.0.0.1:1/health/")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with HTTPServer(("127.0.0.1", 0), Site) as site:
        threading.Thread(target=site.handle_request, daemon=True).start()

        assert serve._wait_until_it_answers("127.0.0.1", site.server_port, []) is answers
