"""Web pages as blocks: everything a reader of the page could see, furniture included.

One walk over the tree in document order. What belongs to the article is for the segmenter to say;
so every block carries its look and the elements around it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import Any

from generator.convert.blocks import (
    Block,
    BlockKind,
    BlockStream,
    Container,
    RawArticle,
    Run,
    plain,
)
from generator.convert.characters import clean
from generator.convert.encoding import read_text
from generator.convert.readers.inline import (
    Dress,
    dressed,
    local_name,
    look,
    names,
    only_links,
    split_paragraphs,
    tidy,
)
from generator.convert.readers.pageclock import mark_clocks
from generator.convert.readers.pagehead import read_head
from generator.convert.readers.pageruns import (
    INLINE,
    LISTS,
    SEPARATE,
    UNSEEN,
    holders,
    read_inline,
    read_items,
    read_lines,
    read_without,
    run_of,
    touches,
)
from generator.convert.readers.spoken import (
    beside_the_question,
    is_spoken,
    kicker_inside,
    letter_before,
    numbers,
    toggles_of,
)
from generator.convert.readers.tables import read_rows
from generator.convert.structured import load_html

_HEADINGS = {f"h{n}": n for n in range(1, 7)}
_ENTRY_HEADS = names("h1 h2 h3 h4 h5 h6 button summary dt table blockquote figure details article")
_DEEPEST = 200
# Of two toggles that look the same, the first may be open.
_STATE = re.compile(
    r"(?:.*[-_])?(?:active|collapsed?|current|expanded|first|in|last|open|opened|show|shown|closed?)",
    re.IGNORECASE,
)


def read(article: RawArticle) -> BlockStream:
    """The blocks of a web page, and what its head declares."""
    text = read_text(article.data, name=article.name, declared=article.charset)
    root = load_html(text, article.name)
    if root is None:
        return BlockStream((), format="html")
    head = read_head(root, article.address)
    body = (
        root
        if local_name(root) != "html"
        else next((e for e in root if local_name(e) == "body"), root)
    )
    walk = _Walk(head.base, holders(body), toggles_of(body))
    walk.container(body, -1, Dress(base=head.base), 0)
    numbered = (replace(block, id=index) for index, block in enumerate(walk.blocks))
    blocks = mark_clocks(numbered, body, head.declared)
    return BlockStream(
        blocks, head.declared, head.language, head.questions, tuple(walk.containers), "html"
    )


@dataclass(slots=True)
class _Walk:
    base: str
    holders: frozenset[Any]
    toggles: frozenset[Any]
    blocks: list[Block] = field(default_factory=list)
    containers: list[Container] = field(default_factory=list)

    def container(self, element: Any, inside: int, dress: Dress, depth: int) -> None:
        """An element that holds blocks: loose text between them becomes paragraphs."""
        name = local_name(element)
        self.containers.append(Container(name, _marks(element), inside))
        here = len(self.containers) - 1
        dress = dressed(element, name, dress)
        loose: list[Run] = []
        if element.text:
            loose.append(run_of(element.text, dress))
        for child in element:
            inner = local_name(child)
            if inner and inner not in UNSEEN:
                if is_spoken(child) and self._is_inline(child, inner):
                    self._flush(element, name, loose, here)
                    self._aside(child, here)
                elif self._is_inline(child, inner):
                    if inner in SEPARATE and loose:
                        loose.append(run_of(" ", dress) if touches(child) else Run(""))
                    loose.extend(read_inline(child, inner, dress, 0))
                else:
                    self._flush(element, name, loose, here)
                    self.block(child, inner, here, dress, depth + 1)
            if child.tail:
                loose.append(run_of(child.tail, dress))
        self._flush(element, name, loose, here)

    def block(self, element: Any, name: str, inside: int, dress: Dress, depth: int) -> None:
        """A block element: one block where it holds text only, else its blocks."""
        name = "summary" if element in self.toggles else name
        if depth > _DEEPEST:
            runs = tidy([run_of(" ".join(element.itertext()), dress)])
            self._add("paragraph", runs, element, name, inside)
        elif name == "hr":
            self.blocks.append(Block(-1, _span(element), "rule", container=inside))
        elif name == "img":
            self._flush(element, name, list(read_inline(element, name, dress, 0)), inside)
        elif name == "pre":
            text = clean("".join(element.itertext())).strip("\n")
            self._add("code", tuple(read_lines(text)), element, name, inside)
        elif name in LISTS and self._is_plain_list(element):
            items = tuple(read_items(element, 0, dress))
            self._compound(Block(-1, (0, 0), "list", items=items), element, name, inside)
        elif name == "table" and self._is_data(element):
            self._table(element, inside, dress)
        elif self._holds_blocks(element):
            self.container(element, inside, dress, depth)
        else:
            level = _HEADINGS.get(name, 0)
            if name == "div" and element.get("role") == "heading":
                stated = element.get("aria-level") or ""
                level = int(stated) if stated in tuple("123456") else 2
            kind: BlockKind = "heading" if level else self._kind(name, inside)
            kicker = kicker_inside(element) if level == 1 else None
            if kicker is not None:
                runs = tidy(read_inline(kicker, local_name(kicker), dress, 0))
                self._add("paragraph", runs, kicker, local_name(kicker), inside)
            is_toggle = bool(level) or name in ("button", "summary")
            beside = beside_the_question(element) if is_toggle else letter_before(element)
            left_out = beside if kicker is None else (*beside, kicker)
            inline = tidy(read_without(element, frozenset(left_out), name, dress))
            if level:
                self._add("heading", inline, element, name, inside, level=level)
            else:
                for part in split_paragraphs(inline):
                    self._add(kind, part, element, name, inside)
            for one in beside:
                rule = "number or label" if numbers(one) else "control of the page"
                self._aside(one, inside, rule)

    def _aside(self, element: Any, inside: int, rule: str = "control of the page") -> None:
        """Words that are not seen as the page's text, as a block that is dropped."""
        runs = tidy([run_of(" ".join(element.itertext()), Dress())])
        if runs:
            style = look(runs, local_name(element), _names(element))
            self.blocks.append(
                Block(
                    -1,
                    _span(element),
                    "paragraph",
                    runs,
                    style=style,
                    container=inside,
                    dropped=rule,
                )
            )

    def _is_inline(self, element: Any, name: str) -> bool:
        return name in INLINE and element not in self.holders and element not in self.toggles

    def _holds_blocks(self, element: Any) -> bool:
        return any(
            not self._is_inline(child, local_name(child))
            for child in element
            if local_name(child) and local_name(child) not in UNSEEN
        )

    def _kind(self, name: str, inside: int) -> BlockKind:
        if name in ("figcaption", "caption"):
            return "caption"
        at = inside
        while at >= 0:
            tag = self.containers[at].tag
            if tag == "blockquote" or name == "blockquote":
                return "quote"
            if tag in ("figcaption", "caption"):
                return "caption"
            at = self.containers[at].parent
        return "quote" if name == "blockquote" else "paragraph"

    def _is_plain_list(self, element: Any) -> bool:
        return not any(local_name(one) in _ENTRY_HEADS for one in element.iterdescendants())

    def _is_data(self, table: Any) -> bool:
        if any(local_name(one) in ("table", "h1", "h2", "ul") for one in table.iterdescendants()):
            return False
        rows = list(table.iter("tr"))
        return len(rows) >= 2 and max(len(row) for row in rows) >= 2

    def _table(self, element: Any, inside: int, dress: Dress) -> None:
        for caption in (one for one in element if local_name(one) == "caption"):
            self._add(
                "caption",
                tidy(read_inline(caption, "caption", dress, 0)),
                caption,
                "caption",
                inside,
            )
        rows, header_rows = read_rows(element, lambda cell: read_inline(cell, "td", dress, 0))
        block = Block(-1, (0, 0), "table", rows=rows, header_rows=header_rows)
        self._compound(block, element, "table", inside)

    def _compound(self, block: Block, element: Any, name: str, inside: int) -> None:
        if not block.items and not block.rows:
            return
        runs = [run for item in block.items for run in item.runs]
        self.blocks.append(
            replace(
                block,
                span=_span(element),
                style=look(runs, name, _names(element)),
                container=inside,
                link_only=bool(runs) and only_links(runs),
            )
        )

    def _flush(self, element: Any, name: str, loose: list[Run], inside: int) -> None:
        kind = self._kind(name, inside)
        for runs in split_paragraphs(tidy(loose)):
            self._add(kind, runs, element, name, inside)
        loose.clear()

    def _add(
        self,
        kind: BlockKind,
        runs: tuple[Run, ...],
        element: Any,
        name: str,
        inside: int,
        *,
        level: int = 0,
    ) -> None:
        if not runs:
            return
        style = look(runs, name, _names(element))
        if not plain(runs):
            kind = "image"
        self.blocks.append(
            Block(
                -1,
                _span(element),
                kind,
                runs,
                level=level if kind == "heading" else 0,
                style=style,
                container=inside,
                link_only=only_links(runs),
            )
        )


def _span(element: Any) -> tuple[int, int]:
    line = element.sourceline or 0
    return (line, line)


def _names(element: Any) -> tuple[str, ...]:
    """Class names, without those that tell in what state an element is."""
    return tuple(one for one in (element.get("class") or "").split() if not _STATE.fullmatch(one))


def _marks(element: Any) -> tuple[str, ...]:
    """Class names, id, role and state, lower case."""
    found = " ".join(
        element.get(key) or ""
        for key in (
            "class",
            "id",
            "role",
            "aria-label",
            "itemprop",
            "data-component",
            "data-testid",
        )
    )
    hidden = (
        " hidden"
        if element.get("hidden") is not None or element.get("aria-hidden") == "true"
        else ""
    )
    return tuple((found + hidden).lower().split())
