"""Photos as phones take them: each another picture, with the marks of place and time that the product must take off."""

import io
import random
from pathlib import Path

from PIL import Image

WIDTH, HEIGHT = 1600, 1200
QUALITY = 82
GRAIN = 14
"""How coarse the noise is before it is drawn larger: with this a picture takes about 300 kB."""
PATCH = 64
GPS_IFD, LATITUDE_REF, LATITUDE, LONGITUDE_REF, LONGITUDE = 0x8825, 1, 2, 3, 4
MADE_BY, TAKEN_AT = 0x010F, 0x0132


def make_photos(folder: Path, count: int, seed: int) -> list[Path]:
    """Write so many JPEG files, no two with the same picture."""
    folder.mkdir(parents=True)
    random_ = random.Random(seed)
    ground = _ground(random_)
    exif = _marks()
    paths = []
    for number in range(count):
        patch = Image.frombytes("RGB", (PATCH, PATCH), random_.randbytes(PATCH * PATCH * 3))
        picture = ground.copy()
        picture.paste(patch, (random_.randrange(WIDTH - PATCH), random_.randrange(HEIGHT - PATCH)))
        path = folder / f"{number}.jpg"
        picture.save(path, "JPEG", quality=QUALITY, exif=exif)
        paths.append(path)
    return paths


def bears_marks(content: bytes) -> bool:
    """Say whether a picture still tells where it was taken and with what."""
    with Image.open(io.BytesIO(content)) as picture:
        return bool(picture.getexif())


def _ground(random_: random.Random) -> Image.Image:
    small = (WIDTH // GRAIN, HEIGHT // GRAIN)
    noise = Image.frombytes("RGB", small, random_.randbytes(small[0] * small[1] * 3))
    return noise.resize((WIDTH, HEIGHT), Image.Resampling.BICUBIC)


def _marks() -> Image.Exif:
    exif = Image.Exif()
    exif[MADE_BY], exif[TAKEN_AT] = "Phone", "2026:11:26 09:00:00"
    place = exif.get_ifd(GPS_IFD)
    place[LATITUDE_REF], place[LATITUDE] = "N", (30.0, 31.0, 12.0)
    place[LONGITUDE_REF], place[LONGITUDE] = "E", (105.0, 34.0, 12.0)
    return exif
