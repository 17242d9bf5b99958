"""The product's own server, as `gongjian serve` starts it, to be killed and started again."""

import os
import signal
import subprocess
import sys
import time
from urllib.error import URLError
from urllib.request import urlopen

START_S = 600


class Server:
    """One `gongjian serve` on a port of its own."""

    def __init__(self, port: int, workers: int) -> None:
        self.port, self.workers, self.kills = port, workers, 0
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it and wait until it answers."""
        command = [sys.executable, "-m", "gongjian.cli", "serve", "--port", str(self.port)]
        self.process = subprocess.Popen(
            [*command, "--workers", str(self.workers)], start_new_session=True, stdout=subprocess.DEVNULL
        )
        end = time.monotonic() + START_S
        while time.monotonic() < end:
            try:
                with urlopen(f"http://127.0.0.1:{self.port}/health/", timeout=5):
                    return
            except (URLError, OSError):
                time.sleep(0.2)
        raise RuntimeError("the server does not answer")

    def kill_and_start(self) -> None:
        """Kill the web process and its children outright, as a power cut would, and start anew."""
        for pid in _family(self.process.pid if self.process else 0):
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                continue
        if self.process:
            self.process.wait()
        self.kills += 1
        self.start()

    def stop(self) -> None:
        """End it as a service manager does."""
        if self.process and self.process.poll() is None:
            self.process.terminate()
            self.process.wait(60)


def _family(pid: int) -> list[int]:
    """List a process and all its descendants."""
    listed = subprocess.run(["ps", "-eo", "pid=,ppid="], capture_output=True, text=True, check=True).stdout
    pairs = [tuple(map(int, line.split())) for line in listed.splitlines()]
    found = [pid]
    for parent in found:
        found += [child for child, above in pairs if above == parent]
    return found
