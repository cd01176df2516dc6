"""Views: everything a template may see, one frozen value for each kind of page.

A view is the result of a pure function (see `outputs`), and the digest of
such a function's arguments is the key under which the rendered page may be kept (`site.Sheet`).
All text is plain and escaped by the template, but for fields typed `Html`. All paths are site
paths (`pact/#why-now`); templates turn them into addresses with `href(path)`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import NewType

from generator.hastening import hasten_all
from generator.model import Card, Citation, Source

Html = NewType("Html", str)


@dataclass(frozen=True, slots=True)
class MenuItem:
    """An entry of the navigation."""

    title: str
    path: str
    """A site path or a full address."""


@dataclass(frozen=True, slots=True)
class TagLink:
    """A tag and its page."""

    name: str
    path: str
    count: int = 0
    """Explainers that carry it; 0 where the count is not shown."""
    description: str = ""
    """What it is about, in a sentence; empty where site.yml does not say, or it is not shown."""


@dataclass(frozen=True, slots=True)
class Frame:
    """What every page in one language shares: `site` in templates."""

    title: str
    description: str
    url: str
    """The site's address, ending in `/`; empty when not known."""
    base: str
    """The path part of the address: `/` or `/repo/`."""
    lang: str
    """The language of this page's interface."""
    dir: str
    """`ltr` or `rtl`."""
    strings: Mapping[str, str]
    """The interface words: `t.published` in templates."""
    menu: tuple[MenuItem, ...]
    assets: Mapping[str, str]
    """File name in the theme's static folder → site path with its fingerprint."""
    theme_colors: tuple[str, str]
    """The ground of the page in the light and in the dark scheme: for the browser's own bars."""
    tags_path: str
    questions_path: str
    glossary_path: str
    """Empty without glossary.yml."""
    authors_path: str
    """Empty without authors.yml."""
    search_path: str
    """Empty when search is off."""
    corrections_path: str
    """Empty when there is no correction on the site."""
    open_path: str
    """Empty when no question of the site is open."""
    answers_path: str
    """The feed of changed answers; empty when there is none."""
    feed_path: str
    """Empty when the site's address is not known."""
    embeddable: bool
    """Whether answers may be shown on other sites."""
    for_machines: bool
    """Whether pages have Markdown beside them."""
    extra: Mapping[str, str]
    """`extra:` of site.yml."""
    offline: bool
    digest: str
    """Of all the above."""


@dataclass(frozen=True, slots=True)
class QuestionLink:
    """A line of a list of questions."""

    text: str
    path: str
    explainer: str
    """The explainer's title."""
    lang: str


@dataclass(frozen=True, slots=True)
class AuthorLink:
    """An author and their page."""

    name: str
    path: str
    """Empty where authors.yml has none of this name."""
    role: str = ""
    count: int = 0
    """Explainers; 0 where the count is not shown."""


@dataclass(frozen=True, slots=True)
class RelatedQuestions:
    """What stands under the answers of one explainer."""

    answers: tuple[tuple[QuestionLink, ...], ...]
    """Of each question, at most three; empty: none of any."""
    digest: str


@dataclass(frozen=True, slots=True)
class Translation:
    """A page in another language."""

    lang: str
    name: str
    """Of the language, in itself: `Deutsch`."""
    path: str
    title: str
    is_original: bool


@dataclass(frozen=True, slots=True)
class ImageView:
    """A picture above the text."""

    src: str
    """A site path or a full address."""
    alt: str
    caption: str
    credit: str
    width: int = 0
    """0, as the height, when the picture is none of the site's own files."""
    height: int = 0
    src_width: int = 0
    """Of the file `src`, which may be narrower than the picture."""
    sizes: str = ""
    sources: tuple[tuple[str, str], ...] = ()
    """Better formats, the best first: each with media type and `srcset`."""


@dataclass(frozen=True, slots=True)
class CorrectionView:
    """Something that was wrong and has been put right."""

    date: datetime
    was: str
    now: str
    question: str
    """The wording of the question that it concerns; empty: the whole page."""
    path: str
    explainer: str
    """The page's title."""
    lang: str


@dataclass(frozen=True, slots=True)
class OpenQuestion:
    """A question whose answer says that something is not known yet."""

    text: str
    path: str
    explainer: str
    lang: str
    unknown: str
    """What is not known."""
    since: datetime


@dataclass(frozen=True, slots=True)
class QuestionView:
    """A question with its answer, in its place on the page."""

    number: int
    """From 1."""
    id: str
    """The anchor."""
    text: str
    html: Html
    label: str
    """The short form for lists; the wording itself where none is given."""
    part: str
    """The title of the part that begins with this question; empty otherwise."""
    answer: Html
    answer_text: str
    updated: datetime | None
    """When the answer last changed; None when it never did since it was published."""
    sources: tuple[Citation, ...] = ()
    """What the answer names as its sources; their numbers are those of the notes."""
    anchors: tuple[str, ...] = ()
    """Earlier anchors: links to them lead here too."""
    related: tuple[QuestionLink, ...] = ()
    """Questions of other explainers about the same; at most three."""
    lang: str = ""
    """Where the answer has not been translated: the language that it is shown in instead."""
    language: str = ""
    """That language's name in the page's own."""
    newer: datetime | None = None
    """When the answer that this one translates changed, if it did so since."""
    original: str = ""
    """The site path of the answer that is shown instead, or is newer; else empty."""
    path: str = ""
    """Where a link to this question alone leads: its own page, or its place in the explainer."""
    corrections: tuple[CorrectionView, ...] = ()
    checked: datetime | None = None
    """When somebody last found it right, where that is longer ago than it should be."""
    expired: datetime | None = None
    """Since when it is true no longer."""


