"""What editors state about a file and its questions: front matter and comments, checked.

Apart from `model`, because commands that build no site need these values alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from generator.diagnostics import Span

Kind = Literal["explainer", "page"]


@dataclass(frozen=True, slots=True)
class Source:
    """Where an article comes from: a name, an address, or both."""

    name: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Image:
    """A picture of a page."""

    src: str
    """An address, or a path inside the site's `static/` folder."""
    alt: str = ""
    caption: str = ""
    credit: str = ""


@dataclass(frozen=True, slots=True)
class Correction:
    """Something that was wrong on a page and has been put right."""

    date: datetime
    was: str
    now: str
    question: str = ""
    """The id of the question whose answer it concerns, or its wording; empty: the whole page."""
    span: Span | None = None
    """Where `question` is written."""


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """The head of a content file, checked."""

    title: str
    kind: Kind = "explainer"
    date: datetime | None = None
    """Aware. None only for plain pages."""
    updated: datetime | None = None
    slug: str = ""
    """Empty: the file's name decides."""
    kicker: str = ""
    lead: str = ""
    """Inline Markdown, as are the summary's points; title and kicker are plain text."""
    summary: tuple[str, ...] = ()
    source: Source | None = None
    authors: tuple[str, ...] = ()
    lang: str = ""
    """A language tag (BCP 47); empty: the site's."""
    tags: tuple[str, ...] = ()
    draft: bool = False
    aliases: tuple[str, ...] = ()
    """Earlier site paths of the page, without leading slash."""
    image: Image | None = None
    review: str = ""
    """`90d` or a date, as written."""
    checked: datetime | None = None
    """When somebody last found it still right."""
    expires: datetime | None = None
    owner: str = ""
    """Who looks after it."""
    corrections: tuple[Correction, ...] = ()


@dataclass(frozen=True, slots=True)
class QuestionMeta:
    """A question's comment (`<!-- q … -->`), checked."""

    id: str = ""
    label: str = ""
    updated: datetime | None = None
    review: str = ""
    checked: datetime | None = None
    expires: datetime | None = None
    owner: str = ""
    related: tuple[str, ...] = ()
    """Links to questions, as in the text: `tides.md#why`."""
    distinct_from: tuple[str, ...] = ()
