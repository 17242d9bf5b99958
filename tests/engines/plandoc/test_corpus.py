"""The annotated corpus outside the repository, where there is one."""

import json
import os
from pathlib import Path

import pytest

from benchmarks.compile import load_scorer
from gongjian.engines.figures import schema_of_text

SHARED = Path(os.environ.get("GONGJIAN_SHARED") or Path(__file__).resolve().parents[4] / "shared")
CORPUS = SHARED / "corpus"


@pytest.mark.skipif(not (CORPUS / "score.py").is_file(), reason="the annotated corpus is not here")
def test_the_corpus_is_read_well():
    scorer = load_scorer(CORPUS)
    total = scorer.Table()
    for gold in sorted(CORPUS.glob("*.gold.json")):
        text = (CORPUS / gold.name.replace(".gold.json", ".txt")).read_text(encoding="utf-8")
        total.merge(scorer.score_file(json.loads(gold.read_text(encoding="utf-8")), schema_of_text(text)))

    assert scorer.summary(total)["macro_primary"] >= 0.60
