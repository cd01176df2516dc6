"""Words of a text as search sees them: the same rule as `words` in themes/_search/search-engine.js.

The rule is written down in docs/search.md and tested on tests/search/words.json in both languages.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

# Marks that are part of a word: combining ones, and the vowel signs of Indic and South-East Asian
# scripts, which `\w` leaves out.
_MARKS = (
    "\u0300-\u036f\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u064b-\u065f\u0670"
    "\u0900-\u0963\u0971-\u0dff\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u0eb1\u0eb4-\u0ebc\u0ec8-\u0ece"
    "\u102b-\u103e\u17b4-\u17d3"
)
# Scripts written without spaces between words, and Hangul, whose endings hang on the word.
_UNSPACED = (
    "\u0e00-\u0e4e\u0e80-\u0ece\u1000-\u103f\u1780-\u17d3\u3005-\u3007\u3040-\u30ff\u31f0-\u31ff"
    "\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff"
)
RUN = re.compile(rf"[\w{_MARKS}]+(?:['’ʼ][\w{_MARKS}]+)*")
_SCRIPTS = re.compile(rf"[{_UNSPACED}]+|[^{_UNSPACED}]+")
_HAS_UNSPACED = re.compile(rf"[{_UNSPACED}]")
# ASCII in lower case, spaces for what is neither letter, number nor apostrophe.
_PLAIN = {one: chr(one).lower() if chr(one).isalnum() else " " for one in range(128)} | {39: "'"}
_JOINED = frozenset({"t", "d", "m", "re", "ve", "ll"})
"""What follows the apostrophe of an English contraction: it stays with its word."""
_STRIPPED = re.compile(
    "[\u0300-\u036f\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670]"
)
# The Arabic article is written together with its word.
_ARTICLE = re.compile("^ال(?=.{3})")
_LETTERS = str.maketrans(
    {
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
)


def words(text: str) -> list[str]:
    """The folded words of a text in order: what is looked up in the index."""
    return [fold(one) for one in raw_words(text)]


def raw_words(text: str) -> list[str]:
    """The words of a text in order, in lower case, accents kept: what a stemmer wants."""
    if text.isascii():
        found = text.translate(_PLAIN).split()
        if "'" in text:
            found = [run for one in found for run in (RUN.findall(one) if "'" in one else (one,))]
    else:
        text = unicodedata.normalize("NFKC", text).replace("’", "'").replace("ʼ", "'")
        found = RUN.findall(text.lower().replace("_", " "))
    if "'" in text:
        found = [part for run in found for part in (_parts(run) if "'" in run else (run,))]
    if not text.isascii() and _HAS_UNSPACED.search(text):
        found = [part for run in found for part in _unspaced(run)]
    return found


def _parts(run: str) -> list[str]:
    """The words of a run with apostrophes: `don't` is one, `city's` loses its ending."""
    out: list[str] = []
    for index, piece in enumerate(run.split("'")):
        if index and piece in _JOINED:
            out[-1] += piece
        elif not index or piece != "s":
            out.append(piece)
    return out


def _unspaced(part: str) -> list[str]:
    """Overlapping pairs of the characters of an unspaced script; other letters as they are."""
    out: list[str] = []
    for run in _SCRIPTS.findall(part):
        if _HAS_UNSPACED.match(run) and len(run) > 1:
            out += [run[index : index + 2] for index in range(len(run) - 1)]
        else:
            out.append(run)
    return out


@lru_cache(maxsize=200_000)
def fold(word: str) -> str:
    """The word without accents and with the letters that people type for special ones."""
    if word.isascii():
        return word
    bare = _STRIPPED.sub("", unicodedata.normalize("NFKD", word))
    return _ARTICLE.sub("", unicodedata.normalize("NFC", bare).translate(_LETTERS))


def pairs_of(run: str) -> list[tuple[int, str]]:
    """The parts of a run that are looked at one by one, with their places: pairs where unspaced."""
    out: list[tuple[int, str]] = []
    for found in _SCRIPTS.finditer(run):
        part = found.group()
        if _HAS_UNSPACED.match(part) and len(part) > 1:
            out += [(found.start() + at, part[at : at + 2]) for at in range(len(part) - 1)]
        else:
            out.append((found.start(), part))
    return out


def sort_key(word: str) -> bytes:
    """Orders words as JavaScript compares strings: by UTF-16 units."""
    return word.encode("utf-16-be", "surrogatepass")
