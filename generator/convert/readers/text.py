"""Plain text as people paste it: one block a line, or hard-wrapped as in mails.

Lines are joined only where the break between them was forced: where the next word would not have
fitted. So a short line stays a block of its own in either kind of text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from generator.convert.blocks import Block, BlockStream, Item, RawArticle, Run, Style
from generator.convert.decode import read_text
from generator.convert.marks import BULLET

# Not `12. Mai 2025`, which says when.
_NUMBER = re.compile(r"(\(?\d{1,2}(?:[.)]|[.]?[-–](?= )))[ \t]+(?=\S)(?![^\W\d_]{3,12}\.? \d{4}\b)")
_RULE = re.compile(r"(?:[-=_*~#•·—–◇◆○●■□☆★＊※][ \t]*){3,}|[*•·]")
_QUOTED = re.compile(r"(?:>[ \t]?)+")
_TAB = re.compile(r"[ \t]*\t[ \t]*")
_ASKS = re.compile(r"[?？؟;;]\W*$")
# `- Advertisement -`: the dashes are a frame, not the mark of an entry.
_FRAMED = re.compile(r"[-–—*] .{1,40} [-–—*]")
_ENDS = re.compile(r"[.!?…:;。！？؟]['\"”’»)）」』]*\s*$")
_DENSE = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff\uff00-\uffef\u3000-\u303f]")
_LEAST_DENSE, _MOST_DENSE = 18, 48
MAX_WRAP = 100
MIN_WRAP = 45
_CERTAIN_WRAP = 60
_FEW_BREAKS = 4
_LEAST_TURNS = 2
_OPEN = 55
_SPACED = 0.8


@dataclass(frozen=True, slots=True)
class _Line:
    text: str
    first: int
    last: int
    gap: int


def read(article: RawArticle) -> BlockStream:
    """The blocks of a plain text."""
    return BlockStream(tuple(read_lines(_text(article))), format="text")


def read_lines(text: str, *, first_line: int = 1) -> Iterator[Block]:
    """The blocks of a text's lines, with ids from 0."""
    lines = _lines(text, first_line)
    spoken = _is_dialogue(lines)
    at = number = 0
    while at < len(lines):
        end = _list_end(lines, at, spoken=spoken) or _table_end(lines, at)
        if end:
            yield replace(_compound(lines[at:end]), id=number)
        else:
            end = at + 1
            yield _single(lines[at], number)
        at, number = end, number + 1


def _lines(text: str, first_line: int) -> list[_Line]:
    rows = text.split("\n")
    filled = [row for row in rows if row.strip()]
    if filled and sum(row.startswith(">") for row in filled) > 0.8 * len(filled):
        rows = [_QUOTED.sub("", row, count=1) for row in rows]
    width, dense = _wrap_width(rows), _dense_width(rows)
    found: list[_Line] = []
    # Where empty lines part the paragraphs, or no line is long, a line that begins small goes on
    # with the one above.
    is_spaced = 2 * (len(rows) - len(filled)) >= _SPACED * len(filled)
    is_spaced = is_spaced or max(map(len, rows), default=0) <= MAX_WRAP
    gap = 0
    forced = False
    for number, row in enumerate(rows, first_line):
        line = row.strip() if "\t" in row.strip() else " ".join(row.split())
        if not line:
            gap += 1
            forced = False
            continue
        is_open = is_spaced and not gap and bool(found) and _is_broken(found[-1].text, line)
        goes_on = forced or is_open
        if goes_on and found and not _starts_block(line):
            before = found[-1]
            between = "" if dense else " "
            found[-1] = _Line(f"{before.text}{between}{line}", before.first, number, before.gap)
        else:
            found.append(_Line(line, number, number, gap))
        following = (
            rows[number - first_line + 1].split() if number - first_line + 1 < len(rows) else []
        )
        forced = bool(width and following and len(row.rstrip()) + 1 + len(following[0]) > width)
        forced = forced or bool(dense and following and _is_full(line, dense))
        gap = 0
    return found


def _wrap_width(rows: Sequence[str]) -> int:
    """The width at which the text was wrapped; 0 when it was not.

    Wrapped text has many full lines and none much longer; in unwrapped text paragraphs are as
    long as they are.
    """
    width = max((len(row.rstrip()) for row in rows if " " in row.strip()), default=0)
    if not MIN_WRAP <= width <= MAX_WRAP:
        return 0
    breaks = [
        _is_forced(row, after, width)
        for row, after in pairwise(rows)
        # Behind a sentence's end anything may begin.
        if after.strip() and _goes_on(row) and not _starts_block(after.strip())
    ]
    if len(breaks) < _FEW_BREAKS:
        return width if len(breaks) >= 2 and all(breaks) and width >= _CERTAIN_WRAP else 0
    return width if sum(breaks) >= 0.6 * len(breaks) else 0


