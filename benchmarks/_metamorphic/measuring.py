"""Score what the compiler reads in each variant against the gold that went with it."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True)
class Form:
    """What a form reaches: both totals, and how far each lies below that of the plain form."""

    name: str
    primary: float
    all_rows: float
    fall: float
    fall_all: float


def forms(
    scorer: ModuleType, samples: Sequence[Sample], names: Sequence[str] | None = None
) -> Iterator[Form]:
    """Yield what each form reaches; the first is the plain one."""
    plain = scorer.summary(score(scorer, samples))
    for name, change in {"plain": list, **variants()}.items():
        if names is None or name in names:
            reached = scorer.summary(score(scorer, change(samples)))
            primary, all_rows = reached["macro_primary"], reached["macro_all"]
            yield Form(
                name, primary, all_rows, plain["macro_primary"] - primary, plain["macro_all"] - all_rows
            )
