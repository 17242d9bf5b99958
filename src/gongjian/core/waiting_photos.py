"""Photos kept as they were sent until a worker has time for them: checked by their head, shown to nobody else.

Taking one costs a look at its first bytes and one write; decoding, turning and cleaning (`core.files`) cost
a hundred times as much and are done later. What is kept here still bears the marks of place and time.
"""

import hashlib
import io
import warnings
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import uuid4

from django.conf import settings
from PIL import Image

from gongjian.core.errors import Invalid, NotFound
from gongjian.core.files import MAX_PIXELS, NO_PICTURE, PHOTO_FORMATS, limit_of

FOLDER = "waiting"


@dataclass(frozen=True)
class WaitingPhoto:
    """A photo in the waiting folder: where it is, and what it is by its first bytes."""

    stored_as: str
    sha256: str
    content_type: str


def keep(content: bytes, name: str, place_code: str) -> WaitingPhoto:
    """Check a photo's size and head and keep its bytes. Raises Invalid with a sentence; nothing is kept then."""
    limit = limit_of("files.photo_max_bytes", place_code)
    if len(content) > limit:
        raise Invalid(
            f"照片“{name}”有 {len(content) / 1_048_576:.1f} MB，超过 {limit // 1_048_576} MB。请拍小一些或压缩后再传。"
        )
    content_type = _type_of(content, name)
    stored_as = uuid4().hex
    path = _path_of(stored_as)
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(".part")
    part.write_bytes(content)
    part.replace(path)
    return WaitingPhoto(stored_as, hashlib.sha256(content).hexdigest(), content_type)


def read(stored_as: str) -> bytes:
    """Return the bytes of a photo that still waits."""
    path = _path_of(stored_as)
    if not path.exists():
        raise NotFound("这张照片不在了。请重新选一张。")
    return path.read_bytes()


def drop(stored_as: str) -> None:
    """Remove a photo's bytes; one that is gone already is no fault."""
    _path_of(stored_as).unlink(missing_ok=True)


def older_than(moment: datetime) -> list[str]:
    """List the files that were written before a moment, also those that a dying process left half written."""
    folder, before = _path_of("").resolve(), moment.timestamp()
    files = folder.iterdir() if folder.is_dir() else ()
    return sorted(path.name for path in files if path.stat().st_mtime < before)


def _type_of(content: bytes, name: str) -> str:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(content)) as head:
                kind, pixels = str(head.format), head.width * head.height
    except NO_PICTURE as error:
        raise Invalid(f"“{name}”的内容不是照片，或者已经损坏。请重新拍一张，存成 JPG 再传。") from error
    if kind not in PHOTO_FORMATS or pixels > MAX_PIXELS:
        raise Invalid(f"“{name}”不是能用的照片（要 JPG、PNG 或 WebP，不超过 6000 万像素）。请换一张。")
    return PHOTO_FORMATS[kind]


def _path_of(stored_as: str) -> Path:
    return Path(settings.MEDIA_ROOT) / FOLDER / stored_as
