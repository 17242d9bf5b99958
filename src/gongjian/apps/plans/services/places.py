"""Match the places or the functional area that a target's scope names."""

from collections.abc import Iterable

from gongjian.apps.places.selectors import find_named


def places_in_words(scopes: Iterable[str], place_code: str) -> dict[str, str]:
    """Return, for each scope that names something below a place, where its target is set.

    That is the code of one place, or the words themselves where they name an area or several places.
    """
    named = find_named(set(scopes), place_code)
    return {words: found.codes[0] if len(found.codes) == 1 else words for words, found in named.items()}
