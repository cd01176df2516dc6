"""Results of a search: ranked questions with the best sentence of their answers.

The same steps as in themes/_search/engine.js.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from generator.search.codec import BLOCK, decode
from generator.search.rank import Ranking, Term, rank
from generator.search.read import Index
from generator.search.stems import primary
from generator.search.words import units, words

_ENOUGH = 220
_SEPARATORS = re.compile("[^a-z0-9]+")


@dataclass(frozen=True, slots=True)
class Result:
    """A question that matches."""

    path: str
    """Site path with the anchor."""
    question: str
    excerpt: str
    explainer: str
    score: float
    date: str
    why: tuple[tuple[str, float], ...]
    """What each word of the text added, before coverage; pairs are the rest."""


@dataclass(frozen=True, slots=True)
class Found:
    """The answer to a search."""

    results: tuple[Result, ...]
    total: int
    meant: tuple[tuple[str, tuple[str, ...]], ...]
    """Unknown words and what was searched for instead."""
    unquoted: bool = False
    """True where no question has the quoted words together: then quotation marks do not count."""


def search(
    index: Index,
    text: str,
    *,
    limit: int = 10,
    offset: int = 0,
    tag: str = "",
    lang: str = "",
    by_date: bool = False,
    exact: bool = False,
) -> Found:
    """The questions of an index that match a text, best first (or newest first)."""
    blocks = _blocks(index, tag, lang)
    ranking = rank(index, text, blocks=blocks, by_date=by_date, exact=exact)
    ids = ranking.ids
    return Found(
        tuple(_result(index, ranking, number) for number in ids[offset : offset + limit]),
        len(ids),
        tuple((one.word, one.meant) for one in ranking.terms if one.meant),
        ranking.unquoted,
    )


def _blocks(index: Index, tag: str, lang: str) -> frozenset[int] | None:
    """The blocks with a tag, in a language; None without a filter."""
    allowed: frozenset[int] | None = None
    for place, name in ((1, tag), (2, primary(lang) if lang else "")):
        if name:
            found = frozenset(_rising(index.facets()[place].get(name, "")))
            allowed = found if allowed is None else allowed & found
    return allowed


def _rising(text: str) -> Iterable[int]:
    at = number = 0
    while at < len(text):
        gap, at = decode(text, at)
        number += gap
        yield number


def _result(index: Index, ranking: Ranking, number: int) -> Result:
    """A record as a result."""
    path, explainer, _, _, date, records = index.block(number)
    anchor, question, answer, *own = records[number % BLOCK]
    plain = anchor or _SEPARATORS.sub("-", question.lower()).strip("-")
    return Result(
        path=f"{path}#{plain}",
        question=question,
        excerpt=excerpt(answer, ranking.terms),
        explainer=explainer,
        score=ranking.scores[number],
        date=own[0] if own else date,
        why=tuple(
            (one.word, one.weight * one.levels[number])
            for one in ranking.terms
            if number in one.levels
        ),
    )


def excerpt(answer: str, terms: Iterable[Term]) -> str:
    """The sentence of an answer that holds most of the terms, with the next where there is room."""
    terms = tuple(terms)
    sentences = answer.split("\n")
    best, most = 0, -1.0
    for place, sentence in enumerate(sentences):
        own = set(words(sentence))
        score = 0.0
        for term in terms:
            if not own.isdisjoint(term.forms):
                score += term.weight
        if score > most:
            best, most = place, score
    text = sentences[best]
    for sentence in sentences[best + 1 :]:
        if units(text) + units(sentence) >= _ENOUGH:
            break
        text += " " + sentence
    return text
