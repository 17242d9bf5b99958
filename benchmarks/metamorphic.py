"""The plan compiler on documents written in other forms: how much of the plain score each form keeps.

The annotated corpus (see `compile.py`) is scored against its gold; the repository's own documents
against what the compiler reads in their plain form. A variant may fall by 0.02 at most.
"""

import json
import sys
from collections.abc import Sequence
from typing import Any

from _metamorphic import ALLOWED_FALL, corpus_samples, falls, own_samples
from compile import ROOT, corpus_folder, load_scorer

OWN = ROOT / "tests" / "engines" / "plandoc" / "documents"


def main(argv: Sequence[str] | None = None) -> None:
    """Print a row for each variant and, as the last line, one JSON object with the figures."""
    folder = corpus_folder()
    if folder is None:
        print(
            "没有找到标注语料：请把它放在仓库旁边的 shared/corpus，或用环境变量 GONGJIAN_SHARED 指明 shared 文件夹。"
        )
        print(json.dumps({"benchmark": "metamorphic", "skipped": True}, ensure_ascii=False))
        return
    scorer = load_scorer(folder)
    figures: dict[str, Any] = {"benchmark": "metamorphic"}
    for place, samples in (("corpus", corpus_samples(folder)), ("own", own_samples(OWN))):
        rows = list(falls(scorer, samples))
        for name, reached, fall in rows:
            print(f"{place:<8}{name:<34}{reached:8.4f}{-fall:+9.4f}{'  !' * (fall > ALLOWED_FALL)}")
        figures[place] = {name: round(reached, 4) for name, reached, _ in rows}
        figures[f"{place}_worst_fall"] = round(max(fall for _, _, fall in rows), 4)
    print(json.dumps(figures, ensure_ascii=False))


if __name__ == "__main__":
    main(sys.argv[1:])
