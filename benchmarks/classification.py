"""Classes of matters suggested from words: ours beside the most frequent class and scikit-learn, ten-fold.

`python -m benchmarks.classification`. The phrasings are those of the tests: 19 classes, 30 invented reports each. Every
part is suggested for by what was learned from the other nine. The second table says how good suggestions are by how
many examples of each class are known. Times are processor time of this process, best of three.
"""

import json
import random
import time
from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any

from gongjian.engines.classification import suggest, train
from tests.engines.classification.phrasings import read_phrasings

SEED, PARTS = 20261126, 10
KINDS, EXAMPLES = read_phrasings()
Pairs = Sequence[tuple[str, str]]
Ranker = Callable[[str], list[str]]


def main(argv: Sequence[str] = ()) -> int:
    """Print accuracy of the first and among three, by how much was known; the last line is one JSON object."""
    rivals: dict[str, Callable[[Pairs], Ranker]] = {"ours": ours, "most frequent": most_frequent}
    rivals |= scikit()
    results: dict[str, Any] = {}
    print(f"{'':<26}{'first':>8}{'of 3':>8}")
    for name, build in rivals.items():
        first, among = cross_validated(build)
        results[name] = {"first": round(first, 3), "among_three": round(among, 3)}
        print(f"{name:<26}{first:>8.1%}{among:>8.1%}")
    print(f"\n{'examples a class, ours':<26}{'first':>8}{'of 3':>8}")
    results["by_examples"] = {}
    for known in (0, 1, 2, 5, 10, 20):
        first, among = with_few(known)
        results["by_examples"][known] = {"first": round(first, 3), "among_three": round(among, 3)}
        print(f"{known:<26}{first:>8.1%}{among:>8.1%}")
    results |= speed()
    print(f"\none suggestion {results['suggest_ms']:.2f} ms, learning one {results['learn_ms']:.2f} ms")
    print(json.dumps(results, ensure_ascii=False))
    return 0


def ours(known: Pairs) -> Ranker:
    """Learn with the engine."""
    memory = train(KINDS, known)
    return lambda words: [one.code for one in suggest(words, KINDS, memory)]


def most_frequent(known: Pairs) -> Ranker:
    """Name the three classes that were met most often, whatever the words."""
    codes = [code for code, _count in Counter(code for _words, code in known).most_common(3)]
    return lambda _words: codes


def scikit() -> dict[str, Callable[[Pairs], Ranker]]:
    """Build the library's classifiers on characters and pairs, where it is installed."""
    try:
        from sklearn.feature_extraction.text import CountVectorizer, TfidfVectorizer
        from sklearn.linear_model import LogisticRegression
        from sklearn.naive_bayes import ComplementNB, MultinomialNB
        from sklearn.pipeline import make_pipeline
    except ImportError:
        print("scikit-learn is not installed")
        return {}

    def rank(vector: Any, model: Any) -> Callable[[Pairs], Ranker]:
        def build(known: Pairs) -> Ranker:
            fitted = make_pipeline(vector(analyzer="char", ngram_range=(1, 2)), model)
            fitted.fit([words for words, _code in known], [code for _words, code in known])

            def ranked(words: str) -> list[str]:
                shares = fitted.predict_proba([words])[0]
                return [fitted.classes_[n] for n in sorted(range(len(shares)), key=lambda n: -shares[n])[:3]]

            return ranked

        return build

    return {
        "sklearn MultinomialNB": rank(CountVectorizer, MultinomialNB(alpha=0.5)),
        "sklearn ComplementNB": rank(CountVectorizer, ComplementNB(alpha=1)),
        "sklearn LogisticRegression": rank(TfidfVectorizer, LogisticRegression(C=30, max_iter=2000)),
    }


def shuffled() -> list[tuple[str, str]]:
    """Return the phrasings in one fixed random order."""
    examples = EXAMPLES[:]
    random.Random(SEED).shuffle(examples)
    return examples


def cross_validated(build: Callable[[Pairs], Ranker]) -> tuple[float, float]:
    """Return the shares of phrasings whose class came first, and among three."""
    examples, first, among = shuffled(), 0, 0
    for part in range(PARTS):
        ranker = build([one for n, one in enumerate(examples) if n % PARTS != part])
        for words, code in examples[part::PARTS]:
            codes = ranker(words)
            first, among = first + (codes[:1] == [code]), among + (code in codes)
    return first / len(examples), among / len(examples)


def with_few(count: int) -> tuple[float, float]:
    """Return the same shares for all others when `count` examples of each class are known."""
    met: Counter[str] = Counter()
    known, others = [], []
    for words, code in shuffled():
        met[code] += 1
        (known if met[code] <= count else others).append((words, code))
    ranker = ours(known)
    answers = [(ranker(words), code) for words, code in others]
    first = sum(codes[:1] == [code] for codes, code in answers)
    return first / len(others), sum(code in codes for codes, code in answers) / len(others)


def speed() -> dict[str, float]:
    """Return milliseconds of one suggestion and of learning one, at 570 examples."""
    memory = train(KINDS, EXAMPLES)
    suggesting = best(lambda: [suggest(words, KINDS, memory) for words, _code in EXAMPLES])
    learning = best(lambda: train(KINDS, EXAMPLES))
    return {
        "suggest_ms": round(suggesting / len(EXAMPLES) * 1e3, 3),
        "learn_ms": round(learning / len(EXAMPLES) * 1e3, 3),
    }


def best(work: Callable[[], object]) -> float:
    """Return the least processor time of three runs, in seconds."""
    spent = []
    for _ in range(3):
        began = time.process_time()
        work()
        spent.append(time.process_time() - began)
    return min(spent)


if __name__ == "__main__":
    raise SystemExit(main())
