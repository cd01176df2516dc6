"""The values that flow through the program: configuration, pages, questions, the site.

What people write is checked at the boundary (`config`, `frontmatter`); these are what the
program trusts. All are immutable.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, tzinfo

from generator.diagnostics import Diagnostic, Span
from generator.editorial import Correction, FrontMatter, Image, Kind, QuestionMeta, Source
from generator.hastening import hasten_all

# Also of this module: most of its readers use them beside the values made of them.
__all__ = ["Correction", "FrontMatter", "Image", "Kind", "QuestionMeta", "Source"]


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture file as pages show it."""

    src: str
    """Site path of the file that every browser shows."""
    width: int
    height: int
    src_width: int = 0
    """Of that file, which may be smaller than the picture."""
    sources: tuple[tuple[str, tuple[tuple[str, int], ...]], ...] = ()
    """Better files by media type, the best first: each with site path and width, narrow first."""


Target = str | Picture
"""Where a link leads or what an image shows: a site path, or one of the site's own pictures."""


def target_paths(targets: Iterable[Target]) -> tuple[str, ...]:
    """The site paths alone: of a picture, that of the file that every browser shows."""
    return tuple(one if isinstance(one, str) else one.src for one in targets)


@dataclass(frozen=True, slots=True)
class Link:
    """A link of a page's text to another page of the site."""

    target: str
    """As written: `other.md#question-id`, `#question-id`, `/tags/energy/`."""
    span: Span
    is_image: bool = False
    """Whether it stands for a picture to show."""


@dataclass(frozen=True, slots=True)
class Citation:
    """A source that an answer names: a note with an address."""

    number: int
    """Of its note at the end of the page, from 1."""
    text: str
    """`Name, publisher, 19 June 2024`; the address where nothing else is written."""
    url: str


@dataclass(frozen=True, slots=True)
class Question:
    """A question of an explainer, without its answer."""

    id: str
    """Unique in its page; also the anchor."""
    text: str
    """The wording as plain text."""
    html: str
    """The wording as inline HTML."""
    label: str = ""
    """A short form for lists; empty: the wording serves."""
    part: str = ""
    """The title of the part it stands in, as plain text; empty without parts."""
    updated: datetime | None = None
    """When the answer last changed after it was first published, as comment and ledger say."""
    digest: str = ""
    """Of the answer's normalised plain text."""
    line: int = 0
    sources: int = 0
    """How many sources its answer names."""
    is_named: bool = False
    """True: its comment gives the id. Else the ledger does, or the wording."""
    anchors: tuple[str, ...] = ()
    """Earlier anchors, from the ledger: links to them still lead here."""
    first: datetime | None = None
    """When the ledger says that it was first published."""
    review: str = ""
    """As in its comment, like the next three; see `review` for what a question inherits."""
    checked: datetime | None = None
    expires: datetime | None = None
    owner: str = ""
    unknown: str = ""
    """What its answer says is not known yet, as plain text; empty: nothing."""
    unknown_since: datetime | None = None
    """Since when, as the ledger remembers."""
    vector: bytes = b""
    """What it is about, to find related ones by: see `vectors`."""
    related: tuple[Link, ...] = ()
    """Questions that its author calls related, before those that are found."""
    distinct_from: tuple[Link, ...] = ()
    """Questions that it resembles and is not the same as."""


@dataclass(frozen=True, slots=True)
class Retired:
    """A question that is no longer asked here, as the ledger remembers it."""

    id: str
    text: str
    anchors: tuple[str, ...]
    date: datetime
    to: str
    """Where it is answered now: `slug/id` or `slug`; empty: nowhere."""


@dataclass(frozen=True, slots=True)
class Card:
    """A page as lists show it."""

    path: str
    """Site path: `pact/`."""
    title: str
    kicker: str
    excerpt: str
    """The lead, else the intro's beginning, as plain text."""
    date: datetime | None
    updated: datetime | None
    questions: int
    minutes: int
    """Reading time, at least 1."""
    lang: str
    """As in the front matter; empty: the site's language."""
    digest: str
    """Of all the above."""