@dataclass(frozen=True, slots=True)
class Moved:
    """A question that is no longer asked in its place."""

    id: str
    anchors: tuple[str, ...]
    """Earlier ids."""
    text: str
    """Its last wording."""
    date: datetime
    """Since when."""
    path: str
    """Where it is answered now; empty: nowhere."""
    title: str
    """The wording or the title that is found there."""


@dataclass(frozen=True, slots=True)
class MovedQuestions:
    """The questions that an explainer once had."""

    questions: tuple[Moved, ...]
    digest: str


@dataclass(frozen=True, slots=True)
class ExplainerView:
    """An explainer: `page` in `explainer.html`."""

    path: str
    lang: str
    title: str
    kicker: str
    lead: Html
    summary: tuple[Html, ...]
    intro: Html
    questions: tuple[QuestionView, ...]
    has_parts: bool
    """True: parts are `h2` and questions `h3`; else questions are `h2`."""
    notes: Html
    """The footnotes: sources named in the answers. Empty when there are none."""
    features: tuple[str, ...]
    """What its text has that needs the sheet `features.css`: `callout`, `code`, `timeline`, …"""
    excerpt: str
    published: datetime | None
    updated: datetime | None
    """None when never updated after it was published."""
    source: Source | None
    authors: tuple[AuthorLink, ...]
    minutes: int
    tags: tuple[TagLink, ...]
    image: ImageView | None
    card: str
    """The site path of what a shared link shows, 1200 by 630 pixels; empty when there is none."""
    related: tuple[Card, ...]
    """Other explainers on the same subjects; at most three."""
    translations: tuple[Translation, ...]
    """The same in other languages."""
    draft: bool
    moved: tuple[Moved, ...] = ()
    """Questions that were asked here once."""
    corrections: tuple[CorrectionView, ...] = ()
    """What was wrong on the page, the newest first."""
    checked: datetime | None = None
    """As in a question, where it holds for all answers."""


@dataclass(frozen=True, slots=True)
class Snippets:
    """HTML to be copied into other sites, as text."""

    quote: str
    """The question, the answer's beginning, and a link."""
    iframe: str


@dataclass(frozen=True, slots=True)
class EmbedView:
    """An explainer's page for iframes (`embed.html`)."""

    path: str
    lang: str
    title: str
    explainer_path: str
    questions: tuple[QuestionView, ...]
    features: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class QuestionPageView:
    """A question with its answer alone (`question.html`)."""

    path: str
    lang: str
    question: QuestionView
    explainer: str
    """The title of its explainer."""
    explainer_path: str
    total: int
    """Questions in the explainer."""
    previous: tuple[str, str]
    """Path and wording of the question before; both empty at the beginning."""
    next: tuple[str, str]
    published: datetime | None
    address: str
    """The page's full address; empty when the site's is not known."""
    features: tuple[str, ...]
    """As of the explainer."""
    draft: bool
    snippets: Snippets | None = None
    """None where answers are not for other sites, or the site has no address."""


@dataclass(frozen=True, slots=True)
class PlainView:
    """A page such as “About”: `page` in `page.html`."""

    path: str
    lang: str
    title: str
    lead: Html
    content: Html
    notes: Html
    features: tuple[str, ...]
    excerpt: str
    updated: datetime | None
    translations: tuple[Translation, ...]


@dataclass(frozen=True, slots=True)
class Pager:
    """Where in a list of several pages this page stands."""

    number: int
    total: int
    previous: str | None
    """A site path."""
    next: str | None


@dataclass(frozen=True, slots=True)
class ChangedAnswer:
    """An answer that is newer than its explainer."""

    text: str
    """The question."""
    path: str
    explainer: str
    """The explainer's title."""
    lang: str
    updated: datetime


@dataclass(frozen=True, slots=True)
class ListView:
    """The home page (`home.html`) or the page of a tag (`tag.html`): explainers, newest first."""

    path: str
    title: str
    """Empty on the home page; the tag on a tag's page."""
    description: str
    """What the tag is about, in a sentence; empty where site.yml does not say."""
    cards: tuple[Card, ...]
    pager: Pager
    tags: tuple[TagLink, ...]
    """On the home page: the site's tags, the most used first."""
    first_questions: tuple[QuestionLink, ...]
    """On the first home page: what the newest explainer asks, at most five."""
    changed: tuple[ChangedAnswer, ...]
    """On the first home page: answers changed after they were published, the latest first."""
    explainers: int
    """In the whole list."""
    questions: int
    """In the whole list."""


