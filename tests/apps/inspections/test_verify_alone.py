"""The verifier as people download it, run outside the product."""

import subprocess
import sys

import pytest

from gongjian.engines import draw
from gongjian.engines.draw.standalone import standalone_verifier


@pytest.fixture
def drawing():
    terms = draw.Terms("9月抽查", "福彩3D第2026250期", "a" * 32, (("*", 2),))
    places = [draw.place_entry(f"51090300100{n}", "510903", f"社区{n}") for n in range(9)]
    return draw.draw(draw.Announcement.of(terms, places), "704")


@pytest.fixture
def run(tmp_path, drawing):
    """Keep verifier and certificate in a folder of their own and run Python apart from everything else."""
    (tmp_path / "verify_draw.py").write_text(standalone_verifier(), encoding="utf-8")
    (tmp_path / "announced.txt").write_text(drawing.announcement.text, encoding="utf-8")
    moments = {"published_at": "2026-09-16T09:00:00+08:00", "typed_at": "2026-09-17T21:30:00+08:00"}
    text = draw.certificate_text(drawing, **moments, typed_by="赵**")

    def answer(old="", new="", *arguments):
        (tmp_path / "c.json").write_text(text.replace(old, new), encoding="utf-8")
        command = [sys.executable, "-I", "-X", "utf8", "verify_draw.py", "c.json", *arguments]
        return subprocess.run(command, cwd=tmp_path, capture_output=True, encoding="utf-8", check=False)

    return answer


def test_it_confirms_a_true_certificate(run, drawing):
    answer = run("", "", drawing.announcement.hash, "announced.txt")

    assert answer.returncode == 0, answer.stderr
    assert "确认：抽取结果可信。9月抽查" in answer.stdout


def test_it_names_the_entry_that_was_changed(run):
    answer = run("社区7", "社区77")

    assert answer.returncode == 1
    assert "地方清单第 8 条被改过：现在写的是“510903001007 社区77”" in answer.stdout


def test_it_says_how_it_is_used(run):
    assert run("", "", "a", "b", "c").returncode == 2
