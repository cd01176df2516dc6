"""Words of a text as search sees them: the same rule as `words` in themes/_search/engine.js.

The rule is written down in docs/search.md and tested on tests/search/words.json in both languages.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

# Scripts written without spaces between words, Hangul, whose endings hang on the word, and all that
# lies beyond the first 65,536 characters: what is left has one UTF-16 unit a character.
_UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u9fff\uac00-\ud7af\uf900-\ufaff\U00010000-\U0003ffff]+"
)
_ACCENTS = re.compile("[\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670]")
# The Arabic article is written together with its word.
_ARTICLE = re.compile("^ال(?=...)")
# What hangs on a word behind an apostrophe: `s` is dropped, the rest joined.
_CLITIC = r"['’ʼ](?:s|(t|d|m|re|ve|ll))"
_ASCII_CLITIC = re.compile(rf"{_CLITIC}(?![a-z0-9])")
# ASCII with spaces for what is neither letter nor number.
_PLAIN = {one: chr(one) if chr(one).isalnum() else " " for one in range(128)}
LETTERS = {
    "ß": "ss",
    "æ": "ae",
    "œ": "oe",
    "ø": "o",
    "ł": "l",
    "đ": "d",
    "ð": "d",
    "þ": "th",
    "ı": "i",
    "ς": "σ",
    "ى": "ي",
    "ة": "ه",
}
"""What people type for letters that are more than one with an accent; the index tells browsers."""
_LETTERS = str.maketrans(LETTERS)


def words(text: str) -> list[str]:
    """The folded words of a text in order: what is looked up in the index."""
    return [fold(one) for one in raw_words(text)]


def raw_words(text: str) -> list[str]:
    """The words of a text in order, in lower case, accents kept: what a stemmer wants."""
    if text.isascii():
        text = text.lower()
        if "'" in text:
            text = _ASCII_CLITIC.sub(r"\1", text.replace("_", " "))
        return text.translate(_PLAIN).split()
    run, clitic = _patterns()
    text = unicodedata.normalize("NFKC", text).lower().replace("_", " ")
    found: list[str] = run.findall(clitic.sub(r"\1", text))
    if _UNSPACED.search(text):
        return _UNSPACED.sub(_pairs, " ".join(found)).split()
    return found


@lru_cache(maxsize=1)
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """A run of letters, numbers and marks; what hangs on one behind an apostrophe."""
    # The marks of Unicode, which `\w` leaves out, lie in the first two planes and beside the tags.
    points = (*range(0x300, 0x20000), *range(0xE0100, 0xE01F0))
    marks = "".join(one for one in map(chr, points) if unicodedata.category(one)[0] == "M")
    return re.compile(rf"\w[\w{marks}]*"), re.compile(rf"{_CLITIC}(?![\w{marks}])")


def _pairs(run: re.Match[str]) -> str:
    """Each character with the next, between spaces; a single one stands alone."""
    text = run.group()
    pairs = [text[at : at + 2] for at in range(len(text) - 1)] or [text]
    return f" {' '.join(pairs)} "


def is_unspaced(word: str) -> bool:
    """True for a word of a script written without spaces."""
    return not word.isascii() and _UNSPACED.search(word) is not None


@lru_cache(maxsize=200_000)
def fold(word: str) -> str:
    """The word without accents and with the letters that people type for special ones."""
    if word.isascii():
        return word
    bare = _ACCENTS.sub("", unicodedata.normalize("NFKD", word))
    return _ARTICLE.sub("", unicodedata.normalize("NFC", bare).translate(_LETTERS))


def units(text: str) -> int:
    """The length of a text as JavaScript counts: in UTF-16 units."""
    return len(text) if text.isascii() else len(text.encode("utf-16-be", "surrogatepass")) // 2


def sort_key(word: str) -> bytes:
    """Orders words as JavaScript compares strings: by UTF-16 units."""
    return word.encode("utf-16-be", "surrogatepass")
