"""A step is done once, again when its input changes, and fails with a sentence."""

import shutil
import socket
import subprocess
import sys
from collections import namedtuple
from pathlib import Path

import pytest

from bootstrap import checks, commands, steps
from bootstrap.commands import main
from bootstrap.steps import ROOT, Refusal, digest_of, once, quiet

Usage = namedtuple("Usage", "total used free")


def test_a_step_is_skipped_until_its_input_changes(tmp_path: Path) -> None:
    source, done = tmp_path / "lock", []
    source.write_text("1")
    for _ in range(2):
        once(tmp_path / "stamp", digest_of([source]), "step", lambda: done.append(source.read_text()))

    source.write_text("2")
    once(tmp_path / "stamp", digest_of([source]), "step", lambda: done.append(source.read_text()))

    assert done == ["1", "2"]


def test_a_failed_step_is_done_again(tmp_path: Path) -> None:
    def fail() -> None:
        raise Refusal("no")

    with pytest.raises(Refusal):
        once(tmp_path / "stamp", "digest", "step", fail)

    assert not (tmp_path / "stamp").exists()


def test_a_failing_child_ends_in_a_sentence_with_its_last_lines() -> None:
    with pytest.raises(Refusal, match=r"安装没有完成（退出码 3）[\s\S]*the reason"):
        quiet([sys.executable, "-c", "print('the reason'); raise SystemExit(3)"], doing="安装")


def test_a_taken_port_is_refused_and_the_way_out_named() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        number = taken.getsockname()[1]

        with pytest.raises(Refusal, match=f"端口 {number} 已被占用.*--port {number + 1}"):
            checks.port("127.0.0.1", number)


def test_a_full_disk_is_refused_before_anything_is_written(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: Usage(10**9, 10**9, 10**6))

    with pytest.raises(Refusal, match="磁盘空间不够"):
        checks.disk()


def test_help_names_every_word(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--help"]) == 0
    shown = capsys.readouterr().out
    assert all(word in shown for word in ("up", "test", "lint", "check", "bench", "lock", "gongjian"))


def test_an_old_python_is_told_which_one_is_needed() -> None:
    pretend = "import sys; sys.version_info = (3, 9, 2); sys.argv = ['run.py']; exec(open('run.py').read())"
    answer = subprocess.run([sys.executable, "-c", pretend], cwd=ROOT, capture_output=True, text=True)

    assert answer.returncode == 1
    assert "需要 Python 3.11" in answer.stderr and "3.9.2" in answer.stderr
    assert "Traceback" not in answer.stderr


def test_files_are_looked_for_where_the_person_stands(tmp_path: Path) -> None:
    (tmp_path / "汇报.txt").write_text("全镇老人400名，其中独居老人100名，占25%。", encoding="utf-8")

    answer = subprocess.run(
        [sys.executable, ROOT / "run.py", "check", "汇报.txt"],
        cwd=tmp_path,
        capture_output=True,
        encoding="utf-8",
    )

    assert (answer.returncode, answer.stderr) == (0, "")
    assert "全部相符" in answer.stdout


def test_dot_env_fills_in_what_the_environment_does_not_say(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / ".env").write_text(
        "# GONGJIAN_DEMO=0\nTIME_ZONE='Asia/Urumqi'\nEMAIL_HOST=mail\n", encoding="utf-8"
    )
    monkeypatch.setattr(steps, "ROOT", tmp_path)
    monkeypatch.setenv("EMAIL_HOST", "other")
    monkeypatch.delenv("TIME_ZONE", raising=False)

    env = steps.product_environment()

    assert (env["TIME_ZONE"], env["EMAIL_HOST"]) == ("Asia/Urumqi", "other")
    assert "# GONGJIAN_DEMO" not in env


def test_a_stopped_run_stops_its_child_and_returns_its_code() -> None:
    child = "import signal, sys, time; signal.signal(signal.SIGTERM, lambda *_: sys.exit(7)); print('up', flush=True); time.sleep(60)"
    parent = (
        f"import sys; from bootstrap.steps import shown; sys.exit(shown([sys.executable, '-c', {child!r}]))"
    )
    running = subprocess.Popen([sys.executable, "-c", parent], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert running.stdout is not None and running.stdout.readline().strip() == "up"

    running.terminate()

    assert running.wait(20) == 7
    running.stdout.close()


def test_check_with_files_is_the_product_s_own_command(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[list[str]] = []
    monkeypatch.setattr(commands, "product", lambda arguments: asked.append(list(arguments)) or 0)

    assert main(["check", "总结.docx"]) == main(["compile", "方案.docx"]) == 0
    assert asked == [["check", "总结.docx"], ["compile", "方案.docx"]]
