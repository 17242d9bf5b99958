"""Typed readers of the environment: the only place that touches `os.environ`.

Each reader fails at start-up with a sentence that names the variable. A secret may stand in a
file: `NAME_FILE` holds the path. `.env.example` documents every name (a test keeps them in step).
"""

import os
import secrets
from pathlib import Path


class SettingError(Exception):
    """A variable of the environment is missing or unreadable."""


def text(name: str, default: str | None = None) -> str:
    """Read a text; `NAME_FILE` names a file that holds it instead."""
    file = os.environ.get(f"{name}_FILE")
    if file:
        try:
            return Path(file).read_text(encoding="utf-8").strip()
        except OSError as error:
            raise SettingError(f"{name}_FILE 指的文件读不了：{file}（{error.strerror}）") from error
    value = os.environ.get(name)
    if value is not None:
        return value
    if default is None:
        raise SettingError(f"缺少环境变量 {name}。请在 .env 或服务配置里写上，说明见 .env.example。")
    return default


def flag(name: str, default: bool = False) -> bool:
    """Read yes or no: 1/true/yes/on or 0/false/no/off."""
    value = text(name, "1" if default else "0").strip().lower()
    if value in {"1", "true", "yes", "on"}:
        return True
    if value in {"0", "false", "no", "off", ""}:
        return False
    raise SettingError(f"{name} 应是 1 或 0，现在是“{value}”。")


def integer(name: str, default: int) -> int:
    """Read a whole number."""
    value = text(name, str(default))
    try:
        return int(value)
    except ValueError as error:
        raise SettingError(f"{name} 应是整数，现在是“{value}”。") from error


def listing(name: str, default: str = "") -> list[str]:
    """Read a list parted by commas, empty parts dropped."""
    return [part.strip() for part in text(name, default).split(",") if part.strip()]


def pairs(name: str) -> dict[str, str]:
    """Read pairs like reported=T1,answered=T2 parted by commas."""
    found = {}
    for part in listing(name):
        key, mark, value = part.partition("=")
        if not (mark and key.strip() and value.strip()):
            raise SettingError(f"{name} 应写成 种类=编号，用逗号分开，现在有“{part}”。")
        found[key.strip()] = value.strip()
    return found


def kept_secret(name: str, folder: Path) -> str:
    """Read a secret, or make one once and keep it in `folder` (development only)."""
    if os.environ.get(name) or os.environ.get(f"{name}_FILE"):
        return text(name)
    file = folder / f"{name.lower()}.txt"
    if not file.exists():
        folder.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as handle:
            handle.write(secrets.token_urlsafe(48))
    return file.read_text(encoding="utf-8").strip()
