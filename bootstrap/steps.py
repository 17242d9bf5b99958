"""One step of the set-up: said in a line, done once, remembered by a stamp of what it was made from."""

import hashlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
TAIL_LINES, TAIL_WIDTH = 8, 160


class Refusal(Exception):
    """Something stands in the way; the message tells the person what, and what to do."""


def digest_of(files: Iterable[Path], *words: str) -> str:
    """Return one digest of the files' bytes (a missing file counts as empty) and the words."""
    total = hashlib.sha256()
    for file in files:
        content = file.read_bytes() if file.exists() else b""
        total.update(f"{file.name} {len(content)}\n".encode() + content)
    total.update("\n".join(words).encode())
    return total.hexdigest()


def once(stamp: Path, digest: str, title: str, work: Callable[[], None]) -> None:
    """Do `work` unless `stamp` says that it was done from the same input."""
    if stamp.exists() and stamp.read_text(encoding="utf-8") == digest:
        return
    started = time.monotonic()
    print(f"· {title} … ", end="", flush=True)
    try:
        work()
    except BaseException:
        print("没有完成", flush=True)
        raise
    stamp.parent.mkdir(parents=True, exist_ok=True)
    stamp.write_text(digest, encoding="utf-8")
    print(f"{time.monotonic() - started:.1f} 秒", flush=True)


def quiet(command: Sequence[object], *, doing: str, env: Mapping[str, str] | None = None) -> str:
    """Run a command (its parts become text) unseen and return its output; on failure refuse with its last lines."""
    done = subprocess.run(
        [str(part) for part in command],
        cwd=ROOT,
        env=child_environment() if env is None else dict(env),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
    )
    if done.returncode:
        tail = "\n".join(
            "    " + line[:TAIL_WIDTH] for line in done.stdout.strip().splitlines()[-TAIL_LINES:]
        )
        raise Refusal(f"{doing}没有完成（退出码 {done.returncode}）。最后的输出：\n{tail}")
    return done.stdout


def shown(command: Sequence[object], env: Mapping[str, str] | None = None, folder: Path = ROOT) -> int:
    """Run a command on the person's terminal and return its exit code; it is the one that Ctrl-C and SIGTERM end."""
    child = subprocess.Popen(
        [str(part) for part in command], cwd=folder, env=child_environment() if env is None else dict(env)
    )
    before = signal.signal(signal.SIGTERM, lambda *_: child.terminate())
    try:
        while True:
            try:
                return child.wait()
            except KeyboardInterrupt:
                continue  # the terminal sent it to the child as well; wait for its clean end
    finally:
        signal.signal(signal.SIGTERM, before)


def child_environment(**extra: str) -> dict[str, str]:
    """Return the environment of our children: UTF-8, the system's certificates, no downloaded interpreters."""
    env = dict(os.environ)
    env.setdefault("PYTHONUTF8", "1")
    env.setdefault("UV_SYSTEM_CERTS", "1")  # an office network may use a certificate authority of its own
    env.setdefault("UV_PYTHON_DOWNLOADS", "never")
    env.setdefault("PIP_DISABLE_PIP_VERSION_CHECK", "1")
    env.pop("VIRTUAL_ENV", None)
    env.pop("PYTHONHOME", None)
    env.pop("PYTHONDONTWRITEBYTECODE", None)  # each of many processes would compile all that it imports
    env.update(extra)
    return env


def product_environment() -> dict[str, str]:
    """Return the environment of the product: our children's, and what `.env` says where nothing is set yet."""
    env = child_environment()
    file = ROOT / ".env"
    for line in file.read_text(encoding="utf-8").splitlines() if file.exists() else ():
        name, equals, value = line.partition("=")
        if equals and not name.lstrip().startswith("#"):
            env.setdefault(name.strip(), value.strip().strip("\"'"))
    return env


def venv_python(venv: Path = VENV) -> Path:
    """Return the environment's interpreter."""
    return venv_program("python", venv)


def venv_program(name: str, venv: Path = VENV) -> Path:
    """Return a program of the environment."""
    return venv / "Scripts" / f"{name}.exe" if sys.platform == "win32" else venv / "bin" / name
