"""The kernels are warm after set-up: every engine's, and again when what they were made from has changed."""

import importlib
import os
from pathlib import Path

import pytest

from bootstrap import kernels
from bootstrap.kernels import SOURCE, prepare


@pytest.fixture
def warmed(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    runs: list[list[str]] = []
    monkeypatch.setattr(kernels, "_warm", runs.append)
    return runs


def make_engine(source: Path, name: str) -> Path:
    file = source / "gongjian" / "engines" / name / "kernels.py"
    file.parent.mkdir(parents=True)
    file.write_text("def warm(): ...")
    (file.parent / "__pycache__").mkdir()
    (file.parent / "__pycache__" / "kernels.f-1.py311.1.nbc").write_text("")
    return file


def test_every_engine_with_kernels_is_warmed_once(tmp_path: Path, warmed: list[list[str]]) -> None:
    make_engine(tmp_path, "near")
    make_engine(tmp_path, "far")

    for _ in range(2):
        prepare(tmp_path, tmp_path / "stamp")

    assert warmed == [["gongjian.engines.far.kernels", "gongjian.engines.near.kernels"]]


def test_a_new_time_alone_warms_again_since_numba_would_compile_again(
    tmp_path: Path, warmed: list[list[str]]
) -> None:
    file = make_engine(tmp_path, "near")
    prepare(tmp_path, tmp_path / "stamp")

    os.utime(file, (1, 1))
    prepare(tmp_path, tmp_path / "stamp")

    assert len(warmed) == 2


def test_what_was_compiled_and_thrown_away_is_compiled_again(tmp_path: Path, warmed: list[list[str]]) -> None:
    file = make_engine(tmp_path, "near")
    prepare(tmp_path, tmp_path / "stamp")

    next((file.parent / "__pycache__").iterdir()).unlink()
    prepare(tmp_path, tmp_path / "stamp")

    assert len(warmed) == 2


def test_without_kernels_there_is_nothing_to_do(tmp_path: Path, warmed: list[list[str]]) -> None:
    prepare(tmp_path, tmp_path / "stamp")

    assert not warmed


def test_each_kernels_module_of_the_product_can_be_warmed() -> None:
    for file in sorted(SOURCE.glob("gongjian/engines/*/kernels.py")):
        module = importlib.import_module(f"gongjian.engines.{file.parent.name}.kernels")

        assert module.warm() is None
