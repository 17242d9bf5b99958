"""Front-end assets without Node: what `package-lock.json` pins, only the files `assets.toml` lists.

A package is downloaded, compared with its sha512 of the lock file, and unpacked in part. Any npm
mirror will do (`NPM_CONFIG_REGISTRY`): the digest decides, not the host.
"""

import base64
import hashlib
import io
import json
import os
import re
import shutil
import tarfile
import time
import tomllib
from fnmatch import fnmatchcase
from pathlib import Path, PurePosixPath
from urllib.error import URLError
from urllib.request import urlopen

from bootstrap.steps import ROOT, Refusal, digest_of, once

LOCK, LIST = ROOT / "package-lock.json", ROOT / "assets.toml"
VENDOR = ROOT / "src" / "gongjian" / "static" / "vendor"
DEFAULT_REGISTRY = "https://registry.npmjs.org"
PAUSES_S = (1, 3, 8)
SOURCE_MAP = re.compile(rb"(?m)^\s*(//[#@]\s*sourceMappingURL=\S+|/\*[#@]\s*sourceMappingURL=[^*]+\*/)\s*$")


def prepare() -> None:
    """Make the vendor folder hold what the two files ask for."""
    once(VENDOR / ".stamp", digest_of([LOCK, LIST]), "取前端文件", _fetch_all)


def _fetch_all() -> None:
    locked = json.loads(LOCK.read_text(encoding="utf-8"))["packages"]
    wanted = tomllib.loads(LIST.read_text(encoding="utf-8"))
    for folder, entry in wanted.items():
        name = entry["package"]
        pinned = locked.get(f"node_modules/{name}")
        if pinned is None:
            raise Refusal(
                f"assets.toml 里的 {name} 不在 package-lock.json 里。请先运行 python3 run.py lock。"
            )
        archive = download(name, pinned["version"], pinned["integrity"])
        unpack(archive, VENDOR / folder, base=entry.get("base", ""), patterns=entry["files"])
    for stray in VENDOR.iterdir() if VENDOR.exists() else ():
        if stray.is_dir() and stray.name not in wanted:
            shutil.rmtree(stray)


def download(name: str, version: str, integrity: str) -> bytes:
    """Return the package's archive, checked against `integrity` ("sha512-…"); tries again with pauses."""
    registry = os.environ.get("NPM_CONFIG_REGISTRY") or DEFAULT_REGISTRY
    url = f"{registry.rstrip('/')}/{name}/-/{name.rpartition('/')[2]}-{version}.tgz"
    for pause in (*PAUSES_S, None):
        try:
            with urlopen(url, timeout=60) as response:
                archive: bytes = response.read()
            break
        except (URLError, OSError) as error:
            if pause is None:
                raise Refusal(
                    f"取不到前端文件 {name} {version}：{error}。请检查网络；单位有 npm 镜像的，先设好 NPM_CONFIG_REGISTRY。"
                ) from error
            time.sleep(pause)
    check(archive, integrity, name)
    return archive


def check(archive: bytes, integrity: str, name: str) -> None:
    """Refuse bytes that are not those of the lock file."""
    algorithm, _, expected = integrity.partition("-")
    if hashlib.new(algorithm, archive).digest() != base64.b64decode(expected):
        raise Refusal(
            f"下载的 {name} 与 package-lock.json 里的校验值不同，没有使用。请再试一次，或换一个镜像。"
        )


def unpack(archive: bytes, folder: Path, *, base: str, patterns: list[str]) -> None:
    """Replace `folder` with the listed files of the archive and its licence files."""
    shutil.rmtree(folder, ignore_errors=True)
    unmatched = set(patterns)
    with tarfile.open(fileobj=io.BytesIO(archive)) as tar:
        for member in tar:
            inside = PurePosixPath(*PurePosixPath(member.name).parts[1:])  # all lies in one folder, "package"
            if not member.isfile() or ".." in inside.parts:
                continue
            target = _target(inside, base, patterns, unmatched)
            handle = tar.extractfile(member) if target else None
            if target and handle:
                place = folder / target
                place.parent.mkdir(parents=True, exist_ok=True)
                place.write_bytes(
                    SOURCE_MAP.sub(b"", handle.read()) if target.suffix in {".js", ".css"} else handle.read()
                )
    if unmatched:
        raise Refusal(f"assets.toml 里这些文件在包里没有：{'、'.join(sorted(unmatched))}。请改正名称。")


def _target(
    inside: PurePosixPath, base: str, patterns: list[str], unmatched: set[str]
) -> PurePosixPath | None:
    """Return where a file of the package goes below the folder, None to leave it out."""
    if len(inside.parts) == 1 and inside.name.upper().startswith("LICEN"):
        return inside
    if not inside.is_relative_to(base):
        return None
    below = inside.relative_to(base)
    hits = {pattern for pattern in patterns if fnmatchcase(str(below), pattern)}
    unmatched -= hits
    return below if hits else None
