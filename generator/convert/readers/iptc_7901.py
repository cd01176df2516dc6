"""IPTC 7901: the teleprinter's format, still delivered as text.

Specification: IPTC recommendation 7901, and dpa's own description of its use. A header line, then
keywords parted by slashes, remarks in brackets, headline and byline up to a line that ends in
`=`, hard-wrapped paragraphs, and from `# Notizblock` on what is for editors. The last line tells
day, time, month and year of this version: `241205 Sep 24`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from generator.convert.blocks import Block, BlockStream, RawArticle, Style
from generator.convert.characters import clean
from generator.convert.dategrammar import month_number
from generator.convert.encoding import decode
from generator.convert.readers.markup import MarkupReader
from generator.convert.readers.paragraphs import Line, read_paragraphs
from generator.convert.readers.wire import CONTACT, EMBARGO, NOTE, Item, compose
from generator.convert.refusal import refused
from generator.text import collapse

_HEADER = re.compile(r"\D{0,30}?\d{2,6} [1-9] \S{1,5} +\d{1,6}(?: +(?P<agency>\S+))?")
_BYLINE = re.compile(r"(?i)(?:von|by|por|par|di|door|av|от|بقلم)\s+\S")
_REMARK_LINE = re.compile(
    r"(?i)(?:refile|(?:\d+(?:st|nd|rd|th) )?lead|corrections?|korekta|correction|update|rpt rpt|"
    r"versión corregida|actualización|extra|urgent|feature|news feature|analysis|background(?:er)?|"
    r"profile|summary|roundup|overview|preview|interview|commentary|factbox|explainer|chronology|"
    r"коррекция|повтор|обновить|تصحيح|إعادة|تحديث)"
)
_SLUG = re.compile(r"[A-Z0-9]{2,20}(?:[-/][A-Z0-9]{1,20}){1,6}")
"""`BC-LOCKS-EXPLAINER`."""
_ALARM = re.compile(
    r"(?i)(?:urgent|flash|d'urgence|urgente|pilne|eil|blitz|срочно|молния|عاجل(?: جدا)?):? +"
)
_CANCELED = re.compile(
    r"(?i)kill kill|eliminar - eliminar|annul kill|аннулирование|حظر حظر|nicht (?:mehr )?verwenden|"
    r"zurückgezogen|do not use|withdrawn|mandatory kill"
)
_EMBARGO = re.compile(
    r"(?i)\b(?:sperrfrist|embargo(?:ed)?|эмбарго|frei ab|hold for release|"
    r"not for (?:publication|release|use) before|nicht vor)\b|حظر للنشر"
)
_NOTEBOOK = re.compile(
    r"(?i)#\s*\S|(?:dpa-)?(?:notizblock|notebook|notes? to editors?|redaktionelle hinweise|"
    r"ansprechpartner|editorial contacts?|aviso al editor|internet links?)\s*:?$"
)
_PRIVATE = re.compile(
    r"(?i)\* \* \*|nicht zur veröffentlichung|not (?:intended )?for publication|"
    r"no (?:es )?para (?:su )?publicación|ne pas publier|не для публикации|ليست للنشر"
)
_SIGN_OFF = re.compile(
    r"[a-zäöüß]{1,6}(?:/[a-zäöüß]{1,4})*(?: [a-z0-9äöüß]{1,6}(?:/[a-zäöüß]{1,4})*){1,8}"
)
_STAMP = re.compile(
    r"(?P<d>\d\d)(?P<H>\d\d)(?P<M>\d\d)(?: (?P<zone>[A-Z]{1,5}))? (?P<m>[^\W\d_]{3,9})\.? "
    r"(?P<y>(?:20)?\d\d)"
)
_DATELINE = re.compile(r"[^\W\d_][^()\n]{1,80} \((?P<source>[^()]{2,40})\) ?[-–—] ?\S")
_HEAD_LINES = 16


@dataclass(frozen=True, slots=True)
class _Head:
    """What stands before the text."""

    title: str = ""
    byline: str = ""
    remarks: tuple[tuple[int, str], ...] = ()
    """Line and text."""
    keywords: tuple[str, ...] = ()


def read(article: RawArticle) -> BlockStream:
    """The stream of one message."""
    name = article.name
    text = decode(article.data, name=name, declared=article.charset)
    if text.count("\x01") > 1:
        raise refused(
            "many-articles", f"holds {text.count(chr(1))} messages", name, hint="one a file"
        )
    raw = re.split(r"\r\n|[\r\n]", text.partition("\x04")[0])
    started = next((n for n, line in enumerate(raw) if "\x02" in line), -1)
    lines = [Line(n, clean(line).rstrip()) for n, line in enumerate(raw, start=1)]
    first = next((n for n, line in enumerate(lines) if line.text.strip()), 0)
    header = _HEADER.match(lines[first].text.strip())
    head, rest = _read_head(lines[first + 1 :], started - first - 1)
    rest, stamp = _without_stamp(rest)
    blocks = list(_body(rest))
    remarks = [_remark(line, text) for line, text in head.remarks]
    agency = (header["agency"] or "" if header else "").partition("-")[0]
    item = _item(head, blocks, agency, stamp)
    body = [block for block in blocks if block.role != "lead"]
    return compose(item, [*remarks, *body], MarkupReader(), name)


def _item(head: _Head, blocks: list[Block], agency: str, stamp: str) -> Item:
    remarks = [text for _, text in head.remarks]
    remarks += [block.text for block in blocks if block.dropped == EMBARGO]
    datelines = (_DATELINE.match(block.text) for block in blocks if not block.dropped)
    source = next((found["source"] for found in datelines if found), agency)
    canceled = any(_CANCELED.search(text) for text in (head.title, *(t for _, t in head.remarks)))
    return Item(
        format="iptc-7901",
        title=head.title,
        byline=head.byline,
        lead=next((block.text for block in blocks if block.role == "lead"), ""),
        source=source,
        changed=stamp,
        embargo=next((text for text in remarks if _EMBARGO.search(text)), ""),
        status="canceled" if canceled else "",
        tags=head.keywords,
    )


def _read_head(lines: list[Line], started: int) -> tuple[_Head, list[Line]]:
    """The head and the lines after it."""
    place = next((n for n, line in enumerate(lines) if line.text.strip()), len(lines))
    keywords, place = _read_keywords(lines, place)
    if started > place:
        place = started
    end = next(
        (
            n
            for n in range(place, min(len(lines), place + _HEAD_LINES))
            if lines[n].text.endswith("=")
        ),
        -1,
    )
    if end < 0:  # Without its end mark, the head is the first line (after STX) or paragraph.
        while place < len(lines) and not lines[place].text.strip():
            place += 1
        end = place
        while started < 0 and end + 1 < len(lines) and lines[end + 1].text.strip():
            end += 1
    head = _sort_head(lines[place : end + 1])
    return replace(head, keywords=keywords), lines[end + 1 :]


def _read_keywords(lines: list[Line], place: int) -> tuple[tuple[str, ...], int]:
    """`Verkehr/Bahn/Niedersachsen/`, over up to four lines."""
    near = range(place, min(place + 4, len(lines)))
    filled = [n for n in near if all(lines[m].text.strip() for m in range(place, n + 1))]
    end = next((n for n in reversed(filled) if lines[n].text.endswith("/")), -1)
    if end < 0:
        return (), place
    joined = " ".join(line.text for line in lines[place : end + 1])
    words = (collapse(word) for word in joined.split("/"))
    return tuple(word for word in words if word), end + 1


def _sort_head(lines: list[Line]) -> _Head:
    """Remarks in brackets, headline and byline, each of them wrapped over lines."""
    title: list[str] = []
    byline: list[str] = []
    remarks: list[tuple[int, str]] = []
    open_remark = False
    for line in lines:
        text = line.text.strip().removesuffix("=").strip()
        if not text:
            continue
        if open_remark:
            remarks[-1] = (remarks[-1][0], f"{remarks[-1][1]} {text}")
            open_remark = not text.endswith(")")
        elif text.startswith("("):
            remarks.append((line.number, text))
            open_remark = not text.endswith(")")
        elif not title and (
            _REMARK_LINE.fullmatch(text) or _CANCELED.search(text) or _SLUG.fullmatch(text)
        ):
            remarks.append((line.number, text))
        elif title and (byline or _BYLINE.match(text)):
            byline.append(text)
        else:
            title.append(text)
    heading = " ".join(title)
    alarm = _ALARM.match(heading)
    if alarm and ":" in alarm[0]:
        heading = heading[alarm.end() :]
    return _Head(heading, " ".join(byline), tuple(remarks))


def _without_stamp(lines: list[Line]) -> tuple[list[Line], str]:
    """The lines before the version's stamp, and the stamp in ISO form."""
    for place in range(len(lines) - 1, max(-1, len(lines) - 12), -1):
        found = _STAMP.fullmatch(lines[place].text.strip())
        if found:
            month = month_number(found["m"])
            year = found["y"] if len(found["y"]) == 4 else f"20{found['y']}"
            zone = f" {found['zone']}" if found["zone"] else ""
            moment = f"{year}-{month:02d}-{found['d']} {found['H']}:{found['M']}{zone}"
            return lines[:place], moment if month else ""
    return lines, ""


