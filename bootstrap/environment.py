"""The Python environment in `.venv`: made with the standard library, filled with the locked packages.

uv installs (seconds), pip is the way out where uv can't be had; both from the same hashed lists.
"""

import shutil
import subprocess
import sys
import venv
from enum import IntEnum
from pathlib import Path

from bootstrap.steps import (
    ROOT,
    VENV,
    Refusal,
    child_environment,
    digest_of,
    once,
    quiet,
    venv_program,
    venv_python,
)

MARKS = VENV / ".gongjian"
_PIP: list[object] = [venv_python(), "-m", "pip", "install", "--quiet"]


class Packages(IntEnum):
    """Which locked list; each contains those before it."""

    RUN = 0
    TEST = 1
    LINT = 2

    @property
    def file(self) -> Path:
        """The hashed list."""
        return ROOT / ("requirements.txt", "requirements-test.txt", "requirements-lint.txt")[self]


def prepare(packages: Packages) -> None:
    """Make `.venv` hold the locked packages, and perhaps more, and find the product's source."""
    make()
    if any(_is_stamped(larger) for larger in Packages if larger >= packages):
        return
    once(
        _stamp(packages),
        _digest(packages),
        f"安装依赖（{packages.file.name}）",
        lambda: _install(packages.file),
    )


def add_rivals() -> None:
    """Add the programs that a measurement stands beside (`requirements-bench.txt`)."""
    file = ROOT / "requirements-bench.txt"
    stamp = MARKS / file.name
    once(stamp, digest_of([file], str(ROOT)), f"安装对照程序（{file.name}）", lambda: _install(file))


def make() -> None:
    """Make an empty `.venv` where there is none that works."""
    if not _is_usable():
        (VENV / ".made").unlink(missing_ok=True)
        once(VENV / ".made", "", "建立 Python 环境 .venv", _create)


def uv_program() -> Path:
    """Return uv: that of `.venv`, one on the PATH, or the pinned one, installed now with pip."""
    uv = venv_program("uv")
    if uv.exists():
        return uv
    found = shutil.which("uv")
    if found:
        return Path(found)
    _ensure_pip()
    quiet([*_PIP, "--require-hashes", "-r", ROOT / "requirements-uv.txt"], doing="安装 uv")
    return uv


def _stamp(packages: Packages) -> Path:
    return MARKS / packages.file.name


def _digest(packages: Packages) -> str:
    return digest_of([packages.file], str(ROOT))


def _is_stamped(packages: Packages) -> bool:
    stamp = _stamp(packages)
    return stamp.exists() and stamp.read_text(encoding="utf-8") == _digest(packages)


def _is_usable() -> bool:
    """Say whether `.venv` works and is of the version it was made for (a system upgrade breaks both)."""
    config = VENV / "pyvenv.cfg"
    if not config.exists() or not venv_python().exists():
        return False
    asked = [str(venv_python()), "-c", "import sys; print('%d.%d.' % sys.version_info[:2])"]
    try:
        answer = subprocess.run(asked, capture_output=True, text=True, check=True).stdout.strip()
    except (OSError, subprocess.CalledProcessError):
        return False
    lines = config.read_text(encoding="utf-8").splitlines()
    made_for = [line.partition("=")[2].strip() for line in lines if line.startswith("version")]
    return any(version.startswith(answer) for version in made_for)


def _create() -> None:
    try:
        import ensurepip  # noqa: F401  (Debian ships it apart)
    except ImportError as error:
        version = f"{sys.version_info.major}.{sys.version_info.minor}"
        raise Refusal(
            "这台机器的 Python 少了建环境的部分。Debian、Ubuntu、统信、麒麟上请先运行："
            f"sudo apt install python3-venv（或 python{version}-venv），然后再来一次。"
        ) from error
    if VENV.exists():
        shutil.rmtree(VENV)
    try:
        venv.create(VENV, with_pip=True)
    except (OSError, subprocess.CalledProcessError) as error:
        shutil.rmtree(VENV, ignore_errors=True)
        raise Refusal(
            f"建不了 Python 环境 {VENV.name}：{error}。请看看磁盘是否已满、文件夹是否可写。"
        ) from error


def _install(file: Path) -> None:
    arguments = ["--require-hashes", "-r", file]
    uv_install = ["pip", "install", "--quiet", "--python", venv_python()]
    try:
        quiet([uv_program(), *uv_install, *arguments], doing="用 uv 安装依赖", env=_with_mirror())
    except Refusal:
        try:
            _ensure_pip()
            quiet([*_PIP, *arguments], doing="安装依赖")
        except Refusal as failure:
            raise Refusal(
                f"{failure}\n  请检查网络；单位有软件镜像的，先设好 PIP_INDEX_URL（或 pip config set global.index-url）再来一次。"
            ) from failure
    _link_source()


def _ensure_pip() -> None:
    """Add pip where another tool made `.venv` without it."""
    if not any(VENV.glob("[Ll]ib/**/site-packages/pip")):
        quiet([venv_python(), "-m", "ensurepip", "--default-pip"], doing="安装 pip")


def _with_mirror() -> dict[str, str]:
    """Pass pip's mirror on to uv, which reads neither pip's variables nor its files."""
    env = child_environment()
    if {"UV_INDEX_URL", "UV_DEFAULT_INDEX"} & env.keys():
        return env
    mirror = env.get("PIP_INDEX_URL", "")
    if not mirror:
        asked = [str(venv_python()), "-m", "pip", "config", "get", "global.index-url"]
        mirror = subprocess.run(asked, capture_output=True, text=True, env=env).stdout.strip()
    return env | {"UV_DEFAULT_INDEX": mirror} if mirror else env


def _link_source() -> None:
    """Let the environment import the product from `src`: a path file, so that nothing is built."""
    asked = [venv_python(), "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"]
    folder = Path(quiet(asked, doing="查找环境的文件夹").strip())
    (folder / "gongjian.pth").write_text(f"{ROOT / 'src'}\n", encoding="utf-8")