@dataclass(frozen=True, slots=True)
class Page:
    """A content file, parsed: the light part, without the rendered text."""

    path: str
    """The file, relative to the site folder: `content/pact.md`."""
    slug: str
    front: FrontMatter
    questions: tuple[Question, ...]
    """In the order of the text; empty for plain pages."""
    links: tuple[Link, ...]
    """To other pages; the n-th is what the body's n-th link mark stands for."""
    anchors: tuple[str, ...]
    """Every id in the body, question ids included."""
    card: Card
    digest: str
    """Of the source, its ledger and everything the parse depends on: equal digests, equal pages
    and bodies."""
    translates: str = ""
    """The file that this one is the translation of, if it is there; empty: not one by its name."""
    embeds: tuple[tuple[int, int], ...] = ()
    """Answers that are to be shown in place: where (the answer's number, or -1) and which link."""
    diagnostics: tuple[Diagnostic, ...] = ()
    retired: tuple[Retired, ...] = ()
    """Questions that the page once had."""
    drift: tuple[Diagnostic, ...] = ()
    """What the ledger does not yet know of the page; empty on a site without ledger."""


@dataclass(frozen=True, slots=True)
class Departed:
    """An explainer that is gone: what its ledger remembers."""

    slug: str
    path: str
    """The ledger's file: `ledger/pact.yml`."""
    retired: tuple[Retired, ...]
    drift: tuple[Diagnostic, ...] = ()
    """Its questions that nobody has retired."""


@dataclass(frozen=True, slots=True)
class Body:
    """A content file, parsed: the heavy part.

    Links to other pages stand as marks (see `markdown.LINK_MARK`) until the page is rendered.
    """

    lead: str
    """HTML, as all that follows but the `_text` fields."""
    summary: tuple[str, ...]
    intro: str
    answers: tuple[str, ...]
    """One a question, in their order."""
    notes: str
    """The footnotes of the whole page; empty when there are none."""
    intro_text: str
    """Plain text, blocks separated by a line break."""
    answer_texts: tuple[str, ...]
    features: tuple[str, ...] = ()
    """What stands in it that not every page has: `code`, `timeline`, … (`markdown.Context`)."""
    sources: tuple[tuple[Citation, ...], ...] = ()
    """Of each answer, in the order in which it first names them."""
    written: tuple[str, ...] = ()
    """Markdown with marks: the text above the questions, then each answer, without their notes."""
    written_notes: tuple[str, ...] = ()
    """The notes that each of these refers to, as they are written; empty: none."""


@dataclass(frozen=True, slots=True)
class Term:
    """An entry of glossary.yml."""

    id: str
    """Also its anchor on the page of the glossary."""
    term: str
    text: str
    also: tuple[str, ...]
    """Other names that links may use."""
    span: Span


@dataclass(frozen=True, slots=True)
class Author:
    """An entry of authors.yml."""

    id: str
    """Also the last part of the address of the author's page."""
    name: str
    role: str
    text: str
    url: str
    also: tuple[str, ...]
    """Other names under which explainers list them."""
    span: Span


@dataclass(frozen=True, slots=True)
class NavItem:
    """An entry of the site's navigation."""

    title: str
    path: str
    """A site path or a full address."""
    titles: Mapping[str, str] = field(default_factory=dict)
    """On pages in other languages, by language."""


@dataclass(frozen=True, slots=True)
class Paths:
    """Where the site's own pages lie: one path segment each."""

    tags: str = "tags"
    questions: str = "questions"
    search: str = "search"
    page: str = "page"
    assets: str = "assets"
    corrections: str = "corrections"
    open: str = "open"
    glossary: str = "glossary"
    authors: str = "authors"

    @property
    def index(self) -> str:
        """The folder of the search index; ends in `/`."""
        return f"{self.assets}/search/"


