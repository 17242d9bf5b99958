"""Processes killed outright at random moments, and a supervisor that starts the product again as a service manager does."""

import random
import threading
from pathlib import Path

from benchmarks._server import Server, kill

WHO = ("web worker", "task worker", "everything")
RESTART_S = 0.5
QUIET_S = 5.0
"""Nothing is killed in the first and last seconds."""


class Supervisor:
    """Starts a product that ended again, with whatever it left behind ended first."""

    def __init__(self, server: Server) -> None:
        self.server, self.starts = server, 0
        self._halt = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)

    def start(self) -> None:
        """Begin to watch."""
        self._thread.start()

    def stop(self) -> None:
        """Leave it alone from now on."""
        self._halt.set()
        if self._thread.is_alive():
            self._thread.join()

    def _watch(self) -> None:
        while not self._halt.wait(RESTART_S):
            process = self.server.process
            if process is not None and process.poll() is None:
                continue
            kill(self.server.processes())
            self.server.start()
            self.starts += 1


class Killer:
    """Kills so many times within so many seconds: in turn a web worker, the task worker, and the whole product."""

    def __init__(self, server: Server, times: int, seconds: float, seed: int) -> None:
        self.server, self.killed = server, dict.fromkeys(WHO, 0)
        random_ = random.Random(seed)
        room = max(seconds - 2 * QUIET_S, 1)
        self._moments = sorted(QUIET_S + random_.random() * room for _ in range(times))
        self._random = random_
        self._halt = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def start(self) -> None:
        """Begin to count the seconds."""
        self._thread.start()

    def stop(self) -> None:
        """Kill no more."""
        self._halt.set()
        self._thread.join()

    def _run(self) -> None:
        passed = 0.0
        for turn, moment in enumerate(self._moments):
            if self._halt.wait(moment - passed):
                return
            passed = moment
            who = WHO[turn % len(WHO)]
            found = self._find(who)
            kill(found)
            self.killed[who] += bool(found)

    def _find(self, who: str) -> list[int]:
        found = {pid: _command(pid) for pid in self.server.processes()}
        if who == "everything":
            return list(found)
        if who == "task worker":
            return [pid for pid, command in found.items() if command.endswith("gongjian.cli worker")][:1]
        web = [pid for pid, command in found.items() if "granian" in command]
        workers = [pid for pid in web if _parent(pid) in web]
        return [self._random.choice(workers)] if workers else []


def _parent(pid: int) -> int:
    try:
        return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])
    except OSError:
        return 0


def _command(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode().strip()
    except OSError:
        return ""
