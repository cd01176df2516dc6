"""The site as a value: all pages and what they make together, and the sheets to render."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from generator.model import Artifact, BuildOptions, Config, Departed, Page
from generator.views import Frame, Head, View


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


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page to render, its view not made yet.

    The view is `make(frame, *arguments)`, with the page's `Body` after the frame where `body` is
    given. `make` is a pure function, so its name and its arguments' digests are the page's key.
    """

    path: str
    """Site path."""
    template: str
    make: Callable[..., tuple[View, Head]]
    frame: Frame
    arguments: tuple[object, ...]
    body: Page | None = None


Output = Callable[["Site", Callable[[str], Frame]], "list[Sheet | Artifact]"]
"""One kind of output: from the site and the frame of each language to sheets or ready files."""
