"""Assets are taken only when they are the bytes of the lock file, and only the listed ones."""

import base64
import hashlib
import io
import tarfile
from pathlib import Path

import pytest

from bootstrap import assets
from bootstrap.steps import Refusal


def make_archive(files: dict[str, bytes]) -> bytes:
    """Build a package as npm packs it."""
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w:gz") as tar:
        for name, content in files.items():
            entry = tarfile.TarInfo(f"package/{name}")
            entry.size = len(content)
            tar.addfile(entry, io.BytesIO(content))
    return buffer.getvalue()


def integrity_of(archive: bytes) -> str:
    """Return the digest as a lock file writes it."""
    return "sha512-" + base64.b64encode(hashlib.sha512(archive).digest()).decode()


def serve(folder: Path, name: str, archive: bytes) -> str:
    """Lay an archive out as a registry does and return that registry's address."""
    place = folder / name / "-" / f"{name.rpartition('/')[2]}-1.0.0.tgz"
    place.parent.mkdir(parents=True)
    place.write_bytes(archive)
    return folder.as_uri()


def test_a_mirror_is_used_and_the_digest_decides(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    archive = make_archive({"a.svg": b"<svg/>"})
    monkeypatch.setenv("NPM_CONFIG_REGISTRY", serve(tmp_path, "@scope/icons", archive))

    assert assets.download("@scope/icons", "1.0.0", integrity_of(archive)) == archive
    with pytest.raises(Refusal, match="校验值不同"):
        assets.download("@scope/icons", "1.0.0", integrity_of(b"something else"))


def test_a_registry_that_does_not_answer_is_tried_again_and_then_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pauses: list[int] = []
    monkeypatch.setenv("NPM_CONFIG_REGISTRY", tmp_path.as_uri())
    monkeypatch.setattr(assets.time, "sleep", pauses.append)

    with pytest.raises(Refusal, match="NPM_CONFIG_REGISTRY"):
        assets.download("icons", "1.0.0", "sha512-")

    assert pauses == [1, 3, 8]


def test_only_listed_files_and_licences_are_unpacked(tmp_path: Path) -> None:
    archive = make_archive({"icons/a.svg": b"a", "icons/b.svg": b"b", "LICENSE": b"MIT", "index.js": b"x"})

    assets.unpack(archive, tmp_path / "icons", base="icons", patterns=["a.svg"])

    assert sorted(file.name for file in (tmp_path / "icons").iterdir()) == ["LICENSE", "a.svg"]


def test_a_pattern_that_matches_nothing_is_named(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match=r"b\.svg"):
        assets.unpack(make_archive({"a.svg": b"a"}), tmp_path, base="", patterns=["a.svg", "b.svg"])


def test_a_file_cannot_leave_the_folder(tmp_path: Path) -> None:
    archive = make_archive({"../../evil.svg": b"x", "a.svg": b"a"})

    assets.unpack(archive, tmp_path / "deep" / "icons", base="", patterns=["*.svg"])

    assert [file.name for file in tmp_path.rglob("*.svg")] == ["a.svg"]


def test_source_map_comments_are_dropped(tmp_path: Path) -> None:
    archive = make_archive(
        {"a.js": b"run()\n//# sourceMappingURL=a.js.map\n", "b.css": b"a{}\n/*# sourceMappingURL=b */"}
    )

    assets.unpack(archive, tmp_path, base="", patterns=["*.js", "*.css"])

    assert (tmp_path / "a.js").read_bytes().strip() == b"run()"
    assert (tmp_path / "b.css").read_bytes().strip() == b"a{}"