@dataclass(frozen=True, slots=True)
class Config:
    """`site.yml`, checked and complete."""

    title: str
    url: str = ""
    """Ends in `/`; empty when not known: then no canonical addresses, feed and sitemap."""
    lang: str = "en"
    timezone: str = "UTC"
    """A name of the IANA database."""
    description: str = ""
    author: str = ""
    licence: str = ""
    theme: str = "default"
    tokens: Mapping[str, str] = field(default_factory=dict)
    """Custom properties of the theme, without the leading `--`."""
    nav: tuple[NavItem, ...] = ()
    topics: Mapping[str, str] = field(default_factory=dict)
    """Tag → what it is about, in a sentence."""
    paths: Paths = Paths()
    page_size: int = 20
    """Explainers on one page of a list."""
    feed_size: int = 20
    search: bool = True
    question_pages: bool = True
    """Whether each question has a page of its own."""
    answer_feeds: bool = True
    """Whether there are feeds of changed answers: for the site, each topic, each explainer."""
    review: str = ""
    """For explainers that name none: `90d` or a date."""
    owner: str = ""
    """For explainers that name none."""
    related_questions: bool = True
    """Whether related questions stand under each answer."""
    social_cards: bool = False
    """Whether explainers and questions have pictures for links that are shared."""
    card_fonts: tuple[str, ...] = ()
    """Font files for them, relative to the site folder, the first to be tried first."""
    typographic_quotes: bool = True
    """Whether straight quotation marks are shown as the text's language has them."""
    math: bool = False
    """Whether text between dollar signs is LaTeX."""
    embeddable: bool = True
    """Whether answers may be shown on other sites: snippets, a page for iframes, oEmbed."""
    for_machines: bool = True
    """Whether there is Markdown beside each page, `llms.txt` and `questions.jsonl`."""
    require_sources: bool = False
    """Whether an answer that names no source is worth a warning."""
    severities: Mapping[str, str] = field(default_factory=dict)
    """The code of a message → `error`, `warning`, `note` or `off`."""
    cname: str = ""
    """The domain written to `CNAME`; empty: no such file."""
    extra: Mapping[str, str] = field(default_factory=dict)
    """The site's own values, for its own templates."""


@dataclass(frozen=True, slots=True)
class Artifact:
    """A file of the output that is already complete."""

    path: str
    """Relative to the output folder, `/` between parts."""
    content: bytes


@dataclass(frozen=True, slots=True)
class SearchRecord:
    """One question as search sees it: the unit of the index."""

    path: str
    """Site path with the anchor: `pact/#why-now`."""
    question: str
    label: str
    answer: str
    """Plain text, blocks separated by a line break."""
    explainer: str
    """The explainer's title."""
    tags: tuple[str, ...]
    lang: str
    date: str
    """ISO date (YYYY-MM-DD) of its latest change."""


@dataclass(frozen=True, slots=True)
class PagePostings:
    """What search keeps of a page: the texts of its questions, and what each word says of them."""

    path: str = ""
    """Site path of the page, without an anchor; empty for a page without questions."""
    title: str = ""
    tags: tuple[str, ...] = ()
    lang: str = ""
    """Primary language, without region and script."""
    records: tuple[tuple[str, str, str, str], ...] = ()
    """Anchor, question, date, and the answer with a sentence a line."""
    words: str = ""
    """Every word of the page, a line each: its stem, a space, its folded form."""
    asked: bytes = b""
    """For each stem of each question its place in `words` (C unsigned ints)."""
    asked_levels: bytes = b""
    """For each of these its level, a byte."""
    asked_marks: bytes = b""
    """For each of these the mark of the word after it (C unsigned shorts)."""
    asked_counts: bytes = b""
    """How many of these each record has (C unsigned ints)."""
    told: bytes = b""
    """For each stem found elsewhere in a record its place in `words` (C unsigned ints)."""
    told_levels: bytes = b""
    """For each of these its level, a byte."""
    told_counts: bytes = b""


@dataclass(frozen=True, slots=True)
class BuildOptions:
    """What a build is asked to do beyond the site's own files."""

    now: datetime
    """Aware; pages dated later stay out unless `future`."""
    timezone: tzinfo
    base_url: str = ""
    """Overrides the configured address; ends in `/`."""
    drafts: bool = False
    future: bool = False
    offline: bool = False


hasten_all((Diagnostic, Span, *vars().values()))
