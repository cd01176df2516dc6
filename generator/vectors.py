"""What a question is about, as numbers: the words of its wording and of its answer's beginning.

A vector depends on one question alone, so that it can be cached with its page; how much a word
tells among all questions is weighed later (see `neighbours`).
"""

from __future__ import annotations

import re
from array import array
from collections import Counter
from functools import lru_cache
from zlib import crc32

from generator.search.stems import stop_words

MOST_TERMS = 28
"""Of a question: those it weighs most, the earlier first."""
_BEGINNING = 600
"""Characters of the answer that are looked at: what follows adds little."""
# What a word of the question weighs, where one of the answer weighs 1.
_IN_QUESTION, _MOST_WEIGHT = 4, 12
_STEM = 6
"""Letters of a word that count: endings mean little in most languages."""
_UNSPACED = "\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff"
_WORD = re.compile(rf"[{_UNSPACED}]{{2}}|[^\W_{_UNSPACED}]{{3,}}|[A-Z0-9]{{2,}}")


def vector(question: str, answer: str, lang: str) -> bytes:
    """The terms of a question and their weights: four bytes and one byte each, apart."""
    stem = _stems(lang).__getitem__
    weights = Counter(map(stem, _WORD.findall(question)))
    for one in weights:
        weights[one] *= _IN_QUESTION
    weights.update(map(stem, _WORD.findall(answer[:_BEGINNING])))
    weights.pop("", 0)
    # The sort is stable: of two that weigh the same, the first met comes first.
    kept = sorted(weights, key=weights.__getitem__, reverse=True)[:MOST_TERMS]
    terms = array("I", [_number(one, lang) for one in kept])
    return terms.tobytes() + bytes([min(_MOST_WEIGHT, weights[one]) for one in kept])


def read_vector(packed: bytes) -> tuple[array[int], bytes]:
    """The terms and their weights."""
    count = len(packed) // 5
    terms = array("I")
    terms.frombytes(packed[: 4 * count])
    return terms, packed[4 * count :]


class _Stems(dict[str, str]):
    """The stem of each word of a language met so far; empty for one that says little."""

    def __init__(self, lang: str) -> None:
        super().__init__()
        self._stop_words = frozenset(stop_words(lang))

    def __missing__(self, word: str) -> str:
        folded = word.lower()
        stem = "" if folded in self._stop_words else folded[:_STEM]
        # The one ending that a short word shows: `boats` is `boat`.
        self[word] = stem = stem[:-1] if stem.endswith("s") and len(stem) > 3 else stem
        return stem


@lru_cache(maxsize=64)
def _stems(lang: str) -> _Stems:
    return _Stems(lang)


@lru_cache(maxsize=200_000)
def _number(stem: str, lang: str) -> int:
    """A number for a word of a language; a word of another language has another."""
    return crc32(f"{lang} {stem}".encode("utf-8", "surrogatepass"))
