"""Markdown to blocks; front matter that it has is declared metadata."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from markdown_it.token import Token

from generator import markdown
from generator.convert.blocks import (
    BREAK,
    Block,
    BlockStream,
    Cell,
    Item,
    Picture,
    RawArticle,
    Run,
    Style,
)
from generator.convert.decode import read_text
from generator.convert.readers.foreign import as_common, heading_id, is_template, read_matter
from generator.convert.refusal import refused
from generator.frontmatter import split


def read(article: RawArticle) -> BlockStream:
    """The article's blocks; raises `GeneratorError` when its bytes are no text."""
    text = markdown.clean(read_text(article.data, name=article.name, declared=article.charset))
    matter = read_matter(text, split(text), article.name)
    tokens, _, too_deep = markdown.parse(as_common(matter.body))
    if too_deep:
        line = matter.first_line + too_deep[0]
        raise refused("too-deep", f"nests quotes or lists too deep in line {line}", article.name)
    blocks = tuple(_Reader(tokens, matter.first_line).blocks())
    language = next((one.value for one in matter.declared if one.field == "lang"), "")
    return BlockStream(blocks, matter.declared, language=language, format="markdown")


_PLAIN = Style()


class _Reader:
    """Walks the tokens of one document."""

    def __init__(self, tokens: Sequence[Token], first_line: int) -> None:
        self.tokens = tokens
        self.first_line = first_line
        self.count = 0

    def blocks(self) -> Iterator[Block]:
        """Every block in order."""
        at = 0
        while at < len(self.tokens):
            token = self.tokens[at]
            end = self._end(at)
            if token.type == "heading_open":
                yield self._heading(token, _runs(self.tokens[at + 1].children or []))
            elif token.type == "paragraph_open":
                children = self.tokens[at + 1].children or []
                runs = _runs(children)
                bold = bool(runs) and all(one.strong or not one.text.strip() for one in runs)
                links = bool(runs) and all(one.href or not one.text.strip() for one in runs)
                block = self._block(token, "paragraph", runs, style=Style(tag="p", bold=bold))
                if is_template(block.text):
                    block = replace(block, dropped="command to a template")
                yield block if not links else self._linked(block)
            elif token.type in ("bullet_list_open", "ordered_list_open"):
                yield self._list(token, self.tokens[at : end + 1])
            elif token.type == "blockquote_open":
                yield self._block(token, "quote", _joined(self.tokens[at : end + 1]))
            elif token.type == "table_open":
                yield self._table(token, self.tokens[at : end + 1])
            elif token.type in ("fence", "code_block"):
                yield self._block(token, "code", (Run(token.content.rstrip("\n")),))
            elif token.type == "hr":
                yield self._block(token, "rule", ())
            elif token.type == "footnote_block_open":
                yield from self._notes(self.tokens[at : end + 1])
            at = end + 1

    def _end(self, at: int) -> int:
        """The index of the token that closes the one at `at`."""
        depth = 0
        for here in range(at, len(self.tokens)):
            depth += self.tokens[here].nesting
            if depth == 0:
                return here
        return len(self.tokens) - 1

    def _heading(self, token: Token, runs: tuple[Run, ...]) -> Block:
        """A heading; the id that other generators write behind it is its anchor."""
        anchor = ""
        if runs and not runs[-1].code:
            text, anchor = heading_id(runs[-1].text)
            runs = (*runs[:-1], replace(runs[-1], text=text))
        style = Style(tag=token.tag)
        block = self._block(token, "heading", runs, level=int(token.tag[1:]), style=style)
        return replace(block, anchor=anchor)

    def _block(
        self,
        token: Token,
        kind: str,
        runs: tuple[Run, ...],
        *,
        level: int = 0,
        style: Style = _PLAIN,
    ) -> Block:
        begin, end = token.map or (0, 1)
        span = (self.first_line + begin, self.first_line + max(begin, end - 1))
        self.count += 1
        return Block(self.count - 1, span, kind, runs, level=level, style=style)  # type: ignore[arg-type]

    @staticmethod
    def _linked(block: Block) -> Block:
        return Block(
            block.id, block.span, block.kind, block.runs, style=block.style, link_only=True
        )

    def _list(self, token: Token, tokens: Sequence[Token]) -> Block:
        items: list[Item] = []
        kinds: list[bool] = []
        for one in tokens:
            if one.type in ("bullet_list_open", "ordered_list_open"):
                kinds.append(one.type.startswith("ordered"))
            elif one.type in ("bullet_list_close", "ordered_list_close"):
                kinds.pop()
            elif one.type == "inline":
                items.append(
                    Item(_runs(one.children or []), depth=len(kinds) - 1, ordered=kinds[-1])
                )
        block = self._block(token, "list", ())
        return Block(block.id, block.span, "list", items=tuple(items), style=Style(tag="li"))

    def _table(self, token: Token, tokens: Sequence[Token]) -> Block:
        rows: list[tuple[Cell, ...]] = []
        row: list[Cell] = []
        for one in tokens:
            if one.type == "tr_open":
                row = []
            elif one.type == "inline":
                row.append(_runs(one.children or []))
            elif one.type == "tr_close":
                rows.append(tuple(row))
        block = self._block(token, "table", ())
        return Block(block.id, block.span, "table", rows=tuple(rows), header_rows=1)

    def _notes(self, tokens: Sequence[Token]) -> Iterator[Block]:
        """Footnotes as a list at the end."""
        items = [
            Item(_runs(one.children or []), ordered=True) for one in tokens if one.type == "inline"
        ]
        block = self._block(tokens[0], "list", ())
        yield Block(block.id, block.span, "list", items=tuple(items))


def _joined(tokens: Sequence[Token]) -> tuple[Run, ...]:
    """The runs of several paragraphs, parted by hard line breaks."""
    runs: list[Run] = []
    for one in tokens:
        if one.type == "inline":
            if runs:
                runs.append(Run(BREAK))
            runs += _runs(one.children or [])
    return tuple(runs)


def _runs(children: Sequence[Token]) -> tuple[Run, ...]:
    strong = emphasis = 0
    href = ""
    runs: list[Run] = []
    for one in children:
        if one.type == "strong_open":
            strong += 1
        elif one.type == "strong_close":
            strong -= 1
        elif one.type == "em_open":
            emphasis += 1
        elif one.type == "em_close":
            emphasis -= 1
        elif one.type == "link_open":
            href = str(one.attrs.get("href", ""))
        elif one.type == "link_close":
            href = ""
        elif one.type == "hardbreak":
            runs.append(Run(BREAK))
        elif one.type == "image":
            alt = markdown.inline_text(one.children or [])
            runs.append(Run("", image=Picture(str(one.attrs.get("src", "")), alt)))
        else:
            text = " " if one.type == "softbreak" else one.content
            if text:
                code = one.type == "code_inline"
                runs.append(Run(text, strong > 0, emphasis > 0, code, href))
    return tuple(runs)
