"""Uploaded and produced files: checked by content and size, kept by digest, served to their scope.

Photos are opened, turned upright, scaled to the rule's longest edge and written anew, which strips
everything but the picture; the time and place of the shot are kept in columns.
"""

import hashlib
import io
import warnings
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from PIL import ExifTags, Image, ImageOps, UnidentifiedImageError

from gongjian.core.access import Actor, Right
from gongjian.core.errors import Invalid, NotFound
from gongjian.core.models import StoredFile
from gongjian.core.rules import rule_value
from gongjian.core.sealing import seal, unseal

PHOTO_FORMATS = {"JPEG": "image/jpeg", "PNG": "image/png", "WEBP": "image/webp"}
MAX_PIXELS = 60_000_000
NO_PICTURE = (
    UnidentifiedImageError,
    OSError,
    SyntaxError,
    ValueError,
    Image.DecompressionBombWarning,
    Image.DecompressionBombError,
)
"""What Pillow raises for bytes that are no picture, or promise one too large to open; warnings must be errors."""
SEALED = "sealed"
"""No right of anybody: a sealed file is never served by its number."""


@dataclass(frozen=True)
class Photo:
    """A checked photo, ready to be kept; `sent_sha256` is the digest of what was sent."""

    content: bytes
    width: int
    height: int
    taken_at: datetime | None
    latitude: Decimal | None
    longitude: Decimal | None
    name: str = ""
    sent_sha256: str = ""


@dataclass(frozen=True)
class Shot:
    """When and where a picture was taken as the device says, for one that bears no such marks itself."""

    taken_at: datetime | None = None
    latitude: Decimal | None = None
    longitude: Decimal | None = None


def store_photo(
    *,
    actor: Actor,
    content: bytes,
    name: str,
    right: Right,
    place_code: str,
    unit_id: int | None = None,
    shot: Shot | None = None,
) -> StoredFile:
    """Check, clean and keep one photo, to be seen by those who hold `right` there. Raises Invalid with a sentence; nothing is kept then."""
    photo = check_photo(content, name, place_code)
    return keep_photo(
        actor=actor, photo=photo, right=right, place_code=place_code, unit_id=unit_id, shot=shot
    )


def check_photo(content: bytes, name: str, place_code: str) -> Photo:
    """Check and clean one photo, before any row is locked for it. Raises Invalid with a sentence.

    Its bytes are in the store afterwards; without a row of `keep_photo` nobody sees them.
    """
    limit = limit_of("files.photo_max_bytes", place_code)
    if len(content) > limit:
        raise Invalid(
            f"照片“{name}”有 {len(content) / 1_048_576:.1f} MB，超过 {limit // 1_048_576} MB。请拍小一些或压缩后再传。"
        )
    photo = clean_photo(content, name, limit_of("files.photo_max_edge_px", place_code))
    _write(photo.content)
    return replace(
        photo, name=f"{Path(name).stem[:180]}.jpg", sent_sha256=hashlib.sha256(content).hexdigest()
    )


def keep_photo(
    *,
    actor: Actor,
    photo: Photo,
    right: Right,
    place_code: str,
    unit_id: int | None = None,
    shot: Shot | None = None,
) -> StoredFile:
    """Keep a checked photo; its own marks of time and place go before those of the device."""
    said = shot or Shot()
    has_position = photo.latitude is not None
    return _keep(
        photo.content,
        kind="photo",
        content_type="image/jpeg",
        name=photo.name,
        right=right,
        place_code=place_code,
        unit_id=unit_id,
        uploaded_by_id=actor.user_id,
        width=photo.width,
        height=photo.height,
        taken_at=photo.taken_at or said.taken_at,
        latitude=photo.latitude if has_position else said.latitude,
        longitude=photo.longitude if has_position else said.longitude,
        sent_sha256=photo.sent_sha256,
    )


def limit_of(key: str, place_code: str) -> int:
    """Return a limit of today at a place."""
    return int(rule_value(key, on=timezone.localdate(), place_code=place_code))


def store_document(
    *,
    actor: Actor,
    content: bytes,
    name: str,
    content_type: str,
    right: Right,
    place_code: str,
    unit_id: int | None = None,
    limit_key: str = "files.document_max_bytes",
) -> StoredFile:
    """Keep one document whose content the caller has already read and found to be what it says."""
    limit = limit_of(limit_key, place_code)
    if len(content) > limit:
        raise Invalid(
            f"文件“{name}”有 {len(content) / 1_048_576:.1f} MB，超过 {limit // 1_048_576} MB。请分成几个文件再传。"
        )
    return _keep(
        content,
        kind="document",
        content_type=content_type,
        name=Path(name).name[:200],
        right=right,
        place_code=place_code,
        unit_id=unit_id,
        uploaded_by_id=actor.user_id,
    )


def destroy(stored: StoredFile) -> None:
    """Destroy a file for good, once the change is committed; bytes that another row has too stay."""
    digest = stored.sha256
    stored.delete()
    if not StoredFile.objects.filter(sha256=digest).exists():
        transaction.on_commit(lambda: path_of(digest).unlink(missing_ok=True))


