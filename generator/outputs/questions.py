"""All questions of the site in alphabetical order."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Sequence

from generator.model import Artifact
from generator.outputs.head import page_head
from generator.outputs.paging import paged
from generator.site import Sheet, Site
from generator.text import digest
from generator.views import (
    Frame,
    Head,
    LetterGroup,
    LetterLink,
    ListedQuestions,
    Pager,
    QuestionLink,
    QuestionRow,
    QuestionsView,
)

# Up to so many questions stand on one page; above it each letter has pages of its own.
ONE_PAGE = 300
LETTER_PAGE = 300
GUIDE_WORDS = 4
DIGITS = "0–9"
_SIGNS = re.compile("^[^0-9a-z]+")


def question_pages(site: Site, frame_for: Callable[[str], Frame]) -> list[Sheet | Artifact]:
    """The page of all questions, and each letter's where there are many."""
    frame = frame_for("")
    path = f"{site.config.paths.questions}/"
    groups: dict[str, list[tuple[str, str, QuestionRow]]] = defaultdict(list)
    for page in site.listed:
        title, lang = page.front.title, page.front.lang
        for one in page.questions:
            key, address = _sort_key(one.text), f"{page.slug}/#{one.id}"
            groups[_letter(key)].append((key, address, (one.text, address, title, lang)))
    ordered = [
        (letter, [row for *_, row in sorted(groups[letter])])
        for letter in sorted(groups, key=lambda one: (one != DIGITS, one))
    ]
    total = sum(len(rows) for _, rows in ordered)
    together = total <= ONE_PAGE
    letters = tuple(
        LetterLink(
            letter,
            f"{path}#{_name(letter)}" if together else f"{path}{_name(letter)}/",
            len(rows),
        )
        for letter, rows in ordered
    )
    shown = tuple((letter, _listed(rows)) for letter, rows in ordered) if together else ()
    sheets: list[Sheet | Artifact] = [
        Sheet(
            path,
            "questions.html",
            questions,
            frame,
            (path, "", letters, shown, total, Pager(1, 1, None, None)),
        )
    ]
    if not together:
        for (letter, rows), link_to in zip(ordered, letters, strict=True):
            word = site.config.paths.page
            parts = list(paged(link_to.path, rows, LETTER_PAGE, word))
            guides = tuple((here, _guide(some[0][0])) for here, some, _ in parts)
            for here, some, pager in parts:
                part = ((letter, _listed(some)),)
                arguments = (here, letter, letters, part, total, pager, guides)
                sheets.append(Sheet(here, "questions.html", questions, frame, arguments))
    return sheets


def questions(
    frame: Frame,
    path: str,
    letter: str,
    letters: tuple[LetterLink, ...],
    groups: tuple[tuple[str, ListedQuestions], ...],
    total: int,
    pager: Pager,
    guides: tuple[tuple[str, str], ...] = (),
) -> tuple[QuestionsView, Head]:
    """The view and head of the page of all questions, or of one letter's."""
    title = frame.strings["all_questions"] + (f": {letter}" if letter else "")
    head = page_head(frame, path, title, frame.strings["all_questions_intro"])
    shown = tuple(
        LetterGroup(one, tuple([QuestionLink(*row) for row in listed.rows]))
        for one, listed in groups
    )
    return QuestionsView(path, letter, letters, shown, total, pager, guides), head


def _listed(rows: Sequence[QuestionRow]) -> ListedQuestions:
    # What joins them is in none.
    return ListedQuestions(tuple(rows), digest("\0".join(map("\0".join, rows))))


def _guide(text: str) -> str:
    """The words by which a page is found, as on the head of a dictionary's."""
    words = text.split()
    return " ".join(words[:GUIDE_WORDS]) + ("…" if len(words) > GUIDE_WORDS else "")


def _sort_key(text: str) -> str:
    """The text without case, accents and the signs it begins with (`«`, `¿`)."""
    if text.isascii():
        # The usual case, and this runs for every question of the site.
        return text.lower() if text[:1].isalnum() else _SIGNS.sub("", text.lower())
    folded = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(one for one in folded if not unicodedata.combining(one))
    return plain.lstrip("".join({one for one in plain if not one.isalnum()}))


def _letter(key: str) -> str:
    if not key:
        return "#"
    return DIGITS if key[0].isdigit() else key[0].upper()


def _name(letter: str) -> str:
    """The letter in an address."""
    return {DIGITS: "0-9", "#": "other"}.get(letter, letter.lower())
