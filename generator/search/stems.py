"""Stems and stop words by language: what the index knows so that a browser need not."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import lru_cache
from importlib import resources

from generator.search.words import fold

# ISO 639 codes to the names of the Snowball algorithms.
_ALGORITHMS = {
    "ar": "arabic",
    "ca": "catalan",
    "da": "danish",
    "de": "german",
    "el": "greek",
    "en": "english",
    "es": "spanish",
    "et": "estonian",
    "eu": "basque",
    "fi": "finnish",
    "fr": "french",
    "ga": "irish",
    "hu": "hungarian",
    "hy": "armenian",
    "id": "indonesian",
    "it": "italian",
    "lt": "lithuanian",
    "nb": "norwegian",
    "nl": "dutch",
    "nn": "norwegian",
    "no": "norwegian",
    "pt": "portuguese",
    "ro": "romanian",
    "ru": "russian",
    "sr": "serbian",
    "sv": "swedish",
    "tr": "turkish",
    "yi": "yiddish",
}


def primary(lang: str) -> str:
    """The language of a tag without region and script: `de-AT` gives `de`."""
    return lang.lower().replace("_", "-").split("-")[0]


@lru_cache(maxsize=64)
def stemmer(lang: str) -> Callable[[str], str]:
    """The folded stem of a word in a language; languages without an algorithm keep the word."""
    name = _ALGORITHMS.get(primary(lang))
    if name is None:
        return fold
    import snowballstemmer

    stem_word: Callable[[str], str] = snowballstemmer.stemmer(name).stemWord

    @lru_cache(maxsize=200_000)
    def stem(word: str) -> str:
        # The empty stem that some algorithms give for a short word would match everything.
        return fold(stem_word(word)) or fold(word)

    return stem


@lru_cache(maxsize=64)
def stop_words(lang: str) -> tuple[str, ...]:
    """The folded words of a language that say little about what is asked, in order."""
    return tuple(sorted({fold(one) for one in _lists().get(primary(lang), "").split()}))


@lru_cache(maxsize=1)
def _lists() -> dict[str, str]:
    text = resources.files("generator.search").joinpath("stopwords.json").read_text("utf-8")
    lists: dict[str, str] = json.loads(text)
    return lists
