"""The plan compiler on documents written in other forms: how much of the plain score each form keeps.

The annotated corpus (see `compile.py`) is scored against its gold; the repository's own documents
against what the compiler reads in their plain form. A form may fall by 0.02 at most in the ten primary
rows; how far it falls in all rows is told beside it.
"""

import json
import sys
from collections.abc import Sequence
from typing import Any

from _metamorphic import ALLOWED_FALL, corpus_samples, forms, own_samples
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
        rows = list(forms(scorer, samples))
        print(f"{place:<8}{'form':<34}{'primary':>8}{'fall':>9}{'all':>9}{'fall':>9}")
        for row in rows:
            mark = "  !" * (row.fall > ALLOWED_FALL)
            print(
                f"{place:<8}{row.name:<34}{row.primary:8.4f}{-row.fall:+9.4f}{row.all_rows:9.4f}{-row.fall_all:+9.4f}{mark}"
            )
        figures[place] = {row.name: [round(row.primary, 4), round(row.all_rows, 4)] for row in rows}
        figures[f"{place}_worst_fall"] = round(max(row.fall for row in rows), 4)
        figures[f"{place}_worst_fall_all"] = round(max(row.fall_all for row in rows), 4)
    print(json.dumps(figures, ensure_ascii=False))


if __name__ == "__main__":
    main(sys.argv[1:])
