"""The header zone of an article: kicker, title, stamps, agency, authors, lead, summary box."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time

from generator.convert.blocks import Block, BlockStream, Run, plain
from generator.convert.cues import Cues, agencies, fold, load_cues, starts_with
from generator.convert.dates import Stamp, find_stamps, read_stamp
from generator.convert.placing import Placement
from generator.convert.readers.bylines import read_byline
from generator.text import words

_SENTENCE_END = re.compile(r"[.!…。؟?！？]['\"”’»›“)\]]*\s*$")
# The header ends here at the latest: stamps and names further down belong to the text.
_MOST_BLOCKS = 24
# `concernThe`: a small letter and a word with a capital, without a space between.
_GLUE = re.compile(r"(?<=[^\W\d_A-Z])(?=[A-ZÄÖÜÀÁÂÇÉÈÊËÍÎÓÔÚÛÑ][^\W\d_]|[A-Z]\s)")
_GLUE_LINES = 3
_MAIL_LINES = 8
_TITLE_WORDS = 30
_SHORT_WORDS = 5
_FURNITURE_WORDS = 25
# Where nothing marks the points of a summary, a box has this many.
_POINTS = 3


@dataclass(slots=True)
class Header:
    """What the header zone says."""

    title: str = ""
    kicker: str = ""
    lead: str = ""
    takes_lead: bool = True
    """True when the text's first paragraph may still be the lead."""
    summary: tuple[str, ...] = ()
    published: datetime | None = None
    updated: datetime | None = None
    source: str = ""
    authors: tuple[str, ...] = ()
    placements: list[Placement] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def read_header(blocks: Sequence[Block], stream: BlockStream, lang: str) -> Header:
    """The header; its placements name the blocks it took."""
    header = Header()
    reader = _Reader(header, blocks, lang)
    for one in stream.declared:
        reader.take_declared(one.field, one.value)
    reader.read()
    if not header.title:
        header.title = next((one.text for one in blocks), "")[:120]
    return header