def read_file(actor: Actor, file_id: int) -> tuple[StoredFile, bytes]:
    """Return a file the actor may see with its bytes, checked against the digest."""
    stored = StoredFile.objects.visible_to(actor).filter(pk=file_id).one()
    if stored is None:
        raise NotFound()
    return stored, read_bytes(stored)


def read_bytes(stored: StoredFile) -> bytes:
    """Read the bytes of a file and hold them against its digest."""
    path = path_of(stored.sha256)
    if not path.exists():
        raise NotFound(f"文件“{stored.name}”不在存储里。请系统管理员从备份恢复，编号 {stored.sha256[:12]}。")
    content = path.read_bytes()
    if hashlib.sha256(content).hexdigest() != stored.sha256:
        raise NotFound(f"文件“{stored.name}”已损坏。请系统管理员从备份恢复，编号 {stored.sha256[:12]}。")
    return content


def drop_file(stored: StoredFile) -> None:
    """Delete a produced file that nothing points at any more; its bytes go unless another row has the same."""
    stored.delete()
    if not StoredFile.objects.filter(sha256=stored.sha256).exists():
        transaction.on_commit(lambda: path_of(stored.sha256).unlink(missing_ok=True))


def path_of(sha256: str) -> Path:
    """Return where the bytes with this digest are kept."""
    return Path(settings.MEDIA_ROOT) / sha256[:2] / sha256


def keep_sealed(*, actor: Actor, content: bytes, place_code: str) -> StoredFile:
    """Keep what not even the store may show: encrypted, without a name, under no right that opens `/files/`.

    Only the code of the record it belongs to reads it again, by `read_sealed`.
    """
    return _keep(
        seal(content),
        kind="sealed",
        content_type="application/octet-stream",
        name="sealed",
        right=SEALED,
        place_code=place_code,
        unit_id=None,
        uploaded_by_id=actor.user_id,
    )


def read_sealed(stored: StoredFile) -> bytes:
    """Open a sealed file."""
    return unseal(read_bytes(stored))


def clean_photo(content: bytes, name: str, max_edge_px: int) -> Photo:
    """Decode a picture, keep time and place, turn it upright, scale it and write it anew as JPEG."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(content)) as source:
                if source.format not in PHOTO_FORMATS or source.width * source.height > MAX_PIXELS:
                    raise Invalid(
                        f"“{name}”不是能用的照片（要 JPG、PNG 或 WebP，不超过 6000 万像素）。请换一张。"
                    )
                exif = source.getexif()
                if (
                    source.format == "JPEG"
                ):  # decoded no larger than needed: a third of the time for a phone's photo
                    source.thumbnail((max_edge_px, max_edge_px), reducing_gap=1.0)
                picture = _flat(ImageOps.exif_transpose(source))
    except NO_PICTURE as error:
        raise Invalid(f"“{name}”的内容不是照片，或者已经损坏。请重新拍一张，存成 JPG 再传。") from error
    picture.thumbnail((max_edge_px, max_edge_px))
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=85, optimize=True)
    latitude, longitude = _position(exif)
    return Photo(out.getvalue(), picture.width, picture.height, _taken_at(exif), latitude, longitude)


def _flat(picture: Image.Image) -> Image.Image:
    """Put a picture with see-through parts (a signature) on white paper."""
    if not picture.has_transparency_data:
        return picture.convert("RGB")
    paper = Image.new("RGBA", picture.size, "white")
    paper.alpha_composite(picture.convert("RGBA"))
    return paper.convert("RGB")


def _write(content: bytes) -> str:
    """Write bytes under their digest, once; return it."""
    digest = hashlib.sha256(content).hexdigest()
    path = path_of(digest)
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_suffix(f".{uuid4().hex}.part")
        part.write_bytes(content)
        part.replace(path)
    return digest


def _keep(content: bytes, **fields: Any) -> StoredFile:
    digest = _write(content)
    return StoredFile.objects.create(sha256=digest, size=len(content), **fields)


def _taken_at(exif: Image.Exif) -> datetime | None:
    text = exif.get_ifd(ExifTags.IFD.Exif).get(ExifTags.Base.DateTimeOriginal) or exif.get(
        ExifTags.Base.DateTime
    )
    try:
        return timezone.make_aware(datetime.strptime(str(text), "%Y:%m:%d %H:%M:%S"))
    except ValueError:
        return None


def _position(exif: Image.Exif) -> tuple[Decimal | None, Decimal | None]:
    gps = exif.get_ifd(ExifTags.IFD.GPSInfo)
    try:
        return (
            _degrees(gps[ExifTags.GPS.GPSLatitude], gps[ExifTags.GPS.GPSLatitudeRef] == "S"),
            _degrees(gps[ExifTags.GPS.GPSLongitude], gps[ExifTags.GPS.GPSLongitudeRef] == "W"),
        )
    except (KeyError, TypeError, ValueError, ZeroDivisionError):
        return None, None


def _degrees(parts: Any, negative: bool) -> Decimal:
    degrees, minutes, seconds = (Decimal(str(float(part))) for part in parts)
    value = (degrees + minutes / 60 + seconds / 3600).quantize(Decimal("0.000001"))
    return -value if negative else value
