"""The postings of one page's questions: what a build caches by the page's digest.

They depend on the page alone: lengths are weighed against fixed norms, never against averages of
the site, so that an edited explainer leaves all other pages' postings as they are.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect
from collections import Counter
from functools import lru_cache

from generator.model import PagePostings, SearchRecord
from generator.search.codec import mark
from generator.search.stems import primary, stemmer
from generator.search.words import fold, raw_words

LEVELS = 32
"""How many steps the weight of a word in a record has; 1 is the least."""

# Weights of the fields and the lengths (in words) at which a field neither gains nor loses.
QUESTION, ANSWER, TITLE, TAG, LABEL = 6.0, 1.0, 0.8, 0.8, 3.0
QUESTION_NORM, ANSWER_NORM, ANSWER_STEP = 9, 110, 20
QUESTION_SLOPE, ANSWER_SLOPE = 0.35, 0.8
SATURATION = 5.0

LONGEST = 240
"""Characters of a sentence in a list of results: a longer one is cut."""
_KEPT = 1000
"""Characters of an answer that the files of records may hold: what follows needs no sentences."""
_CLOSERS = '"”»’)]'
_CLOSED = re.compile(r"([.!?…][\"”»’)\]]+) ")
_WIDE_END = re.compile("[。！？][」』）]*")


def index_page(records: tuple[SearchRecord, ...]) -> PagePostings:
    """The postings of a page's questions; the page's facts come from the first."""
    if not records:
        return PagePostings()
    first = records[0]
    page = _Page(primary(first.lang), first.explainer, first.tags)
    rows = []
    for record in records:
        page.add(record)
        anchor = record.path.partition("#")[2]
        rows.append((anchor, record.question, record.date, sentences(record.answer)))
    place = page.places()
    return PagePostings(
        path=first.path.partition("#")[0],
        title=first.explainer,
        tags=first.tags,
        lang=page.lang,
        records=tuple(rows),
        words="\n".join(map(page.words.pairs.__getitem__, page.seen)),
        asked=array("I", map(place.__getitem__, page.asked)).tobytes(),
        asked_levels=bytes(page.asked_levels),
        asked_marks=page.asked_marks.tobytes(),
        asked_counts=page.asked_counts.tobytes(),
        told=array("I", map(place.__getitem__, page.told)).tobytes(),
        told_levels=bytes(page.told_levels),
        told_counts=page.told_counts.tobytes(),
    )


class _Page:
    """The words of a page as they are gathered, record by record; stems as numbers."""

    def __init__(self, lang: str, title: str, tags: tuple[str, ...]) -> None:
        self.lang = lang
        self.words = _words(lang)
        self.seen: dict[str, None] = {}
        """The words as written, in order."""
        self.asked: list[int] = []
        self.asked_levels: list[int] = []
        self.asked_marks = array("H")
        self.asked_counts = array("I")
        self.told: list[int] = []
        self.told_levels: list[int] = []
        self.told_counts = array("I")
        self._around: dict[int, float] = {}
        for text, weight in ((title, TITLE), (" ".join(tags), TAG)):
            self._weigh(self._around, raw_words(text), weight)

    def add(self, record: SearchRecord) -> None:
        """Counts the words of a record."""
        weights = dict(self._around)
        question, label = raw_words(record.question), raw_words(record.label)
        part = QUESTION / (1 - QUESTION_SLOPE + QUESTION_SLOPE * len(question) / QUESTION_NORM)
        asked = self._following(question)
        self._weigh(weights, question, part)
        self._weigh(weights, label, LABEL)
        answer = raw_words(record.answer)
        self.seen.update(dict.fromkeys(answer))
        counts = Counter(map(self.words.__getitem__, answer))
        # In steps, so that a word more or less leaves the weights of all the others alone.
        length = len(answer) // ANSWER_STEP * ANSWER_STEP + ANSWER_STEP // 2
        part = ANSWER / (1 - ANSWER_SLOPE + ANSWER_SLOPE * length / ANSWER_NORM)
        for stem in weights:
            weights[stem] += part * counts.pop(stem, 0)
        self.asked += asked
        self.asked_levels += [level(weights[one]) for one in asked]
        self.asked_marks.extend(asked.values())
        self.asked_counts.append(len(asked))
        before = len(self.told)
        beside = [one for one in weights if one not in asked]
        self.told += beside
        self.told_levels += [coarse(weights[one]) for one in beside]
        self.told += counts
        self.told_levels += map(_told_levels(part).__getitem__, counts.values())
        self.told_counts.append(len(self.told) - before)

    def places(self) -> dict[int, int]:
        """Where each stem stands among the words: at the first that it is the stem of."""
        stems = [*map(self.words.__getitem__, self.seen)]
        return dict(zip(reversed(stems), range(len(stems) - 1, -1, -1), strict=True))

    def _weigh(self, weights: dict[int, float], words: list[str], part: float) -> None:
        self.seen.update(dict.fromkeys(words))
        for stem in map(self.words.__getitem__, words):
            weights[stem] = weights.get(stem, 0.0) + part

    def _following(self, question: list[str]) -> dict[int, int]:
        """The mark of the word after the first of each stem."""
        found: dict[int, int] = {}
        stems = [*map(self.words.__getitem__, question)]
        marks = [*map(self.words.marks.__getitem__, question), 0]
        for stem, after in zip(stems, marks[1:], strict=True):
            found.setdefault(stem, after)
        return found


class _Words(dict[str, int]):
    """The stems of the words met so far in a language, as numbers: a look-up costs no call."""

    def __init__(self, lang: str) -> None:
        super().__init__()
        self._stem = stemmer(lang)
        self._numbers: dict[str, int] = {}
        self.pairs: dict[str, str] = {}
        """A stem, a space and the form, by the word as written."""
        self.marks: dict[str, int] = {}

    def __missing__(self, word: str) -> int:
        stem, form = self._stem(word), fold(word)
        self[word] = number = self._numbers.setdefault(stem, len(self._numbers))
        self.pairs[word] = f"{stem} {form}"
        self.marks[word] = mark(form)
        return number


@lru_cache(maxsize=64)
def _words(lang: str) -> _Words:
    return _Words(lang)


def sentences(text: str) -> str:
    """The first sentences of an answer in order, a line each, with single spaces."""
    text = text[: max(text.find(" ", 2 * _KEPT), 2 * _KEPT)]
    if "  " in text or not text.replace("\n", "").isprintable():
        text = "\n".join(" ".join(one.split()) for one in text.split("\n"))
    for end in ".!?" if text.isascii() else ".!?…":
        text = text.replace(end + " ", end + "\n")
    if any(one in text for one in _CLOSERS):
        text = _CLOSED.sub(r"\1\n", text)
    if not text.isascii():
        text = _WIDE_END.sub(r"\g<0>\n", text)
    found = filter(None, map(str.strip, text.split("\n")))
    return "\n".join([part for one in found for part in _parts(one)])


def _parts(sentence: str) -> list[str]:
    """A sentence in parts that are short enough to be read in a list of results."""
    parts = []
    while len(sentence) > LONGEST:
        end = sentence.rfind(" ", 0, LONGEST - 20)
        end = end if end > LONGEST // 2 else LONGEST - 20
        parts.append(sentence[:end] + "…")
        sentence = f"… {sentence[end:].lstrip()}"
    return [*parts, sentence]


class _Levels(dict[int, int]):
    """The levels of words that stand only in an answer, by how often they stand there."""

    def __init__(self, part: float) -> None:
        super().__init__()
        self._part = part

    def __missing__(self, count: int) -> int:
        self[count] = found = coarse(self._part * count)
        return found


@lru_cache(maxsize=4096)
def _told_levels(part: float) -> _Levels:
    return _Levels(part)


def level(weight: float) -> int:
    """The step of a weight after saturation: more of the same says less and less."""
    return max(1, min(LEVELS - 1, round(LEVELS * weight / (weight + SATURATION))))


_STEPS = [SATURATION * (step - 0.5) / (LEVELS - step + 0.5) for step in range(4, LEVELS, 4)]


def coarse(weight: float) -> int:
    """One of eight steps, for words outside the question: fewer lists, shorter files."""
    return bisect(_STEPS, weight) * 4 + 2
