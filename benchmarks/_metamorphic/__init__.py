"""Metamorphic tests of the plan compiler: the same document in another form says the same."""

from .measuring import ALLOWED_FALL, corpus_samples, forms, own_samples, score
from .rewriting import Sample
from .variants import variants

__all__ = ["ALLOWED_FALL", "Sample", "corpus_samples", "forms", "own_samples", "score", "variants"]
