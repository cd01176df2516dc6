"""The site as a value: all pages and what they make together, and the sheets to render."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from generator.hastening import hasten_all
from generator.model import Artifact, Author, BuildOptions, Config, Departed, Page, Target, Term
from generator.views import Frame, Head, Translation, View


@dataclass(frozen=True, slots=True)
class Tag:
    """A tag and the explainers that carry it."""

    name: str
    slug: str
    pages: tuple[Page, ...]
    """Newest first; never empty."""
    description: str = ""
    """What the site says of it, in a sentence."""


@dataclass(frozen=True, slots=True)
class Site:
    """Everything that the outputs are made from."""

    config: Config
    options: BuildOptions
    explainers: tuple[Page, ...]
    """Those that are shown, newest first."""
    plain_pages: tuple[Page, ...]
    by_path: Mapping[str, Page]
    """Shown pages by file: `content/pact.md`."""
    hidden: Mapping[str, str]
    """Files left out and why: `draft` or `future`."""
    tags: tuple[Tag, ...]
    """In alphabetical order of their slugs."""
    next_due: datetime | None
    """When the next page that waits for its date appears."""
    departed: tuple[Departed, ...] = ()
    """Explainers that are gone and that the ledger remembers."""
    expired: tuple[Page, ...] = ()
    """Pages left out because they are true no longer: their addresses say so."""
    translations: Mapping[str, tuple[Page, ...]] = field(default_factory=dict)
    """For each file of an explainer in several languages all of them, the original first."""
    glossary: tuple[Term, ...] = ()
    authors: tuple[Author, ...] = ()

    @property
    def listed(self) -> tuple[Page, ...]:
        """The explainers that lists show: translations are found by way of their originals."""
        if not self.translations:
            return self.explainers
        own = self.translations
        return tuple(
            one for one in self.explainers if one.path not in own or own[one.path][0] is one
        )


@dataclass(frozen=True, slots=True)
class Borrowed:
    """An answer of one page to be shown on another."""

    page: Page
    at: int
    """The question's number, from 0."""
    lang: str
    targets: tuple[Target, ...]
    """Where that page's links lead."""


@dataclass(frozen=True, slots=True)
class Beside:
    """What a page shows that comes from other pages."""

    translations: tuple[Translation, ...] = ()
    """The page in other languages."""
    missing: tuple[tuple[int, Borrowed], ...] = ()
    """Answers of the original that the translation lacks, and the number they come before."""
    newer: Mapping[int, tuple[datetime, str]] = field(default_factory=dict)
    """By the question's number: when its original changed since, and where it stands."""
    embeds: Mapping[tuple[str, int], Borrowed] = field(default_factory=dict)
    """By file and number of the link: the answers to show in place, those inside them too."""
    digest: str = ""
    """Of all the above."""

    @property
    def pages(self) -> tuple[Page, ...]:
        """The pages that answers come from, each once."""
        found = [one for _, one in self.missing] + list(self.embeds.values())
        return tuple({one.page.path: one.page for one in found}.values())


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page to render, its view not made yet.

    The view is `make(frame, *arguments)`, with the page's `Body` after the frame where `body` is
    given. `make` is a pure function, so its name and its arguments' digests are the page's key.
    """

    path: str
    """Site path."""
    template: str
    """Empty: `make` gives the file's text itself."""
    make: Callable[..., tuple[View, Head] | str]
    frame: Frame
    arguments: tuple[object, ...]
    body: Page | None = None
    beside: tuple[Page, ...] = ()
    """Other pages whose bodies are needed: `make` gets them, by file, as `bodies`."""

    @property
    def pages(self) -> tuple[Page, ...]:
        """The pages whose bodies are needed."""
        return (self.body, *self.beside) if self.body else self.beside


@dataclass(frozen=True, slots=True)
class Compiled:
    """A large file that is put together only when its key is not the last build's."""

    path: str
    key: str
    parts: Callable[[], Iterable[bytes]]


Output = Callable[["Site", Callable[[str], Frame]], "list[Sheet | Artifact]"]
"""One kind of output: from the site and the frame of each language to sheets or ready files."""

hasten_all(vars().values())
