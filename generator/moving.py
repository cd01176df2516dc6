"""Which questions that one explainer no longer asks are asked in another."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from generator.ledger import Entry, answer_hash
from generator.matching import Asked, match_questions, read_sketch, sketch
from generator.model import Page, Question

# In another explainer the same wording may be another question: the answer must have come along.
LEAST_SHARED = 0.5
# More pairs than this are compared only where the wording is the same.
MOST_PAIRS = 200_000


@dataclass(frozen=True, slots=True)
class Move:
    """A question and where it is asked now."""

    from_slug: str
    entry: Entry
    slug: str
    question: Question
    place: int | None
    """Of a question that is new there; None: the ledger knows it there already."""
    shared: float


def find_moves(
    gone: Sequence[tuple[str, Entry]],
    new: Sequence[tuple[str, int, Question, str]],
    pages: Mapping[str, Page],
) -> list[Move]:
    """The sure ones. `gone`: slug and entry; `new`: slug, place, question and its answer's text."""
    moves = []
    groups: list[tuple[Sequence[int], Sequence[int]]] = [(range(len(gone)), range(len(new)))]
    if len(gone) * len(new) > MOST_PAIRS:
        groups = _same_wording(gone, new)
    for olds, news in groups:
        found = match_questions(
            [Asked(gone[at][1].text, read_sketch(gone[at][1].words)) for at in olds],
            [Asked(new[at][2].text, sketch(new[at][3])) for at in news],
        )
        for one in found:
            from_slug, entry = gone[olds[one.old]]
            slug, place, question, _ = new[news[one.new]]
            if one.is_sure and one.shared >= LEAST_SHARED and slug != from_slug:
                moves.append(Move(from_slug, entry, slug, question, place, one.shared))
    moved = {(one.from_slug, one.entry.id) for one in moves}
    left = [one for one in gone if (one[0], one[1].id) not in moved]
    return [*moves, *_recorded(left, pages)]


def _same_wording(
    gone: Sequence[tuple[str, Entry]], new: Sequence[tuple[str, int, Question, str]]
) -> list[tuple[Sequence[int], Sequence[int]]]:
    olds: dict[str, list[int]] = {}
    news: dict[str, list[int]] = {}
    for at, (_, entry) in enumerate(gone):
        olds.setdefault(entry.text, []).append(at)
    for at, (_, _, question, _) in enumerate(new):
        news.setdefault(question.text, []).append(at)
    return [(olds[text], news[text]) for text in olds if text in news]


def _recorded(left: Sequence[tuple[str, Entry]], pages: Mapping[str, Page]) -> list[Move]:
    """Those whose new place an earlier run recorded, and was then stopped."""
    if not left:
        return []
    wanted = {entry.text for _, entry in left}
    places = {
        (one.text, answer_hash(one.digest)): (slug, one)
        for slug, page in pages.items()
        for one in page.questions
        if one.first is not None and one.text in wanted
    }
    found = []
    for from_slug, entry in left:
        slug, question = places.get((entry.text, entry.hash), ("", None))
        if question is not None and slug != from_slug:
            found.append(Move(from_slug, entry, slug, question, None, 1.0))
    return found