def _dense_width(rows: Sequence[str]) -> int:
    """The same for scripts without spaces, in signs."""
    lines = [row.strip() for row in rows]
    width = max(map(len, lines), default=0)
    signs = "".join(lines)
    if not _LEAST_DENSE <= width <= _MOST_DENSE or len(_DENSE.findall(signs)) * 2 < len(signs):
        return 0
    breaks = [_is_full(row, width) for row, after in pairwise(lines) if after and _goes_on(row)]
    return width if len(breaks) >= _FEW_BREAKS and sum(breaks) >= 0.6 * len(breaks) else 0


def _is_full(row: str, width: int) -> bool:
    """True for a line with no room left; a mark that may not begin a line can stand beyond it."""
    return len(row) >= width - 2 and _goes_on(row)


def _goes_on(row: str) -> bool:
    """True for a line at whose end no sentence ends."""
    return bool(row.strip()) and not _ENDS.search(row)


def _is_forced(row: str, after: str, width: int) -> bool:
    """True where the next line's first word would not have fitted into this one."""
    return len(row.rstrip()) + 1 + len(after.split(maxsplit=1)[0]) > width


def _is_broken(before: str, line: str) -> bool:
    """True for a line that begins small behind a long one that ends in the middle of a sentence."""
    is_open = before[-1].isalnum() or before[-1] == ","
    return is_open and len(before) >= _OPEN and line[0].islower() and " " in line


def _starts_block(line: str) -> bool:
    return bool(BULLET.match(line) or _NUMBER.match(line) or _RULE.fullmatch(line))


def _is_dialogue(lines: Sequence[_Line]) -> bool:
    """True where lines with dashes ask and are answered so, here and there."""
    turns = sum(
        _is_dashed(one) and _is_dashed(after) and _ask(one) and not _ask(after)
        for one, after in pairwise(lines)
    )
    return turns >= _LEAST_TURNS


def _is_dashed(line: _Line) -> bool:
    return line.text[0] in "-–—" and bool(BULLET.match(line.text))


def _ask(line: _Line) -> bool:
    return bool(_ASKS.search(line.text))


def _list_end(lines: Sequence[_Line], at: int, *, spoken: bool) -> int:
    """The index after the list that begins here; 0 when none does.

    With `spoken`, dashes open speech.
    """
    if spoken and _is_dashed(lines[at]):
        return 0
    for mark in (BULLET, _NUMBER):
        end = at
        while (
            end < len(lines)
            and mark.match(lines[end].text)
            and not _RULE.fullmatch(lines[end].text)
        ):
            end += 1
        if end - at >= 2 and _is_list(lines[at:end], mark):
            return end
    return 0


def _is_list(lines: Sequence[_Line], mark: re.Pattern[str]) -> bool:
    """Speech opened by dashes is no list: there questions and answers alternate."""
    if any(_FRAMED.fullmatch(line.text) for line in lines):
        return False
    if mark is _NUMBER or lines[0].text[0] not in "-–—":
        return True
    asking = sum(map(_ask, lines))
    return not 0 < asking < len(lines)


def _table_end(lines: Sequence[_Line], at: int) -> int:
    columns = len(_TAB.split(lines[at].text))
    end = at
    while end < len(lines) and columns > 1 and len(_TAB.split(lines[end].text)) == columns:
        end += 1
    return end if end - at >= 2 else 0


def _compound(lines: Sequence[_Line]) -> Block:
    span = (lines[0].first, lines[-1].last)
    if not _starts_block(lines[0].text):
        rows = tuple(
            tuple((Run(cell),) if cell else () for cell in _TAB.split(line.text)) for line in lines
        )
        return Block(0, span, "table", rows=rows, header_rows=1, gap=lines[0].gap)
    ordered = bool(_NUMBER.match(lines[0].text))
    items = []
    for line in lines:
        mark = _NUMBER.match(line.text) or BULLET.match(line.text)
        assert mark
        shown = mark[0].strip()
        items.append(Item((Run(line.text[mark.end() :]),), ordered=ordered, mark=shown))
    return Block(0, span, "list", items=tuple(items), gap=lines[0].gap)


def _single(line: _Line, number: int) -> Block:
    span = (line.first, line.last)
    if _RULE.fullmatch(line.text):
        return Block(number, span, "rule", gap=line.gap)
    text = " ".join(line.text.split())
    style = Style(capitals=text.isupper(), numbered=bool(_NUMBER.match(text)))
    return Block(number, span, "paragraph", (Run(text),), style=style, gap=line.gap)


def _text(article: RawArticle) -> str:
    return read_text(article.data, name=article.name, declared=article.charset)
