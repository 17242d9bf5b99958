import pytest

from gongjian.cli.main import main
from gongjian.engines import draw


@pytest.fixture
def drawing():
    terms = draw.Terms("9月抽查", "福彩3D第2026250期", "a" * 32, (("*", 1),))
    places = [draw.place_entry(code, "x", name) for code, name in (("1", "甲社区"), ("2", "乙社区"))]
    return draw.draw(draw.Announcement.of(terms, places), "704")


@pytest.fixture
def file(tmp_path, drawing):
    path = tmp_path / "证书.json"
    moments = {"published_at": "2026-09-16T09:00:00+08:00", "typed_at": "2026-09-17T21:30:00+08:00"}
    path.write_text(draw.certificate_text(drawing, **moments, typed_by="赵**"), encoding="utf-8")
    return path


def test_a_true_certificate_is_confirmed(file, drawing, capsys):
    assert main(["draw", "verify", str(file), "--hash", drawing.announcement.hash]) == 0
    assert "确认：抽取结果可信。9月抽查" in capsys.readouterr().out


def test_a_changed_entry_is_named(file, capsys):
    file.write_text(file.read_text(encoding="utf-8").replace("乙社区", "丙社区"), encoding="utf-8")

    assert main(["draw", "verify", str(file)]) == 1
    assert "地方清单第 2 条被改过：现在写的是“2 丙社区”" in capsys.readouterr().out


def test_the_announcement_noted_then_names_what_was_forged_with_its_hash(file, tmp_path, drawing, capsys):
    noted = tmp_path / "公布.txt"
    noted.write_text(drawing.announcement.text.replace("take: *=1", "take: *=2"), encoding="utf-8")

    assert main(["draw", "verify", str(file), "--text", str(noted)]) == 1
    assert "公布的是“take: *=2”" in capsys.readouterr().out


def test_a_missing_file_is_a_sentence(tmp_path, capsys):
    assert main(["draw", "verify", str(tmp_path / "没有.json")]) == 1
    assert "没有.json" in capsys.readouterr().err
