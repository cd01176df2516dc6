"""ANPA 1312 as text: how American agencies send to old newsroom systems.

A line of the head begins with `^` and ends in `<` or `=`: the slug with its count of words, the
headline, remarks for editors, the byline. The text is indented, its dashes are `_`, and `___`
parts what follows it; the last line tells the wire, day and time: `AP-WF-03-04-25 1530GMT<`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from generator.convert.blocks import Block, BlockStream, RawArticle
from generator.convert.characters import clean
from generator.convert.encoding import decode
from generator.convert.readers.markup import MarkupReader
from generator.convert.readers.paragraphs import Line, read_paragraphs
from generator.convert.readers.wire import NOTE, Item, compose, remark

HEAD = re.compile(r"\s*\^(?P<text>[^\n]*?)\s*[<=]\s*")
"""A line of the head."""
_HEAD_LINES = 40
_SLUG = re.compile(r"[A-Z]{2,5}-{1,2}[^,\s][^,]{0,60},.{0,40}")
"""`BC-Locks,410`, `EX--Locks-Questions,3rd Ld-Writethru,410`."""
_NOTE = re.compile(
    r"(?i)eds\b|with (?:photo|graphic|video)|(?:ap|upi) (?:photo|graphic)|for use|embargo"
)
_EMBARGO = re.compile(r"(?i)embargo|for (?:use|release)\b|hold for release")
_BYLINE = re.compile(r"(?i)by\s+\S")
_CAPITALS = re.compile(r"\b[^\W\d_a-z]{2,}\b")
_STAMP = re.compile(
    r"(?P<source>[A-Z]{2,4})-[A-Z]{2}-(?P<m>\d\d)-(?P<d>\d\d)-(?P<y>\d\d) "
    r"(?P<H>\d\d)(?P<M>\d\d)(?P<zone>[A-Z]{1,4})<?"
)
_SOURCE = re.compile(r"[^()]{2,80}\((?P<source>[^()]{2,30})\) [–—-] ")
_DASH = re.compile(r"(?<=\s)(?:_|--)(?=\s)")
_RULE = re.compile(r"_{2,}")


def read(article: RawArticle) -> BlockStream:
    """The stream of one message."""
    text = decode(article.data, name=article.name, declared=article.charset)
    raw = [clean(one).rstrip() for one in re.split(r"\r\n|[\r\n]", text)]
    lines = [Line(n, one) for n, one in enumerate(raw, start=1)]
    head = [one for one in lines[:_HEAD_LINES] if HEAD.fullmatch(one.text)]
    below = head[-1].number if head else 0
    stamps = [found for one in lines if (found := _STAMP.fullmatch(one.text.strip()))]
    told = [one for one in lines[below:] if not _STAMP.fullmatch(one.text.strip())]
    body = list(_body(told))
    item, notes = _item([HEAD.sub(r"\g<text>", one.text) for one in head], body)
    if stamps:
        item = replace(
            item, changed=_moment(stamps[-1]), source=item.source or stamps[-1]["source"]
        )
    return compose(item, [*notes, *body], MarkupReader(), article.name)


def _item(head: Sequence[str], body: Sequence[Block]) -> tuple[Item, list[Block]]:
    """The item of a head's lines and its body, and the lines that are for editors."""
    title = byline = ""
    notes: list[Block] = []
    for text in (one.strip() for one in head):
        if _SLUG.fullmatch(text) or _NOTE.match(text) or not any(map(str.isalnum, text)):
            notes.append(remark(text, dropped=NOTE))
        elif not byline and _BYLINE.match(text):
            byline = _CAPITALS.sub(lambda found: found[0].title(), text)
        elif byline:
            # Whom the author writes for: `Associated Press Writer`.
            notes.append(remark(text, dropped="what the author is"))
        else:
            title = f"{title} {text}".strip()
    found = next((found for one in body if (found := _SOURCE.match(one.text))), None)
    source = found["source"] if found else ""
    embargo = next((one.text for one in notes if _EMBARGO.search(one.text)), "")
    return Item("anpa", title=title, byline=byline, source=source, embargo=embargo), notes


def _body(lines: Sequence[Line]) -> Iterator[Block]:
    """The text's blocks; what stands below `___` is dropped, for it speaks of the makers."""
    whole = [replace(one, text=_DASH.sub("–", one.text)) for one in lines]
    is_over = False
    for block in read_paragraphs(whole):
        is_over = is_over or bool(_RULE.fullmatch(block.text))
        yield replace(block, dropped=NOTE) if is_over else block


def _moment(stamp: re.Match[str]) -> str:
    day = f"20{stamp['y']}-{stamp['m']}-{stamp['d']}"
    return f"{day} {stamp['H']}:{stamp['M']} {stamp['zone']}"
