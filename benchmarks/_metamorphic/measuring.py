"""Score what the compiler reads in each variant against the gold that went with it."""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import ModuleType
from typing import Any

from gongjian.engines.figures import schema_of_text

from .rewriting import Sample
from .variants import variants

ALLOWED_FALL = 0.02


def corpus_samples(folder: Path) -> list[Sample]:
    """Return the annotated texts."""
    return [
        Sample(
            (folder / path.name.replace(".gold.json", ".txt")).read_text(encoding="utf-8"),
            json.loads(path.read_text(encoding="utf-8")),
        )
        for path in sorted(folder.glob("*.gold.json"))
    ]


def own_samples(folder: Path) -> list[Sample]:
    """Return documents without gold, with what the compiler reads in their plain form in its place."""
    texts = [path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.txt"))]
    return [Sample(text, schema_of_text(text)) for text in texts]


def score(scorer: ModuleType, samples: Sequence[Sample]) -> Any:
    """Return the score table of what is read in the samples' texts."""
    total = scorer.Table()
    for sample in samples:
        total.merge(scorer.score_file(sample.gold, schema_of_text(sample.text)))
    return total


def falls(
    scorer: ModuleType, samples: Sequence[Sample], names: Sequence[str] | None = None
) -> Iterator[tuple[str, float, float]]:
    """Yield each variant with its score and how far it lies below the plain one (macro_primary)."""
    plain = scorer.summary(score(scorer, samples))["macro_primary"]
    for name, change in variants().items():
        if names is None or name in names:
            reached = scorer.summary(score(scorer, change(samples)))["macro_primary"]
            yield name, reached, plain - reached
