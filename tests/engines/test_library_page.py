"""The page about the engines as a library shows what they do."""

import doctest
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "howto" / "library.md"


def test_every_example_on_the_page_runs():
    outcome = doctest.testfile(str(PAGE), module_relative=False, encoding="utf-8")

    assert outcome.attempted > 20
    assert outcome.failed == 0


def test_the_engines_need_no_package():
    source = str(ROOT / "src")
    program = (
        f"import sys; sys.path.insert(0, {source!r})\n"
        "from gongjian.engines import figures\n"
        "from gongjian.engines.plandoc import revision\n"
        "print(len(figures.check_text('共投入50万元，其中市级30万元、区级15万元。').claims))"
    )

    done = subprocess.run([sys.executable, "-I", "-S", "-c", program], capture_output=True, text=True)

    assert (done.stderr, done.stdout) == ("", "1\n")
