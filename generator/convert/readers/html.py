"""Web pages as blocks: everything a reader of the page could see, furniture included.

One walk over the tree in document order. What belongs to the article is for the segmenter to say;
so every block carries its look and the elements around it.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from generator.convert.blocks import (
    BREAK,
    Block,
    BlockKind,
    BlockStream,
    Container,
    Item,
    RawArticle,
    Run,
    plain,
)
from generator.convert.characters import clean
from generator.convert.encoding import read_text
from generator.convert.readers.inline import (
    SKIPPED,
    Dress,
    dressed,
    local_name,
    look,
    names,
    only_links,
    read_picture,
    split_paragraphs,
    tidy,
)
from generator.convert.readers.pageclock import mark_clocks
from generator.convert.readers.pagehead import read_head
from generator.convert.readers.tables import read_rows
from generator.convert.structured import load_html

_INLINE = names(
    "a abbr acronym b bdi bdo big br cite code data del dfn em font i img ins kbd label mark nobr "
    "output picture q rp rt ruby s samp small span strike strong sub sup time tt u var wbr"
)
_UNSEEN = SKIPPED | names("select option datalist input textarea progress meter dialog rp rt")
_HEADINGS = {f"h{n}": n for n in range(1, 7)}
_LISTS = names("ul ol menu dir")
_SEPARATE = names("span a time label button")
_ENTRY_HEADS = names("h1 h2 h3 h4 h5 h6 button summary dt table blockquote figure details article")
_SWITCHES = names("checkbox radio")
_PERMALINKS = frozenset("¶§#🔗⚓")
_DEEPEST = 200


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
    walk = _Walk(head.base, _holders(body), _toggling_labels(body))
    walk.container(body, -1, Dress(base=head.base), 0)
    numbered = (replace(block, id=index) for index, block in enumerate(walk.blocks))
    blocks = mark_clocks(numbered, body, head.declared)
    return BlockStream(
        blocks, head.declared, head.language, head.questions, tuple(walk.containers), "html"
    )


def _holders(body: Any) -> frozenset[Any]:
    """The inline elements that hold block elements after all, as links around cards do."""
    found: set[Any] = set()
    for element in body.iter():
        name = local_name(element)
        if not name or name in _INLINE or name in _UNSEEN:
            continue
        parent = element.getparent()
        while parent is not None and parent not in found and local_name(parent) in _INLINE:
            found.add(parent)
            parent = parent.getparent()
    return frozenset(found)


def _toggling_labels(body: Any) -> frozenset[Any]:
    """The labels that open and close what stands below them, by a box that style hides.

    In a form a label says what a field asks for.
    """
    switches = {
        one.get("id")
        for one in body.iter("input")
        if (one.get("type") or "").lower() in _SWITCHES and one.get("id")
    }
    return frozenset(
        one
        for one in (body.iter("label") if switches else ())
        if one.get("for") in switches and next(one.iterancestors("form"), None) is None
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
            loose.append(_run(element.text, dress))
        for child in element:
            inner = local_name(child)
            if inner and inner not in _UNSEEN:
                if self._is_inline(child, inner):
                    if inner in _SEPARATE and loose:
                        loose.append(_run(" ", dress) if _touches(child) else Run(""))
                    loose.extend(_inline(child, inner, dress, 0))
                else:
                    self._flush(element, name, loose, here)
                    self.block(child, inner, here, dress, depth + 1)
            if child.tail:
                loose.append(_run(child.tail, dress))
        self._flush(element, name, loose, here)

    def block(self, element: Any, name: str, inside: int, dress: Dress, depth: int) -> None:
        """A block element: one block where it holds text only, else its blocks."""
        name = "summary" if element in self.toggles else name
        if depth > _DEEPEST:
            runs = tidy([_run(" ".join(element.itertext()), dress)])
            self._add("paragraph", runs, element, name, inside)
        elif name == "hr":
            self.blocks.append(Block(-1, _span(element), "rule", container=inside))
        elif name == "img":
            self._flush(element, name, list(_inline(element, name, dress, 0)), inside)
        elif name == "pre":
            text = clean("".join(element.itertext())).strip("\n")
            self._add("code", tuple(_lines(text)), element, name, inside)
        elif name in _LISTS and self._is_plain_list(element):
            items = tuple(_items(element, 0, dress))
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
            inline = tidy(_inline(element, name, dress, 0))
            if level:
                self._add("heading", inline, element, name, inside, level=level)
                return
            for part in split_paragraphs(inline):
                self._add(kind, part, element, name, inside)

    def _is_inline(self, element: Any, name: str) -> bool:
        return name in _INLINE and element not in self.holders and element not in self.toggles

    def _holds_blocks(self, element: Any) -> bool:
        return any(
            not self._is_inline(child, local_name(child))
            for child in element
            if local_name(child) and local_name(child) not in _UNSEEN
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
                "caption", tidy(_inline(caption, "caption", dress, 0)), caption, "caption", inside
            )
        rows, header_rows = read_rows(element, lambda cell: _inline(cell, "td", dress, 0))
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


def _inline(element: Any, name: str, dress: Dress, depth: int) -> list[Run]:
    """The runs of an element whose inside is inline."""
    if name == "br":
        return [Run(BREAK)]
    if name == "img":
        picture = read_picture(element, dress.base)
        return [Run("", image=picture)] if picture.src else []
    if name == "a" and _is_permalink(element):
        return []
    if depth > _DEEPEST:
        return [_run(" ".join(element.itertext()), dress)]
    inner = dressed(element, name, dress)
    runs = [_run(element.text, inner)] if element.text else []
    for child in element:
        tag = local_name(child)
        if tag and tag not in _UNSEEN:
            breaking = tag not in _INLINE
            if breaking:
                runs.append(Run(BREAK))
            elif tag in _SEPARATE and _touches(child):
                runs.append(_run(" ", inner))
            runs.extend(_inline(child, tag, inner, depth + 1))
            if breaking:
                runs.append(Run(BREAK))
        if child.tail:
            runs.append(_run(child.tail, inner))
    return runs


def _is_permalink(element: Any) -> bool:
    """True for the sign behind a heading that links to itself."""
    shown = "".join(element.itertext()).strip()
    return shown in _PERMALINKS and (element.get("href") or "").startswith("#")


def _touches(element: Any) -> bool:
    """True when the element stands right after another of its kind: style parts them, not text."""
    before = element.getprevious()
    return (
        before is not None
        and not before.tail
        and local_name(before) in _SEPARATE
        and bool(before.get("class") or element.get("class") or local_name(element) == "a")
    )


def _items(element: Any, depth: int, dress: Dress) -> list[Item]:
    ordered = local_name(element) == "ol"
    found: list[Item] = []
    for entry in element:
        name = local_name(entry)
        if not name or name in _UNSEEN:
            continue
        if name in _LISTS:
            found += _items(entry, min(depth + 1, 9), dress)
            continue
        nested = [one for one in entry.iterdescendants() if local_name(one) in _LISTS]
        outer = [one for one in nested if not any(up in nested for up in one.iterancestors())]
        runs = tidy(_without(entry, frozenset(outer), name, dress))
        if runs:
            found.append(Item(runs, depth, ordered))
        for one in outer:
            found += _items(one, min(depth + 1, 9), dress)
    return found


def _without(element: Any, left_out: frozenset[Any], name: str, dress: Dress) -> list[Run]:
    """The runs of a list entry without the lists in it."""
    if not left_out:
        return _inline(element, name, dress, 0)
    inner = dressed(element, name, dress)
    runs = [_run(element.text, inner)] if element.text else []
    for child in element:
        tag = local_name(child)
        if child not in left_out and tag and tag not in _UNSEEN:
            if tag not in _INLINE:
                runs.append(Run(BREAK))
            runs.extend(_without(child, left_out, tag, inner))
        if child.tail:
            runs.append(_run(child.tail, inner))
    return runs


def _run(text: str, dress: Dress) -> Run:
    return Run(
        clean(text).replace("\n", " "),
        strong=dress.strong,
        emphasis=dress.emphasis,
        code=dress.code,
        href=dress.href,
    )


def _lines(text: str) -> list[Run]:
    runs: list[Run] = []
    for index, line in enumerate(text.split("\n")):
        if index:
            runs.append(Run(BREAK))
        if line:
            runs.append(Run(line))
    return runs


def _span(element: Any) -> tuple[int, int]:
    line = element.sourceline or 0
    return (line, line)


def _names(element: Any) -> tuple[str, ...]:
    return tuple((element.get("class") or "").split())


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
