"""The plan compiler on the annotated corpus: a score for each field, how fast it reads, and beside it jieba.

The corpus is found by the environment variable GONGJIAN_SHARED, else in `../shared` beside the
repository; its own `score.py` does the scoring, so the table is the corpus' and not ours.
"""

import importlib.util
import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from types import ModuleType
from typing import Any

from gongjian.engines.figures import schema_of_text

ROOT = Path(__file__).resolve().parents[1]


def corpus_folder() -> Path | None:
    """Return the folder of the annotated corpus, None when it is not here."""
    shared = Path(os.environ.get("GONGJIAN_SHARED") or ROOT.parent / "shared")
    folder = shared / "corpus"
    return folder if (folder / "score.py").is_file() else None


def load_scorer(folder: Path) -> ModuleType:
    """Import the corpus' own scorer."""
    spec = importlib.util.spec_from_file_location("corpus_score", folder / "score.py")
    if spec is None or spec.loader is None:
        raise ImportError(f"{folder / 'score.py'} cannot be imported")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def measure(folder: Path) -> tuple[Any, ModuleType, dict[str, Any]]:
    """Compile and score every annotated text; return the score table, the scorer and our figures."""
    scorer = load_scorer(folder)
    total = scorer.Table()
    files = []
    for gold_path in sorted(folder.glob("*.gold.json")):
        files.append(folder / (gold_path.name.removesuffix(".gold.json") + ".txt"))
        text = files[-1].read_text(encoding="utf-8")
        total.merge(
            scorer.score_file(json.loads(gold_path.read_text(encoding="utf-8")), schema_of_text(text))
        )
    scorer.show("field", total)
    from _speed import measure_speed  # beside this program; not wanted by who only loads the scorer

    figures = {"files": len(files), **measure_speed(files)}
    return total, scorer, {**figures, **{k: round(v, 4) for k, v in scorer.summary(total).items()}}


def main(argv: Sequence[str] | None = None) -> None:
    """Print the score table and, as the last line, one JSON object with the figures."""
    folder = corpus_folder()
    if folder is None:
        print(
            "没有找到标注语料：请把它放在仓库旁边的 shared/corpus，或用环境变量 GONGJIAN_SHARED 指明 shared 文件夹。"
        )
        print(json.dumps({"benchmark": "compile", "skipped": True}, ensure_ascii=False))
        return
    total, scorer, figures = measure(folder)
    rows = {row: round(total.figures(row)[2], 4) for row in scorer.ROWS}
    print(json.dumps({"benchmark": "compile", **figures, "rows": rows}, ensure_ascii=False))


if __name__ == "__main__":
    main(sys.argv[1:])
