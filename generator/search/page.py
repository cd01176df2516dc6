"""The postings of one page's questions: what a build caches by the page's digest.

They depend on the page alone: lengths are weighed against fixed norms, never against averages of
the site, so that an edited explainer leaves all other pages' postings as they are.
"""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from functools import lru_cache

from generator.model import SearchRecord
from generator.search.codec import ALPHABET, mark
from generator.search.stems import primary, stemmer
from generator.search.words import fold, raw_words

LEVELS = 32
"""How many steps the weight of a word in a record has; 1 is the least."""

# Weights of the fields and the lengths (in words) at which a field neither gains nor loses.
QUESTION, ANSWER, TITLE, TAG, LABEL = 6.0, 1.0, 0.8, 0.8, 3.0
QUESTION_NORM, ANSWER_NORM, ANSWER_STEP = 9, 110, 20
QUESTION_SLOPE, ANSWER_SLOPE = 0.35, 0.8
SATURATION = 5.0

_SENTENCE_END = re.compile(r"([.!?…][\"”»’)\]]*)\s+")
_WIDE_END = re.compile("[。！？][」』）]*")


def index_page(records: tuple[SearchRecord, ...]) -> bytes:
    """The postings of a page's questions, ready to be cached; the page's facts come from the first.

    JSON: `path`, `title`, `tags`, `lang`; `forms`, each a stem, a space and a form of it;
    `records`, each `[anchor, question, date, answer, asked, told]`. The answer has a sentence a
    line; `asked` holds stem, level and neighbours' marks of each stem of the question; `told` has,
    for each level, its sign and the stems found elsewhere in the record.
    """
    if not records:
        return b"{}"
    first = records[0]
    stems = _stem_table(primary(first.lang))
    title, tags = raw_words(first.explainer), raw_words(" ".join(first.tags))
    seen = {*title, *tags}
    around: dict[str, float] = defaultdict(float)
    for field, weight in ((title, TITLE), (tags, TAG)):
        for one in field:
            around[stems[one]] += weight
    rows = []
    for record in records:
        question, label = raw_words(record.question), raw_words(record.label)
        lines = sentences(record.answer)
        answer = raw_words(record.answer)
        seen.update(question, label, answer)
        asked, told = _postings(stems, question, label, answer, around)
        anchor = record.path.partition("#")[2]
        rows.append([anchor, record.question, record.date, "\n".join(lines), asked, told])
    page = {
        "path": first.path.partition("#")[0],
        "title": first.explainer,
        "tags": list(first.tags),
        "lang": primary(first.lang),
        "forms": sorted(set(map(stems.pairs.__getitem__, seen))),
        "records": rows,
    }
    return json.dumps(page, ensure_ascii=False, separators=(",", ":")).encode()


class _Stems(dict[str, str]):
    """The stems of the words met so far: a look-up costs no call."""

    def __init__(self, lang: str) -> None:
        super().__init__()
        self._stem = stemmer(lang)
        self.pairs = _Pairs(self)

    def __missing__(self, word: str) -> str:
        self[word] = stem = self._stem(word)
        return stem


class _Pairs(dict[str, str]):
    """A stem, a space and the form, by the word as written."""

    def __init__(self, stems: _Stems) -> None:
        super().__init__()
        self._stems = stems

    def __missing__(self, word: str) -> str:
        self[word] = pair = f"{self._stems[word]} {fold(word)}"
        return pair


@lru_cache(maxsize=64)
def _stem_table(lang: str) -> _Stems:
    return _Stems(lang)


def sentences(text: str) -> list[str]:
    """The sentences of an answer in order, each with single spaces."""
    cut = _SENTENCE_END.sub(r"\1\n", text)
    if not cut.isascii():
        cut = _WIDE_END.sub(r"\g<0>\n", cut)
    found = [" ".join(one.split()) for one in cut.split("\n")]
    return [one for one in found if one]


def _postings(
    stems: _Stems,
    question: list[str],
    label: list[str],
    answer: list[str],
    around: dict[str, float],
) -> tuple[str, str]:
    """What is asked and what is told: see `index_page`."""
    weights: dict[str, float] = defaultdict(float, around)
    part = QUESTION / (1 - QUESTION_SLOPE + QUESTION_SLOPE * len(question) / QUESTION_NORM)
    asked: dict[str, str] = {}
    marks = ["0", *(mark(fold(one)) for one in question), "0"]
    for place, raw in enumerate(question):
        stem = stems[raw]
        weights[stem] += part
        asked.setdefault(stem, marks[place] + marks[place + 2])
    for raw in label:
        weights[stems[raw]] += LABEL
    # In steps, so that a word more or less leaves the weights of all the others alone.
    length = len(answer) // ANSWER_STEP * ANSWER_STEP + ANSWER_STEP // 2
    part = ANSWER / (1 - ANSWER_SLOPE + ANSWER_SLOPE * length / ANSWER_NORM)
    by_count: dict[int, list[str]] = defaultdict(list)
    for stem, count in Counter(map(stems.__getitem__, answer)).items():
        if stem in weights:
            weights[stem] += part * count
        else:
            by_count[count].append(stem)
    told: dict[int, list[str]] = defaultdict(list)
    for count, some in by_count.items():
        told[_coarse(level(part * count))] += some
    for stem, weight in weights.items():
        if stem not in asked:
            told[_coarse(level(weight))].append(stem)
    first = (f"{one} {ALPHABET[level(weights[one])]}{both}" for one, both in asked.items())
    rest = (f"{ALPHABET[one]} {' '.join(told[one])}" for one in sorted(told))
    return " ".join(first), "|".join(rest)


def level(weight: float) -> int:
    """The step of a weight after saturation: more of the same says less and less."""
    return max(1, min(LEVELS - 1, round(LEVELS * weight / (weight + SATURATION))))


def _coarse(step: int) -> int:
    """One of eight steps, for words outside the question: fewer lists, shorter files."""
    return step // 4 * 4 + 2
