"""The product's own server, as `gongjian serve` starts it, to be killed and started again; and a database of its own."""

import os
import secrets
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
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
    """One `gongjian serve` on a port of its own; its processes bear a mark, whoever their parent is by now."""

    def __init__(self, port: int, workers: int) -> None:
        self.port, self.workers, self.kills = port, workers, 0
        self.mark = f"GONGJIAN_BENCH_SERVER={os.getpid()}-{port}"
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
            env={**os.environ, **dict([self.mark.split("=")])},
        )

    def kill_and_start(self) -> None:
        """Kill the web process and its children outright, as a power cut would, and start anew."""
        self.kill_all()
        self.start()

    def kill_all(self) -> None:
        """Kill the process, its children and theirs."""
        kill(self.processes())
        if self.process:
            self.process.wait()
        self.kills += 1

    def processes(self) -> list[int]:
        """List the processes that are running, those included whose parent was killed."""
        return [int(path.parent.name) for path in Path("/proc").glob("[0-9]*/environ") if self._is_own(path)]

    def _is_own(self, environment: Path) -> bool:
        try:
            return self.mark.encode() in environment.read_bytes().split(b"\0")
        except OSError:
            return False

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


def session_of(user: Any) -> str:
    """Sign a person in as the site would after the password, and return the cookie."""
    from django.test import Client

    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client.cookies["sessionid"].value


def set_up(folder: Path, url: str) -> None:
    """Let this process and the server be one production installation, with an empty database and its static files."""
    os.environ.update(
        {name: secrets.token_urlsafe(48) for name in ("SECRET_KEY", "SALT_KEY", "AUDIT_KEY")},
        DJANGO_SETTINGS_MODULE="gongjian.config.settings.prod",
        GONGJIAN_DATA=str(folder),
        DATABASE_URL=url,
    )
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)


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
