"""The postings of one page's questions: what a build caches by the page's digest.

They depend on the page alone: lengths are weighed against fixed norms, never against averages of
the site, so that an edited explainer leaves all other pages' postings as they are.
"""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict

from generator.model import SearchRecord
from generator.search.codec import mark
from generator.search.stems import primary, stemmer
from generator.search.words import fold, raw_words

LEVELS = 32
"""How many steps the weight of a word in a record has; 1 is the least."""

# Weights of the fields and the lengths (in words) at which a field neither gains nor loses.
QUESTION, ANSWER, TITLE, TAG, LABEL = 3.0, 1.0, 0.6, 0.6, 1.5
QUESTION_NORM, ANSWER_NORM = 9, 110
QUESTION_SLOPE, ANSWER_SLOPE = 0.35, 0.5
SATURATION = 2.2

_SENTENCE_END = re.compile(r"(?<=[.!?…])[\"”»’)\]]*\s+|(?<=[。！？])|\n+")


def index_page(records: tuple[SearchRecord, ...]) -> bytes:
    """The postings of a page's questions, ready to be cached; the page's facts come from the first.

    JSON: `path`, `title`, `tags`, `lang`; `forms` (stem → forms that are not the stem itself);
    `records`, each `[anchor, question, date, sentences, asked, told]`, where `asked` holds
    `stem, level, mark before, mark after` for each stem of the question and `told` maps a level
    to the stems found elsewhere in the record.
    """
    if not records:
        return b"{}"
    first = records[0]
    stem = stemmer(first.lang)
    forms: dict[str, set[str]] = defaultdict(set)

    def stems(text: str) -> list[str]:
        out = []
        for raw in raw_words(text):
            one = stem(raw)
            out.append(one)
            forms[one].add(fold(raw))
        return out

    title, tags = Counter(stems(first.explainer)), Counter(stems(" ".join(first.tags)))
    page = {
        "path": first.path.partition("#")[0],
        "title": first.explainer,
        "tags": list(first.tags),
        "lang": primary(first.lang),
        "records": [
            [
                one.path.partition("#")[2],
                one.question,
                one.date,
                sentences(one.answer),
                *_postings(
                    stems(one.question),
                    [mark(fold(raw)) for raw in raw_words(one.question)],
                    Counter(stems(one.label)),
                    stems(one.answer),
                    title,
                    tags,
                ),
            ]
            for one in records
        ],
        "forms": {key: sorted(found) for key, found in sorted(forms.items())},
    }
    return json.dumps(page, ensure_ascii=False, separators=(",", ":")).encode()


def sentences(text: str) -> list[str]:
    """The sentences of an answer in order, each with single spaces."""
    found = (" ".join(one.split()) for one in _SENTENCE_END.split(text))
    return [one for one in found if one]


def _postings(
    question: list[str],
    marks: list[str],
    label: Counter[str],
    answer: list[str],
    title: Counter[str],
    tags: Counter[str],
) -> tuple[list[list[str | int]], dict[str, list[str]]]:
    """What is asked and what is told: see `index_page`."""
    weights: dict[str, float] = defaultdict(float)
    norm = 1 - QUESTION_SLOPE + QUESTION_SLOPE * len(question) / QUESTION_NORM
    for one, count in Counter(question).items():
        weights[one] += QUESTION * count / norm
    norm = 1 - ANSWER_SLOPE + ANSWER_SLOPE * len(answer) / ANSWER_NORM
    for one, count in Counter(answer).items():
        weights[one] += ANSWER * count / norm
    for field, weight in ((label, LABEL), (title, TITLE), (tags, TAG)):
        for one, count in field.items():
            weights[one] += weight * count
    levels = {one: level(weight) for one, weight in weights.items()}
    asked: list[list[str | int]] = []
    seen = set()
    for index, one in enumerate(question):
        if one not in seen:
            seen.add(one)
            before = marks[index - 1] if index else "0"
            after = marks[index + 1] if index + 1 < len(marks) else "0"
            asked.append([one, levels[one], before, after])
    told: dict[str, list[str]] = defaultdict(list)
    for one, found in sorted(levels.items()):
        if one not in seen:
            told[str(found)].append(one)
    return asked, told


def level(weight: float) -> int:
    """The step of a weight after saturation: more of the same says less and less."""
    return max(1, min(LEVELS - 1, round(LEVELS * weight / (weight + SATURATION))))
