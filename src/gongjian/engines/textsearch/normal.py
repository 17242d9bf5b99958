"""One form for text that is searched: width, case and compatibility forms folded, marks turned to spaces.

Chinese has no spaces between words, so runs of it are searched by overlapping pairs of characters (bigrams).
Source: Unicode Standard Annex 15 (NFKC).
"""

import re
import unicodedata

_RUN = re.compile(r"[a-z]+|[0-9]+|[^\sa-z0-9]+")


def normalise(text: str) -> str:
    """Fold width, case and compatibility forms; any run of spaces and marks becomes one space.

    >>> normalise(" ＶＣＡ　工具（２）")
    'vca 工具 2'
    """
    folded = unicodedata.normalize("NFKC", text).casefold()
    kept = "".join(character if _is_text(character) else " " for character in folded)
    return " ".join(kept.split())


def compact(text: str) -> str:
    """Normalise and drop the spaces, so that 船山 区 equals 船山区."""
    return normalise(text).replace(" ", "")


def terms(text: str) -> tuple[str, ...]:
    """Split into index terms, each once, in order: Latin words, numbers, and bigrams of the rest.

    A single Chinese character is a term by itself.

    >>> terms("2026年VCA工具")
    ('2026', '年', 'vca', '工具')
    """
    found: list[str] = []
    for run in _RUN.findall(normalise(text)):
        is_word = len(run) == 1 or (run.isascii() and run.isalnum())
        found.extend([run] if is_word else [run[n : n + 2] for n in range(len(run) - 1)])
    return tuple(dict.fromkeys(found))


def _is_text(character: str) -> bool:
    return unicodedata.category(character)[0] in "LNM"