@dataclass(frozen=True, slots=True)
class TagsView:
    """All tags (`tags.html`), in alphabetical order."""

    path: str
    tags: tuple[TagLink, ...]


@dataclass(frozen=True, slots=True)
class LetterGroup:
    """Questions that begin with the same letter."""

    letter: str
    questions: tuple[QuestionLink, ...]


QuestionRow = tuple[str, str, str, str]
"""The fields of a `QuestionLink`."""


@dataclass(frozen=True, slots=True)
class ListedQuestions:
    """Questions for a list: there are tens of thousands, so they are links only on their page."""

    rows: tuple[QuestionRow, ...]
    digest: str


@dataclass(frozen=True, slots=True)
class LetterLink:
    """The way to a letter's questions."""

    letter: str
    path: str
    count: int


@dataclass(frozen=True, slots=True)
class QuestionsView:
    """All questions in alphabetical order (`questions.html`), or those of one letter."""

    path: str
    letter: str
    """Empty on the first page."""
    letters: tuple[LetterLink, ...]
    groups: tuple[LetterGroup, ...]
    """Empty on the first page of a site with so many questions that each letter has its own."""
    total: int
    """Questions in the whole site."""
    pager: Pager
    guides: tuple[tuple[str, str], ...] = ()
    """Of a letter on several pages: each page's site path and the words that it begins with."""


@dataclass(frozen=True, slots=True)
class TermView:
    """A term of the glossary."""

    id: str
    term: str
    text: str
    also: tuple[str, ...]
    uses: tuple[tuple[str, str, str], ...]
    """Title, site path and language of each page that links to it."""


@dataclass(frozen=True, slots=True)
class GlossaryView:
    """The glossary (`glossary.html`), in alphabetical order."""

    path: str
    terms: tuple[TermView, ...]


@dataclass(frozen=True, slots=True)
class AuthorView:
    """An author and what they wrote (`author.html`)."""

    path: str
    name: str
    role: str
    text: str
    url: str
    """Their own page elsewhere; may be empty."""
    cards: tuple[Card, ...]
    pager: Pager


@dataclass(frozen=True, slots=True)
class AuthorsView:
    """All authors (`authors.html`), in alphabetical order."""

    path: str
    authors: tuple[AuthorLink, ...]


@dataclass(frozen=True, slots=True)
class SearchView:
    """The search page (`search.html`)."""

    path: str
    total: int
    """Questions in the whole site."""


@dataclass(frozen=True, slots=True)
class NotFoundView:
    """What is served for an unknown address (`404.html`)."""

    path: str
    cards: tuple[Card, ...]
    """The newest explainers."""


@dataclass(frozen=True, slots=True)
class RedirectView:
    """An old address that leads on (`redirect.html`)."""

    path: str
    to: str
    title: str


@dataclass(frozen=True, slots=True)
class CorrectionsView:
    """Every correction of the site (`corrections.html`), the newest first."""

    path: str
    corrections: tuple[CorrectionView, ...]
    pager: Pager


@dataclass(frozen=True, slots=True)
class OpenQuestionsView:
    """What is not known yet (`open.html`), the longest open first."""

    path: str
    questions: tuple[OpenQuestion, ...]
    pager: Pager


@dataclass(frozen=True, slots=True)
class DepartedView:
    """The old address of an explainer that is gone (`departed.html`)."""

    path: str
    to: str
    """Where most of its questions went; empty: nowhere."""
    title: str
    moved: tuple[Moved, ...]
    """Where each of its questions went."""
    expired: datetime | None = None
    """Set where the explainer is left out because it is true no longer: since when."""


@dataclass(frozen=True, slots=True)
class Head:
    """What a page says of itself to machines: `head` in templates."""

    title: str
    """For the `title` element: the page's own title first."""
    description: str
    canonical: str
    """Full address; empty when the site's address is not known."""
    og: tuple[tuple[str, str], ...] = ()
    """Open Graph: property and content, in order."""
    json_ld: str = ""
    """A JSON document, safe inside a `script` element; empty: none."""
    oembed: str = ""
    """The site path of the page's oEmbed description; empty where there is none."""
    markdown: str = ""
    """The site path of the page as Markdown; empty where there is none."""
    alternates: tuple[tuple[str, str], ...] = ()
    """The page in all its languages: language tag and full address; empty where it has but one."""
    feeds: tuple[tuple[str, str, str], ...] = ()
    """Feeds of the page's own, beside the site's: media type, title and site path."""
    index: bool = True
    """False: search engines are asked not to list the page."""


View = (
    ExplainerView
    | QuestionPageView
    | EmbedView
    | PlainView
    | ListView
    | TagsView
    | QuestionsView
    | GlossaryView
    | AuthorView
    | AuthorsView
    | SearchView
    | NotFoundView
    | RedirectView
    | DepartedView
    | CorrectionsView
    | OpenQuestionsView
)

hasten_all(vars().values())