def _body(lines: list[Line]) -> Iterator[Block]:
    """The text's blocks, the lead with its role; from the notebook on all is dropped."""
    rule = ""
    blocks = list(read_paragraphs(lines))
    for place, block in enumerate(blocks):
        first = block.text.split("\n")[0].strip()
        rule = rule or (NOTE if _NOTEBOOK.match(first) else "")
        rule = CONTACT if rule and _PRIVATE.search(block.text) else rule
        if rule:
            yield _dropped(block, rule)
        elif place >= len(blocks) - 2 and _SIGN_OFF.fullmatch(block.text):
            yield _dropped(block, "sign-off")
        elif place < 3 and len(block.text) < 300 and (found := _EMBARGO.search(block.text)):
            yield _dropped(block, EMBARGO) if found.start() < 12 else block
        elif place == 0 and _is_lead(blocks):
            yield replace(block, role="lead")
        else:
            yield block


def _is_lead(blocks: list[Block]) -> bool:
    """True when the text proper begins, with its dateline, only in the second paragraph."""
    if len(blocks) < 2 or blocks[0].kind != "paragraph":
        return False
    return bool(_DATELINE.match(blocks[1].text)) and not _DATELINE.match(blocks[0].text)


def _dropped(block: Block, rule: str) -> Block:
    return replace(block, dropped=rule, kind="paragraph" if block.kind == "heading" else block.kind)


def _remark(line: int, text: str) -> Block:
    rule = EMBARGO if _EMBARGO.search(text) else NOTE
    block = next(iter(read_paragraphs([Line(line, text)])))
    return replace(block, dropped=rule, kind="paragraph", level=0, style=Style())
