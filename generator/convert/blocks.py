"""What every reader makes of an article: one stream of blocks, and what the source declares.

Nothing here knows where the article came from; everything after the readers sees only this.
A reader puts each word of the article into exactly one block, in reading order, and decides
nothing about questions: it says what stood there and how it looked.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Literal

BlockKind = Literal[
    "paragraph", "heading", "list", "table", "quote", "caption", "rule", "image", "code"
]
BREAK = "\n"
"""The text of a run that is a hard line break."""


@dataclass(frozen=True, slots=True)
class RawArticle:
    """An article as it came: bytes, and what is known about them from outside."""

    name: str
    """As a person would name it in a message: a path, an address, `<stdin>`."""
    data: bytes
    address: str = ""
    """The address it was fetched from, after redirects; links are resolved against it."""
    content_type: str = ""
    """The declared media type without parameters, lower case; empty when nobody declared one."""
    charset: str = ""
    """The declared encoding, as declared; empty when nobody declared one."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture the article refers to; the file itself stays where it is."""

    src: str
    alt: str = ""
    caption: str = ""
    credit: str = ""


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text in one dress."""

    text: str
    """White space collapsed, except that `BREAK` alone is a hard line break."""
    strong: bool = False
    emphasis: bool = False
    code: bool = False
    href: str = ""
    """The address it links to, absolute where the article's own address is known."""
    image: Picture | None = None
    """An inline picture; `text` is then empty (its alt text is no text of the article)."""


@dataclass(frozen=True, slots=True)
class Item:
    """One entry of a list; nested lists are flat, told by their depth."""

    runs: tuple[Run, ...]
    depth: int = 0
    ordered: bool = False
    mark: str = ""
    """The mark as written (`1.`, `•`) where it was part of the source's text; else empty."""


Cell = tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Style:
    """How a block looks: entries of one question run look alike."""

    tag: str = ""
    """`h3`, `p`, `button`, `summary`, `dt`, `li` …; a docx style's name; empty in plain text."""
    bold: bool = False
    """The whole text is bold."""
    capitals: bool = False
    """The whole text is in capitals."""
    numbered: bool = False
    """The text begins with a number mark (`1.`, `2)`)."""
    label: bool = False
    """The text begins with a label (`Q:`, `Frage 1:`)."""
    names: tuple[str, ...] = ()
    """The element's class names, in their order."""


@dataclass(frozen=True, slots=True)
class Container:
    """An element that blocks stand in: what its names say about its purpose."""

    tag: str
    names: tuple[str, ...] = ()
    """Class names, id, role and label of the element, lower case."""
    parent: int = -1
    """Its own container's index in the stream; -1 for the outermost."""


@dataclass(frozen=True, slots=True)
class Block:
    """One block of an article. The words of all blocks are the words of the article."""

    id: int
    """Its index in the stream."""
    span: tuple[int, int]
    """First and last source line, from 1; (0, 0) where the source has no lines (docx, JSON)."""
    kind: BlockKind
    runs: tuple[Run, ...] = ()
    """The text of everything but lists and tables."""
    level: int = 0
    """A heading's depth from 1; 0 for the other kinds."""
    items: tuple[Item, ...] = ()
    rows: tuple[tuple[Cell, ...], ...] = ()
    header_rows: int = 0
    """How many of a table's rows are its head."""
    style: Style = Style()
    container: int = -1
    """Index into the stream's containers; -1 without."""
    link_only: bool = False
    """All its words are links."""
    gap: int = 0
    """Blank lines before it in plain text."""
    role: str = ""
    """The field the source itself assigns it to: `title`, `kicker`, `lead`, `byline`, `summary`,
    `question`, `credit`, `caption`, `clock`; empty when the source does not say."""
    anchor: str = ""
    """The id that the source gives a heading; empty when it gives none."""
    dropped: str = ""
    """The rule by which the reader knows that it is no part of the article (`note-to-editors`,
    `contact`, `embargo-remark`, `hidden`); empty when it is for the segmenter to decide."""

    @property
    def text(self) -> str:
        """All its words as plain text: lines, list entries and rows separated by line breaks."""
        if self.kind == "list":
            return BREAK.join(_marked(item) for item in self.items)
        if self.kind == "table":
            return BREAK.join("\t".join(plain(cell) for cell in row) for row in self.rows)
        return plain(self.runs)


@dataclass(frozen=True, slots=True)
class Declared:
    """A fact about the article that its source states outside the text."""

    field: str
    """`title`, `kicker`, `lead`, `date`, `updated`, `source`, `source-url`, `author` (one each),
    `lang`, `summary` (one each), `tag` (one each), `image`, `address`, `site`, `type`, `slug`,
    `alias` (one each), `draft`, `unmapped` (names of what has no field here),
    `embargo` (a time or words), `status` (`canceled`, `withheld`: not publishable)."""
    value: str
    origin: str
    """Where it was stated: `json-ld headline`, `og:title`, `ninjs headline`, `docx author`."""


@dataclass(frozen=True, slots=True)
class DeclaredQuestion:
    """A question that the source's metadata (a FAQPage) declares, with its answer's text."""

    text: str
    answer: str


@dataclass(frozen=True, slots=True)
class BlockStream:
    """An article, read."""

    blocks: tuple[Block, ...]
    declared: tuple[Declared, ...] = ()
    """In the order of trust within each field."""
    language: str = ""
    """The declared language tag; empty when none is declared."""
    questions: tuple[DeclaredQuestion, ...] = ()
    containers: tuple[Container, ...] = ()
    format: str = "text"
    """The reader's name in `readers.READERS`."""


Reader = Callable[[RawArticle], BlockStream]


def plain(runs: Iterable[Run]) -> str:
    """The words of the runs, without their dress."""
    return "".join(run.text for run in runs).strip()


def _marked(item: Item) -> str:
    text = plain(item.runs)
    return f"{item.mark} {text}" if item.mark else text