def part_glued(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """The blocks; a first line that is kicker and title without a space between is two of them."""
    first = next((at for at, one in enumerate(blocks[:_GLUE_LINES]) if _glue(one.text)), -1)
    if first < 0 or blocks[first].kind not in ("paragraph", "heading"):
        return tuple(blocks)
    block = blocks[first]
    at = _glue(block.text)
    parts = [
        replace(block, runs=(Run(one),), role=role)
        for one, role in ((block.text[:at], "kicker"), (block.text[at:], "title"))
    ]
    whole = [*blocks[:first], *parts, *blocks[first + 1 :]]
    return tuple(replace(one, id=number) for number, one in enumerate(whole))


def _glue(text: str) -> int:
    """Where a kicker ends and a title begins; 0 when the text is not two glued together."""
    if len(words(text)) > _TITLE_WORDS + 10 or re.search(r"[.!…]['\"”’»›“)]*\s*$", text):
        return 0
    for found in _GLUE.finditer(text):
        before, after = text[: found.start()], text[found.start() :]
        if " " in before and len(after.split()) >= 3 and len(before.split()) <= 10:
            return found.start()
    return 0


def read_source(blocks: Sequence[Block], closing: Sequence[Placement]) -> str:
    """The agency in the place line (`BERLIN (dpa) –`) or in the line at the end; else empty."""
    for block in blocks[:6]:
        found = re.match(r"[^()]{2,50}\(([^()]{2,25})\)\s?[-–—:.]", block.text)
        if found and fold(re.split(r"[/,]", found[1])[0]) in agencies():
            return re.split(r"[/,]", found[1])[0].strip()
    for placement in closing:
        name = re.split(r"[/,;\s]", placement.text.strip("()[] ."))[0]
        if fold(name) in agencies():
            return name
    return ""


def read_closing(blocks: Sequence[Block], lang: str) -> list[Placement]:
    """The lines at the end that say who wrote and supplied the article."""
    found: list[Placement] = []
    for block in reversed(blocks):
        text = block.text.strip()
        bare = text.strip("()[] .").casefold()
        if len(words(text)) > _FURNITURE_WORDS:
            break
        names = [one for one in re.split(r"[/,;&\s]+", bare) if one]
        is_agency = bool(names) and len(names) <= 4 and fold(names[0]) in agencies()
        is_credit = starts_with(fold(text), load_cues(lang, "en").credits)
        if not (is_agency or (is_credit and not found and len(words(text)) < 16)):
            break
        found.append(Placement(block.id, block.span, "dropped", "closing credit", text))
    return found


class _Reader:
    """Reads the header from top to bottom; every block it takes gets its placement."""

    def __init__(self, header: Header, blocks: Sequence[Block], lang: str) -> None:
        self.header = header
        self.blocks = blocks
        self.zone = blocks[:_MOST_BLOCKS]
        self.lang = lang
        self.cues = load_cues(lang, "en")
        self.languages = (lang.split("-")[0],) if lang else ()
        self.repeated = Counter(one.text.strip() for one in self.zone)
        self.stamps: list[Stamp] = []

    def take_declared(self, name: str, value: str) -> None:
        """A fact that the source states outside its text."""
        header = self.header
        moment = read_stamp(value, self.languages) if name in ("date", "updated") else None
        if name in ("title", "kicker", "lead", "source") and not getattr(header, name):
            setattr(header, name, value)
        elif name == "author":
            header.authors = tuple(dict.fromkeys([*header.authors, value]))
        elif name == "summary":
            header.summary = (*header.summary, value)
        elif name == "date" and moment:
            header.published = header.published or _moment(moment)
        elif name == "updated" and moment:
            header.updated = header.updated or _moment(moment)

    def read(self) -> None:
        """Takes the header's blocks, one after the other, until the text begins."""
        self._take_roles()
        at = self._titles()
        seen_text = bool(self.header.lead)
        while at < len(self.zone):
            block = self.zone[at]
            if self._is_summary_head(block):
                at = self._summary(at)
                seen_text = True
                self.header.takes_lead = False
            elif self._takes_small(block):
                at += 1
            elif not seen_text and self._is_lead(at):
                self.header.lead = block.text
                self._place(block, "lead", "stands between the title and the dates or the summary")
                seen_text = True
                at += 1
            else:
                break
        self._dates()

    def _take_roles(self) -> None:
        """Takes the blocks that the source itself, or its reader, assigns to a field."""
        for block in self.zone:
            if block.role in ("title", "kicker", "lead"):
                rule = "the source marks it so" if block.style.tag else "parted from a glued line"
                self._take(block.role, block, rule)
            elif block.role == "byline":
                self.header.authors = self.header.authors or read_byline(block.text, "")
                self._place(block, "authors", "a byline")
        taken = {one.block for one in self.header.placements}
        self.zone = [one for one in self.zone if one.id not in taken]
        self.blocks = [one for one in self.blocks if one.id not in taken]

    def _titles(self) -> int:
        """Takes kicker and title; the index of what follows."""
        for at, block in enumerate(self.zone):
            if self._takes_mail_line(block) or self._takes_small(block):
                continue
            if self.header.title:
                return self._declared_titles(at)
            after = self.zone[at + 1] if at + 1 < len(self.zone) else None
            if after is not None and self._is_kicker(block, after):
                self._take("kicker", block, "a short line above the title", weak=True)
                self._take("title", after, "follows the kicker")
                return at + 2
            if len(words(block.text)) <= _TITLE_WORDS:
                self._take("title", block, "the first line of the article")
                return at + 1
            self.header.notes.append("the article begins with text: its title is made of that")
            self.header.title = block.text[:100].rsplit(" ", 1)[0].rstrip(" ,;:–—-.") + "…"
            return at
        return len(self.zone)

    def _takes_mail_line(self, block: Block) -> bool:
        """Takes a line of a mail's head: the subject is the title, a date a stamp."""
        found = re.match(r"([^\W\d_]{2,10}): +(\S.*)", block.text)
        if found is None or block.id > _MAIL_LINES:
            return False
        name = fold(found[1])
        if name in self.cues.mail_subject and not self.header.title:
            self.header.title = found[2]
            self._place(block, "title", "the subject of the mail")
            return True
        if name not in self.cues.mail_lines:
            return False
        stamps = find_stamps(found[2], self.languages)
        self.stamps += stamps
        self._place(block, "date" if stamps else "dropped", "a line of the mail's head")
        return True

    def _declared_titles(self, at: int) -> int:
        """Passes over the blocks that repeat the declared title and kicker."""
        while at < len(self.zone):
            block = self.zone[at]
            same = next(
                (
                    name
                    for name in ("title", "kicker", "lead")
                    if block.text.strip() == getattr(self.header, name).strip() != ""
                ),
                block.role if block.role in ("title", "kicker", "lead") else "",
            )
            if not same:
                break
            self._take(same, block, "the source marks it so")
            at += 1
        return at

    def _is_kicker(self, block: Block, after: Block) -> bool:
        mine, next_words = len(words(block.text)), len(words(after.text))
        return (
            mine <= _SHORT_WORDS
            and not _SENTENCE_END.search(block.text)
            and mine < next_words <= 20
            and not re.search(r"[.:…]\s*$", after.text)
            and not self._small_kind(after)
            and not self._is_summary_head(after)
        )

    def _is_lead(self, at: int) -> bool:
        """A paragraph of sentences that header material still follows."""
        block = self.zone[at]
        if block.kind != "paragraph" or len(words(block.text)) < 8:
            return False
        following = self.zone[at + 1 : at + 5]
        for one in following:
            if self._is_summary_head(one) or self._small_kind(one):
                return bool(_SENTENCE_END.search(block.text))
            if len(words(one.text)) > _SHORT_WORDS:
                return False
        return False

    def _takes_small(self, block: Block) -> bool:
        """Takes a line that is nothing but a date, an agency or a byline."""
        kind = self._small_kind(block)
        text = block.text.strip()
        if kind == "stamp":
            self.stamps += find_stamps(text, self.languages)
            rest = self._beside_stamps(text)
            if block.kind == "paragraph" and _left_of_stamp(rest, self.cues):
                # `Science desk, 3 May 2025`: who stands beside a date is its source.
                self.header.source = self.header.source or rest
                self._place(block, "date", f"a stamp, with the source “{rest}”", weak=True)
            else:
                self._place(block, "date", "a stamp")
        elif kind == "authors-and-stamp":
            self.stamps += find_stamps(text, self.languages)
            first = re.split(r"\s*[|·•]\s*|\s+[–—-]\s+|,\s(?=\D*\d)", text)[0]
            self.header.authors = self.header.authors or read_byline(first, self.header.source)
            self._place(block, "authors", "a byline with its date")
        elif kind == "source":
            name = text.strip("()[] .")
            rule = (
                "names an agency" if fold(name) in agencies() else "a short line that is repeated"
            )
            known = self.header.source
            self.header.source = known or name
            self._place(block, "source", "repeats the source" if known else rule)
        elif kind == "office":
            name = text.split(maxsplit=1)[1]
            self.header.source = self.header.source or name
            self._place(block, "source", "a byline that names no person")
        elif kind == "authors":
            self.header.authors = self.header.authors or read_byline(text, self.header.source)
            self._place(block, "authors", "a byline")
        return bool(kind)

    def _beside_stamps(self, text: str) -> str:
        """What a line holds beside its stamps."""
        for one in reversed(find_stamps(text, self.languages)):
            begin, end = one.reach if one.reach[1] > one.reach[0] else one.span
            text = text[: min(begin, one.span[0])] + " " + text[max(end, one.span[1]) :]
        return text.strip(" |·•,;:–—-()")

    def _small_kind(self, block: Block) -> str:
        text = block.text.strip()
        if block.kind == "list" and len(block.items) <= 4:
            lines = [plain(one.runs) for one in block.items]
            return (
                "stamp"
                if all(len(one) < 60 and find_stamps(one, self.languages) for one in lines)
                else ""
            )
        if block.kind != "paragraph" or len(words(text)) > 16:
            return ""
        if fold(text) in {fold(one) for one in self.header.authors}:
            return "authors"
        stamps = find_stamps(text, self.languages)
        if stamps:
            rest = text
            for one in reversed(stamps):
                begin, end = one.reach if one.reach[1] > one.reach[0] else one.span
                rest = rest[: min(begin, one.span[0])] + " " + rest[max(end, one.span[1]) :]
            left = rest.strip(" |·•,–—-")
            if self.header.title and _says_by(left, self.cues) and read_byline(left, ""):
                return "authors-and-stamp"
            if len(words(rest)) <= 3 or not _left_of_stamp(rest, self.cues):
                return "stamp"
        bare = text.strip("()[] .").casefold()
        if self.header.title and re.fullmatch(r"[^\W\d_]{2,5}", bare) and block.kind == "paragraph":
            return "source"
        if fold(bare) in agencies() or (
            self.repeated[text] > 1 and len(words(text)) <= 4 and not _SENTENCE_END.search(text)
        ):
            return "source"
        if (
            len(words(text)) <= 12
            and not _SENTENCE_END.search(text)
            and self.header.title
            and read_byline(text, "")
        ):
            return "authors" if _says_by(text, self.cues) else ""
        if (
            self.header.title
            and 2 <= len(words(text)) <= 6
            and " " in text
            and _says_by(text, self.cues)
            and not _SENTENCE_END.search(text)
        ):
            return "office"
        return ""

    def _is_summary_head(self, block: Block) -> bool:
        return len(words(block.text)) <= 9 and starts_with(fold(block.text), self.cues.summary)

    def _summary(self, at: int) -> int:
        """Takes the box's head and its points; the index of what follows."""
        self._place(self.zone[at], "dropped", "the head of the summary box")
        points: list[str] = []
        marked = at + 1 < len(self.blocks) and self.blocks[at + 1].kind == "list"
        at += 1
        while at < len(self.blocks):
            block = self.blocks[at]
            if marked and block.kind != "list":
                break
            if not marked and (len(points) == _POINTS or (points and block.gap > 1)):
                break
            points += [plain(one.runs) for one in block.items] or [block.text]
            rule = (
                "a point of the box" if marked else f"one of the box's first {_POINTS} paragraphs"
            )
            self._place(block, "summary", rule, weak=not marked)
            at += 1
        self.header.summary = tuple(points)
        return at

    def _dates(self) -> None:
        """Earliest stamp: published; latest: updated."""
        moments = sorted({_moment(one.value) for one in self.stamps}, key=_naive)
        for one in self.stamps:
            if one.ambiguous is not None:
                self.header.notes.append(f"the date {one.value} may also mean {one.ambiguous}")
        if not moments:
            return
        header = self.header
        if header.published is None:
            marked = [_moment(one.value) for one in self.stamps if one.role == "published"]
            header.published = min(marked, key=_naive) if marked else moments[0]
        latest = moments[-1]
        if header.updated is None and _naive(latest) > _naive(header.published):
            header.updated = latest

    def _take(self, name: str, block: Block, rule: str, *, weak: bool = False) -> None:
        setattr(self.header, name, block.text.strip())
        self._place(block, name, rule, weak=weak)

    def _place(self, block: Block, place: str, rule: str, *, weak: bool = False) -> None:
        self.header.placements.append(
            Placement(block.id, block.span, place, rule, block.text, weak)
        )


def _left_of_stamp(rest: str, cues: Cues) -> list[str]:
    """The words of a stamp's line that are neither about dates nor controls of the page."""
    known = {
        word for one in (*cues.published, *cues.updated, *cues.reading_time) for word in one.split()
    }
    return [one for one in words(fold(rest)) if one not in known and not one.isdigit()]


def _says_by(text: str, cues: Cues) -> bool:
    """True for a line that begins as bylines do."""
    return starts_with(fold(text), cues.byline)


def _moment(value: date | datetime) -> datetime:
    return value if isinstance(value, datetime) else datetime.combine(value, time())


def _naive(value: datetime) -> datetime:
    return value.replace(tzinfo=None)
