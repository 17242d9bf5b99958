"""The product's own server, as `gongjian serve` starts it, to be killed and started again; and a database of its own."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.parse import urlsplit, urlunsplit
from urllib.request import Request, urlopen

START_S = 600
PROXIED = {"X-Forwarded-Proto": "https"}
"""What the reverse proxy in front of a production server says of a request."""


class Server:
    """One `gongjian serve` on a port of its own; `environment` is added to the present one."""

    def __init__(self, port: int, workers: int, environment: Mapping[str, str] | None = None) -> None:
        self.port, self.workers, self.kills = port, workers, 0
        self.environment = {**os.environ, **(environment or {})}
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it, again if it is killed meanwhile, and wait until it answers."""
        end = time.monotonic() + START_S
        while time.monotonic() < end:
            if self.process is None or self.process.poll() is not None:
                self._launch()
            try:
                with urlopen(Request(f"http://127.0.0.1:{self.port}/health/", headers=PROXIED), timeout=5):
                    return
            except (URLError, OSError):
                time.sleep(0.2)
        raise RuntimeError("the server does not answer")

    def _launch(self) -> None:
        command = [sys.executable, "-m", "gongjian.cli", "serve", "--port", str(self.port)]
        self.process = subprocess.Popen(
            [*command, "--workers", str(self.workers)],
            start_new_session=True,
            stdout=subprocess.DEVNULL,
            env=self.environment,
        )

    def kill_and_start(self) -> None:
        """Kill the web process and its children outright, as a power cut would, and start anew."""
        self.kill_all()
        self.start()

    def kill_all(self) -> None:
        """Kill the process, its children and theirs."""
        kill(family_of(self.pid))
        if self.process:
            self.process.wait()
        self.kills += 1

    @property
    def pid(self) -> int:
        """The number of the process that watches the others; 0 before there is one."""
        return self.process.pid if self.process else 0

    def stop(self) -> None:
        """End it as a service manager does."""
        if self.process and self.process.poll() is None:
            self.process.terminate()
            self.process.wait(60)


def kill(pids: list[int]) -> None:
    """Kill processes outright; those that are gone are no fault."""
    for pid in pids:
        try:
            os.kill(pid, signal.SIGKILL)
        except ProcessLookupError:
            continue


def family_of(pid: int) -> list[int]:
    """List a process and all its descendants."""
    listed = subprocess.run(["ps", "-eo", "pid=,ppid="], capture_output=True, text=True, check=True).stdout
    pairs = [tuple(map(int, line.split())) for line in listed.splitlines()]
    found = [pid]
    for parent in found:
        found += [child for child, above in pairs if above == parent]
    return found


def session_of(user: Any) -> str:
    """Sign a person in as the site would after the password, and return the cookie."""
    from django.test import Client

    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client.cookies["sessionid"].value


@contextmanager
def scratch_database(database: str, folder: Path) -> Iterator[str]:
    """Yield the URL of an empty database that is dropped afterwards: `sqlite`, `postgres`, or beside the one a URL names."""
    if database == "sqlite":
        yield f"sqlite:///{folder / 'gongjian.sqlite3'}"
        return
    import psycopg
    from psycopg.sql import SQL, Identifier

    beside = "postgres://postgres@127.0.0.1:5432/postgres" if database == "postgres" else database
    name = f"gongjian_bench_{os.getpid()}"
    with psycopg.connect(beside, autocommit=True) as line:
        line.execute(SQL("CREATE DATABASE {}").format(Identifier(name)))
    try:
        yield urlunsplit(urlsplit(beside)._replace(path=f"/{name}"))
    finally:
        with psycopg.connect(beside, autocommit=True) as line:
            line.execute(SQL("DROP DATABASE {} WITH (FORCE)").format(Identifier(name)))
