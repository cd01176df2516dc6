"""The phrases by which an article's parts are known, one data file a language.

Adding a language is adding a file beside the others; `docs/converting.md` explains its keys.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path
from typing import Any

_FOLDER = Path(__file__).parent
# Accents, and the vowel signs of Arabic, Hebrew and Japanese.
_COMBINING = re.compile("[\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0670\u3099\u309a]")
_VOCATIVE = re.compile(r"[^\W\d_]{2,12}\.? [^\W\d_a-zà-ÿа-яα-ω]\w+, (?=[^\W\d_])")
_SPACES = re.compile(r"\s+")
_EDGES = " \t\n.:!?…,;|·•*_#–—-<>›‹»«\"'“”„‘’()[]{}？：！。、،؟→▼▲▸►✓+"
_MARKS = str.maketrans({"’": "'", "‘": "'", "´": "'", "–": "-", "—": "-", "‑": "-", "\u00ad": None})


@dataclass(frozen=True, slots=True)
class Cues:
    """The folded phrases of one or more languages."""

    question_words: frozenset[str] = frozenset()
    conjunctions: frozenset[str] = frozenset()
    """Words with which a question takes up what was just said, as questions inside texts do."""
    back_references: frozenset[str] = frozenset()
    """Words that point to what was just said; with a conjunction, the question does."""
    address: frozenset[str] = frozenset()
    """Words for the person spoken to."""
    polite: frozenset[str] = frozenset()
    """Such words that mean others when they are written small: `Sie`."""
    narrator: frozenset[str] = frozenset()
    """Words with which writers tell of themselves."""
    replies: frozenset[str] = frozenset()
    """Words that only answer: `yes`."""
    announces: frozenset[str] = frozenset()
    question_labels: frozenset[str] = frozenset()
    answer_labels: frozenset[str] = frozenset()
    summary: frozenset[str] = frozenset()
    contents: frozenset[str] = frozenset()
    teaser: frozenset[str] = frozenset()
    closing: frozenset[str] = frozenset()
    advertisement: frozenset[str] = frozenset()
    newsletter: frozenset[str] = frozenset()
    notices: frozenset[str] = frozenset()
    controls: frozenset[str] = frozenset()
    feedback: frozenset[str] = frozenset()
    """How pages ask what their readers think of them."""
    tags: frozenset[str] = frozenset()
    """Titles of lines that list an article's subjects."""
    caption: frozenset[str] = frozenset()
    published: frozenset[str] = frozenset()
    updated: frozenset[str] = frozenset()
    reading_time: frozenset[str] = frozenset()
    ago: frozenset[str] = frozenset()
    """How pages tell their own age: `hours ago`."""
    credits: frozenset[str] = frozenset()
    mail_subject: frozenset[str] = frozenset()
    mail_lines: frozenset[str] = frozenset()
    """Names of the lines at the head of a mail."""
    endings: frozenset[str] = frozenset()
    """How questions end in languages that can do without a question mark."""


def languages() -> tuple[str, ...]:
    """The languages that have a file, in alphabetical order."""
    return tuple(sorted(path.stem for path in _FOLDER.glob("??.toml")))


@cache
def load_cues(*wanted: str) -> Cues:
    """The phrases of these languages together; languages without a file are passed over."""
    tables = [_table(one.split("-")[0].lower()) for one in wanted]
    return Cues(
        **{
            field.name: frozenset(
                phrase for table in tables for phrase in table.get(field.name, ())
            )
            for field in fields(Cues)
        }
    )


@cache
def function_words() -> dict[str, frozenset[str]]:
    """The commonest words of each language, by which a text's language is told."""
    return {one: frozenset(_data(one).get("function_words", "").split()) for one in languages()}


@cache
def agencies() -> frozenset[str]:
    """The names by which agencies sign, folded."""
    return _table("agencies")["names"]


@cache
def camel_names() -> frozenset[str]:
    """Names that are written with a capital inside, folded."""
    return _table("camel")["names"]


@cache
def autonyms() -> frozenset[str]:
    """Languages by their own names, folded."""
    return _table("autonyms")["names"]


def fold(text: str) -> str:
    """The text in the form in which phrases are compared: no case, accents or end marks."""
    plain = text.translate(_MARKS).casefold()
    if not plain.isascii():
        plain = _COMBINING.sub("", unicodedata.normalize("NFKD", plain))
    return _SPACES.sub(" ", plain).strip(_EDGES)


def speaks_to(text: str, cues: Cues) -> bool:
    """True for a text with a word for the person it is said to, or their name: `Ms Field, why?`"""
    if _VOCATIVE.match(text):
        return True
    said = re.findall(r"\w+", text)
    folded = [fold(one) for one in said]
    if any(one in cues.address for one in folded):
        return True
    large = (one for raw, one in zip(said[1:], folded[1:], strict=True) if raw[0].isupper())
    return any(one in cues.polite for one in large)


def starts_with(folded: str, phrases: Iterable[str]) -> bool:
    """True when the folded text is one of the phrases or begins with one as a word."""
    return any(
        folded.startswith(one) and (len(folded) == len(one) or not folded[len(one)].isalnum())
        for one in phrases
    )


def contains(folded: str, phrases: Iterable[str]) -> int:
    """How many of the phrases stand in the folded text, as words where the script has them."""
    return sum(1 for one in phrases if one in folded and _pattern(one).search(folded))


@cache
def _pattern(phrase: str) -> re.Pattern[str]:
    before = r"(?<!\w)" if phrase[0].isascii() and phrase[0].isalnum() else ""
    after = r"(?!\w)" if phrase[-1].isascii() and phrase[-1].isalnum() else ""
    return re.compile(before + re.escape(phrase) + after)


@cache
def _table(language: str) -> dict[str, frozenset[str]]:
    """The phrases of a language, folded."""
    return {
        key: frozenset(
            fold(one) or one for one in (value.split() if isinstance(value, str) else value)
        )
        for key, value in _data(language).items()
        if key != "function_words"
    }


@cache
def _data(language: str) -> dict[str, Any]:
    path = _FOLDER / f"{language}.toml"
    return tomllib.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
