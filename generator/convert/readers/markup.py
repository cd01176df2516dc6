"""Article bodies in HTML, XHTML and NITF as blocks: what wire formats and Word deliver.

No judgement here: a body comes from a source that says what is what, without navigation and
teasers around it. Whole web pages are the HTML reader's business.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from generator.convert.blocks import (
    BREAK,
    Block,
    BlockKind,
    Container,
    Item,
    Picture,
    Run,
    plain,
)
from generator.convert.characters import clean
from generator.convert.readers.inline import (
    SKIPPED,
    Dress,
    local_name,
    look,
    names,
    only_links,
    read_picture,
    read_runs,
    resolve,
    split_paragraphs,
    tidy,
)
from generator.convert.readers.media import picture_block, read_dpa_image, read_media
from generator.convert.readers.tables import is_layout, read_rows

_HEADINGS = {f"{prefix}{n}": n for prefix in ("h", "hl") for n in range(1, 7)}
_PARAGRAPHS = names("p dt dd summary address byline tagline lede pre")
_CONTAINERS = names(
    "html body div section article main header footer aside nav block body.head body.content "
    "body.end center form fieldset details dl figure figcaption media-caption hedline note fn "
    "blockquote bq"
)
_LISTS = names("ul ol menu dir")
_BLOCKS = _PARAGRAPHS | _CONTAINERS | _LISTS | frozenset(_HEADINGS) | {"table", "hr", "media"}
_DEEPEST = 120

Rule = Callable[[Any], str]
"""The rule by which an element with all it holds is dropped; empty to keep it."""


@dataclass(slots=True)
class MarkupReader:
    """Reads elements into blocks, one document long. Ids are given at the end, by `number`."""

    base: str = ""
    rule: Rule = lambda element: ""
    has_lines: bool = False
    """True where the elements' lines are the source's lines."""
    pictures: Mapping[str, Picture] = field(default_factory=dict)
    """Pictures that the markup refers to by name (`#photo0`)."""
    blocks: list[Block] = field(default_factory=list)
    containers: list[Container] = field(default_factory=list)

    def read(self, element: Any, *, dropped: str = "", inside: int = -1, depth: int = 0) -> None:
        """Adds what an element holds, itself included."""
        name = local_name(element)
        if not name or name in SKIPPED:
            return
        dropped = dropped or self.rule(element)
        if depth > _DEEPEST:
            runs = tidy([Run(clean(" ".join(element.itertext())).replace("\n", " "))])
            self._add("paragraph", runs, element, inside=inside, dropped=dropped)
        elif name in _HEADINGS:
            runs = tidy(self._runs(element))
            level = _HEADINGS[name]
            self._add("heading", runs, element, level=level, inside=inside, dropped=dropped)
        elif name in _LISTS:
            self._read_list(element, inside, dropped)
        elif name == "table" and not is_layout(element):
            self._read_table(element, inside, dropped)
        elif name == "hr":
            self.blocks.append(Block(-1, self._span(element), "rule", container=inside))
        elif name == "img" or name.startswith("dnl-"):
            self._read_embedded(element, name, inside, dropped)
        elif name == "media":
            self._read_media(element, inside, dropped)
        elif name in _PARAGRAPHS and not _holds_blocks(element):
            self._read_paragraph(element, name, inside, dropped)
        else:
            self._read_container(element, name, inside, dropped, depth)

    def _runs(self, element: Any) -> Iterable[Run]:
        return read_runs(element, Dress(base=self.base))

    def _span(self, element: Any) -> tuple[int, int]:
        line = (element.sourceline or 0) if self.has_lines else 0
        return (line, line)

    def _add(
        self,
        kind: BlockKind,
        runs: tuple[Run, ...],
        element: Any,
        *,
        level: int = 0,
        inside: int = -1,
        dropped: str = "",
    ) -> None:
        if not runs:
            return
        style = look(runs, local_name(element), _names(element))
        self.blocks.append(
            Block(
                -1,
                self._span(element),
                kind if plain(runs) or kind == "image" else "image",
                runs,
                level=level,
                style=style,
                container=inside,
                link_only=only_links(runs),
                dropped=dropped,
            )
        )

    def _read_paragraph(self, element: Any, name: str, inside: int, dropped: str) -> None:
        kind: BlockKind = "quote" if self._is_quote(inside) else "paragraph"
        if name == "pre":
            kind = "code"
            text = clean("".join(element.itertext())).strip("\n")
            runs = tuple(_lines(text))
            self._add(kind, runs, element, inside=inside, dropped=dropped)
            return
        for runs in split_paragraphs(tidy(self._runs(element))):
            self._add(kind, runs, element, inside=inside, dropped=dropped)

    def _is_quote(self, inside: int) -> bool:
        return inside >= 0 and self.containers[inside].tag in ("blockquote", "bq")

    def _read_container(
        self, element: Any, name: str, inside: int, dropped: str, depth: int
    ) -> None:
        """Blocks one by one, and loose text between them as paragraphs."""
        if name in _CONTAINERS and name not in ("html", "body", "body.content"):
            self.containers.append(Container(name, _marks(element), inside))
            inside = len(self.containers) - 1
        loose: list[Run] = []

        def flush() -> None:
            kind: BlockKind = "quote" if self._is_quote(inside) else "paragraph"
            if name in ("figcaption", "media-caption", "caption"):
                kind = "caption"
            for runs in split_paragraphs(tidy(loose)):
                self._add(kind, runs, element, inside=inside, dropped=dropped)
            loose.clear()

        dress = Dress(base=self.base)
        if element.text:
            loose.append(Run(clean(element.text).replace("\n", " ")))
        for child in element:
            inner = local_name(child)
            if inner in SKIPPED or not inner:
                pass
            elif inner == "br":
                loose.append(Run(BREAK))
            elif not dropped and not _is_block(child, inner) and self.rule(child):
                flush()
                rule = self.rule(child)
                self._add("paragraph", tidy(self._runs(child)), child, inside=inside, dropped=rule)
            elif _is_block(child, inner):
                flush()
                self.read(child, dropped=dropped, inside=inside, depth=depth + 1)
            else:
                holder = child.makeelement("span")
                tail, child.tail = child.tail, None
                holder.append(child)
                loose.extend(read_runs(holder, dress))
                child.tail = tail
                if tail:
                    loose.append(Run(clean(tail).replace("\n", " ")))
                continue
            if child.tail:
                loose.append(Run(clean(child.tail).replace("\n", " ")))
        flush()

    def _read_list(self, element: Any, inside: int, dropped: str) -> None:
        items = tuple(self._items(element, 0))
        if items:
            runs = [run for item in items for run in item.runs]
            self.blocks.append(
                Block(
                    -1,
                    self._span(element),
                    "list",
                    items=items,
                    style=look(runs, local_name(element), _names(element)),
                    container=inside,
                    link_only=only_links(runs),
                    dropped=dropped,
                )
            )

    def _items(self, element: Any, depth: int) -> Iterable[Item]:
        ordered = local_name(element) == "ol"
        for entry in element:
            if local_name(entry) in _LISTS:
                yield from self._items(entry, min(depth + 1, 9))
            elif local_name(entry):
                nested = [one for one in entry if local_name(one) in _LISTS]
                for one in nested:
                    one.getparent().replace(one, _tail_of(one))
                runs = tidy(self._runs(entry))
                if runs:
                    yield Item(runs, depth, ordered)
                for one in nested:
                    yield from self._items(one, min(depth + 1, 9))

    def _read_table(self, element: Any, inside: int, dropped: str) -> None:
        for caption in (one for one in element if local_name(one) == "caption"):
            runs = tidy(self._runs(caption))
            self._add("caption", runs, caption, inside=inside, dropped=dropped)
        rows, header_rows = read_rows(element, self._runs)
        if rows:
            self.blocks.append(
                Block(
                    -1,
                    self._span(element),
                    "table",
                    rows=rows,
                    header_rows=header_rows,
                    style=look((), "table", _names(element)),
                    container=inside,
                    dropped=dropped,
                )
            )

    def _read_embedded(self, element: Any, name: str, inside: int, dropped: str) -> None:
        """A picture, or the address of a post, film or chart that stands in the text."""
        if name in ("img", "dnl-image"):
            found = read_dpa_image(element) if name == "dnl-image" else None
            picture = found or read_picture(element, self.base)
            if picture.src:
                self._add_picture(picture, element, inside, dropped)
            return
        address = resolve(element.get("src") or "", self.base)
        if address:
            runs = (Run(address, href=address),)
            self._add("paragraph", runs, element, inside=inside, dropped=dropped)

    def _read_media(self, element: Any, inside: int, dropped: str) -> None:
        name, picture, captions = read_media(element, self._runs, self.base)
        picture = picture or self.pictures.get(name)
        if picture:
            self._add_picture(picture, element, inside, dropped)
            return
        for runs in captions:
            rule = dropped or "caption-without-picture"
            self._add("caption", runs, element, inside=inside, dropped=rule)

    def _add_picture(self, picture: Picture, element: Any, inside: int, dropped: str) -> None:
        span = self._span(element)
        self.blocks.append(picture_block(picture, span=span, container=inside, dropped=dropped))


def number(blocks: Iterable[Block]) -> tuple[Block, ...]:
    """The blocks with their places in the stream as ids."""
    return tuple(replace(block, id=index) for index, block in enumerate(blocks))


def _is_block(element: Any, name: str) -> bool:
    return name in _BLOCKS or name == "img" or name.startswith("dnl-") or _holds_blocks(element)


def _holds_blocks(element: Any) -> bool:
    return any(
        local_name(inner) in _BLOCKS or local_name(inner).startswith("dnl-")
        for inner in element.iterdescendants()
    )


def _names(element: Any) -> tuple[str, ...]:
    named = tuple((element.get("class") or "").split())
    return (*named, "lead") if element.get("lead") == "true" and "lead" not in named else named


def _marks(element: Any) -> tuple[str, ...]:
    """Class names, id and role, lower case."""
    found = " ".join(element.get(key) or "" for key in ("class", "id", "role", "aria-label"))
    return tuple(found.lower().split())


def _tail_of(element: Any) -> Any:
    """What stands in for a nested list that is read apart: the text after it."""
    rest = element.makeelement("span")
    rest.tail = element.tail
    return rest


def _lines(text: str) -> Iterable[Run]:
    for index, line in enumerate(re.split("\n", text)):
        if index:
            yield Run(BREAK)
        if line:
            yield Run(line)
