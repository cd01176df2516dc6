"""The header zone of an article: kicker, title, stamps, agency, authors, lead, summary box."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from generator.convert.asking import asks
from generator.convert.blocks import Block, BlockStream, plain
from generator.convert.cues import fold, load_cues
from generator.convert.dates import Stamp, find_stamps
from generator.convert.headfacts import Header, take_declared, take_stamps
from generator.convert.labels import label
from generator.convert.mailhead import MAIL_LINES, is_mail, read_mail_line
from generator.convert.placing import Placement, Rival
from generator.convert.readers.bylines import names_office, read_byline
from generator.convert.readers.givennames import begins_with_given_name
from generator.convert.smallline import SmallLine, named_agency, read_small_line
from generator.convert.summarybox import (
    POINTS,
    box_end,
    is_bare_box,
    is_box_head,
    is_plain_box,
)
from generator.text import words

_SENTENCE_END = re.compile(r"[.!…。?؟！？]['\"”’»›“」)\]]*\s*$")
# The header ends here at the latest: stamps and names further down belong to the text.
_MOST_BLOCKS = 24
_TITLE_WORDS = 30
_TITLE_SIGNS = 90
_LONGEST_TITLE = 400
_SHORT_WORDS = 5
_OFFICE_WORDS = 6
_MOST_NAMES = 9
_TITLED = re.compile(r"[:：]\s+\S+\s+\S")
_SIGNATURE = re.compile(r"[^\W\d_]{2,5}(?:/[^\W\d_]{2,5}){0,3}")


def read_header(blocks: Sequence[Block], stream: BlockStream, lang: str) -> Header:
    """The header; its placements name the blocks it took."""
    header = Header()
    reader = _Reader(header, blocks, lang)
    for one in stream.declared:
        take_declared(header, one.field, one.value, one.origin, reader.languages)
    reader.read()
    if not header.title:
        header.title = next((one.text for one in blocks), "")[:120]
    return header


class _Reader:
    """Reads the header from top to bottom; every block it takes gets its placement."""

    def __init__(self, header: Header, blocks: Sequence[Block], lang: str) -> None:
        self.header = header
        self.blocks = blocks
        self.zone = blocks[:_MOST_BLOCKS]
        self.lang = lang
        self.greek = lang.startswith("el")
        self.cues = load_cues(lang, "en")
        self.languages = (lang.split("-")[0],) if lang else ()
        self.repeated = Counter(one.text.strip() for one in self.zone)
        self.stamps: list[tuple[Stamp, Block]] = []
        self.title_block: Block | None = None
        self.guessed = False
        """True when the source found so far is a guess."""

    def read(self) -> None:
        """Takes the header's blocks, one after the other, until the text begins."""
        self._take_roles()
        at = self._titles()
        seen_text = bool(self.header.lead)
        while at < len(self.zone):
            block = self.zone[at]
            if self._is_summary_head(at):
                at = self._summary(at + 1, head=block)
                seen_text = True
                self.header.takes_lead = False
            elif self._is_bare_summary(at):
                at = self._summary(at, head=None)
                seen_text = True
                self.header.takes_lead = False
            elif self._takes_small(at):
                at += 1
            elif not seen_text and self._is_lead(at):
                self.header.lead = block.text
                self._place(block, "lead", "stands between the title and the dates or the summary")
                seen_text = True
                at += 1
            elif self._is_section_label(at):
                self._place(block, "dropped", "a label in the head", weak=True)
                at += 1
            elif _is_picture(block):
                # It stays in the text; byline and dates often stand below it.
                at += 1
            else:
                break
        take_stamps(self.header, self.stamps)

    def _take_roles(self) -> None:
        """Takes the blocks that the source itself, or its reader, assigns to a field."""
        for block in self.zone:
            if block.role in ("title", "kicker", "lead"):
                rule = "the source marks it so" if block.style.tag else "parted from a glued line"
                self._take(block.role, block, rule)
            elif block.role == "byline":
                self.header.authors = self.header.authors or read_byline(block.text, "")
                self._place(block, "authors", "a byline")
            elif block.role == "clock" and not find_stamps(block.text, self.languages):
                self._place(block, "dropped", "the page's own time")
        taken = {one.block for one in self.header.placements}
        self.zone = [one for one in self.zone if one.id not in taken]
        self.blocks = [one for one in self.blocks if one.id not in taken]

    def _titles(self) -> int:
        """Takes kicker and title; the index of what follows."""
        for at, block in enumerate(self.zone):
            if self._takes_mail_line(block) or self._takes_small(at):
                continue
            if self.header.title:
                return self._declared_titles(at)
            after = next((n for n in range(at + 1, len(self.zone)) if not self._says_small(n)), -1)
            if 0 <= after <= at + 2 and self._is_kicker(block, after, beside=after == at + 1):
                self._take("kicker", block, "a short line above the title", weak=True)
                for between in range(at + 1, after):
                    self._takes_small(between)
                self._take("title", self.zone[after], "follows the kicker")
                return after + 1
            is_long = len(block.text) > _LONGEST_TITLE
            short = len(words(block.text)) <= _TITLE_WORDS or len(block.text) <= _TITLE_SIGNS
            if short and not is_long:
                self._take("title", block, "the first line of the article")
                return at + 1
            self.header.notes.append("the article begins with text: its title is made of that")
            self.header.title = block.text[:100].rsplit(" ", 1)[0].rstrip(" ,;:–—-.") + "…"
            return at
        return len(self.zone)

    def _takes_mail_line(self, block: Block) -> bool:
        """Takes a line of a mail's head: the subject is the title, a date a stamp."""
        if block.id > MAIL_LINES:
            return False
        line = read_mail_line(block.text, self.cues, self.languages)
        if line.subject and not self.header.title:
            self.header.title = line.subject
            self._place(block, "title", "the subject of the mail")
            return True
        if not line.is_head or not (line.is_sure or is_mail(self.zone, self.cues)):
            return False
        self.stamps += [(one, block) for one in line.stamps]
        self._place(block, "date" if line.stamps else "dropped", "a line of the mail's head")
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

    def _is_kicker(self, block: Block, at: int, *, beside: bool) -> bool:
        after = self.zone[at]
        mine, following = len(words(block.text)), len(words(after.text))
        is_unspaced = " " not in block.text.strip() and " " not in after.text.strip()
        short, title = (14, 60) if is_unspaced else (_SHORT_WORDS, 20)
        asked = asks(after.text, greek=self.greek)
        # `Portraits: the miller` says what the questions below are about.
        if asked and (not beside or _TITLED.search(block.text)):
            return False
        if not beside and mine > 2:
            return False
        if block.kind not in ("paragraph", "heading") or after.kind not in ("paragraph", "heading"):
            return False
        if block.level == 1 or label(after.text, "question_labels", self.lang):
            return False
        return (
            mine <= short
            and not _SENTENCE_END.search(block.text)
            and mine < following <= title
            and not re.search(r"[.:…。]\s*$", after.text)
            and not self._is_summary_head(at)
        )

    def _is_lead(self, at: int) -> bool:
        """A paragraph of sentences that header material still follows."""
        block = self.zone[at]
        if block.kind != "paragraph" or len(words(block.text)) < 5:
            return False
        for after in range(at + 1, min(at + 5, len(self.zone))):
            if (
                self._is_summary_head(after)
                or self._is_small(after)
                or (after > at and self._is_plain_summary(after))
            ):
                return bool(_SENTENCE_END.search(block.text)) or self.zone[at - 1 : at] == [
                    self.title_block
                ]
            if len(words(self.zone[after].text)) > _SHORT_WORDS:
                return False
        return False

    def _is_section_label(self, at: int) -> bool:
        """`INTERVIEW`, `Analysis`: a word or two of no field, with more of the head below."""
        block = self.zone[at]
        if block.kind not in ("paragraph", "heading") or _SENTENCE_END.search(block.text):
            return False
        is_short = len(block.text.split()) <= 3 and len(block.text) <= 30
        following = range(at + 1, min(at + 4, len(self.zone)))
        return is_short and any(
            self._is_small(one) or self._is_summary_head(one) for one in following
        )

    def _takes_small(self, at: int) -> bool:
        """Takes a line that is nothing but a date, an agency or a byline."""
        block = self.zone[at]
        if fold(block.text) in {fold(one) for one in self.header.authors}:
            self._place(block, "authors", "repeats the author")
            return True
        if self._is_below_author(block) and _says_office(block):
            self._place(block, "dropped", "what the author is", weak=True)
            return True
        line = self._small(at)
        header = self.header
        self.stamps += [(one, block) for one in line.stamps]
        if line.source and not line.is_office:
            self._source(line.source, block, weak=line.weak)
        if line.authors:
            header.authors = header.authors or line.authors
            self._place(block, "authors", "a byline", weak=line.weak)
        elif line.stamps:
            said = f"a stamp, with the source “{line.source}”" if line.source else "a stamp"
            self._place(block, "date", said, weak=line.weak)
        elif line.is_office:
            header.source = header.source or _named_office(line.source)
            self._place(block, "source", "a byline that names no person")
        elif line.passing:
            self._place(block, "dropped", line.passing)
        elif line.source:
            rule = "names an agency" if named_agency(line.source) else "a short line, as agencies"
            self._place(block, "source", rule, weak=line.weak)
        return bool(line.kind)

    def _is_below_author(self, block: Block) -> bool:
        above = [one for one in self.header.placements if one.block < block.id]
        nearest = max(above, key=lambda one: one.block, default=None)
        return nearest is not None and nearest.place == "authors"

    def _source(self, name: str, block: Block, *, weak: bool) -> None:
        if not self.header.source or (self.guessed and not weak):
            if self.header.source:
                self.header.rivals.append(Rival("source", self.header.source, "a guess"))
            self.header.source = name
            self.guessed = weak
        elif fold(self.header.source) != fold(name):
            self.header.rivals.append(Rival("source", name, "named later", block.span))

    def _says_small(self, at: int) -> bool:
        """True for a small line by its words alone: no title was found that it could go with."""
        block = self.zone[at]
        known = read_small_line(block.text, self.cues, self.languages).kind
        return self._is_small(at) or (block.kind == "paragraph" and bool(known))

    def _is_small(self, at: int) -> bool:
        return at < len(self.zone) and bool(self._small(at).kind)

    def _small(self, at: int) -> SmallLine:
        block = self.zone[at]
        text = block.text.strip()
        if block.kind == "list" and len(block.items) <= 4:
            lines = [plain(one.runs) for one in block.items]
            read = [read_small_line(one, self.cues, self.languages) for one in lines]
            if all(one.stamps for one in read):
                return SmallLine(stamps=tuple(stamp for one in read for stamp in one.stamps))
            return SmallLine()
        if block.kind != "paragraph":
            return SmallLine()
        line = read_small_line(text, self.cues, self.languages)
        if not self.header.title and (line.passing or _may_be_title(line)):
            return SmallLine()
        if line.kind or not self.header.title:
            return line
        bare = text.strip("()[] .")
        if _SIGNATURE.fullmatch(bare) and (bare.isupper() or bare.islower()):
            return SmallLine(source=bare, weak=True)
        if self.repeated[text] > 1 and len(words(text)) <= 4 and not _SENTENCE_END.search(text):
            return SmallLine(source=text, weak=True)
        is_titled = at + 1 < len(self.zone) and _says_office(self.zone[at + 1])
        if is_titled and (persons := read_byline(text)):
            return SmallLine(authors=persons, weak=True)
        if not self.header.authors and self._names_author(at):
            return SmallLine(authors=read_byline(text), weak=True)
        if self._is_beside_date(at):
            if persons := read_byline(text):
                return SmallLine(authors=persons, weak=True)
            if names_office(text):
                return SmallLine(source=text, weak=True)
        return line

    def _names_author(self, at: int) -> bool:
        """True for a line of persons with common given names whom the text does not speak of."""
        text = self.zone[at].text.strip()
        persons = read_byline(text)
        if not persons or len(text.split()) > _MOST_NAMES or _SENTENCE_END.search(text):
            return False
        if not all(map(begins_with_given_name, persons)):
            return False
        rest = fold(text)
        for one in persons:
            rest = rest.replace(fold(one), " ")
        beside = " ".join(words(rest))
        is_whole = len(beside.split()) < len(persons) or names_office(beside)
        told = [self.header.title, *(one.text for one in self.zone if one is not self.zone[at])]
        spoken = {fold(word) for one in told for word in words(one)}
        return is_whole and not any(fold(one.split()[-1]) in spoken for one in persons)

    def _is_beside_date(self, at: int) -> bool:
        """True for a short line right above or below one with a date."""
        text = self.zone[at].text.strip()
        if len(text.split()) > 7 or _SENTENCE_END.search(text):
            return False
        near = [self.zone[one] for one in (at - 1, at + 1) if 0 <= one < len(self.zone)]
        return any(
            read_small_line(one.text, self.cues, self.languages).stamps
            for one in near
            if one.kind == "paragraph"
        )

    def _is_summary_head(self, at: int) -> bool:
        after = self.zone[at + 1 : at + 2]
        if after and asks(after[0].text, greek=self.greek):
            return False  # It announces the questions.
        return is_box_head(self.zone[at], self.cues, greek=self.greek)

    def _is_bare_summary(self, at: int) -> bool:
        """Points above the text, with a line above them that may be their title."""
        if self.header.summary or not self.header.title:
            return False
        return is_bare_box(self.blocks, at, greek=self.greek, is_small=self._is_small)

    def _is_plain_summary(self, at: int) -> bool:
        """A box without marks under a title of its own."""
        return is_plain_box(self.blocks, at, greek=self.greek, is_small=self._is_small)

    def _summary(self, at: int, *, head: Block | None) -> int:
        """Takes the box's points from `at` on; the index of what follows."""
        if head is None and self.blocks[at].kind != "list":
            head, at = self.blocks[at], at + 1
        if head is not None:
            self._place(head, "dropped", "the head of the summary box")
        end = box_end(self.blocks, at, greek=self.greek, is_small=self._is_small)
        marked = at < end and self.blocks[at].kind == "list"
        rule = "a point of the box" if marked else f"one of the box's first {POINTS} paragraphs"
        points: list[str] = []
        for block in self.blocks[at:end]:
            points += [plain(one.runs) for one in block.items] or [block.text]
            self._place(block, "summary", rule, weak=not marked)
        self.header.summary = tuple(points)
        return end

    def _take(self, name: str, block: Block, rule: str, *, weak: bool = False) -> None:
        known = getattr(self.header, name)
        text = " ".join(block.text.split())
        if known and fold(known) != fold(text):
            origin = self.header.origins.get(name, "said before")
            self.header.rivals.append(Rival(name, known, origin))
        setattr(self.header, name, text)
        self.title_block = block if name == "title" else self.title_block
        self._place(block, name, rule, weak=weak)

    def _place(self, block: Block, place: str, rule: str, *, weak: bool = False) -> None:
        self.header.placements.append(
            Placement(block.id, block.span, place, rule, block.text, weak)
        )


def _may_be_title(line: SmallLine) -> bool:
    """True for a line of a person, which is a byline only below a title.

    With times or several dates it is one of the page's own: `Example News | 3 May 2025, 15:44`.
    """
    is_stamp = len(line.stamps) > 1 or any(isinstance(one.value, datetime) for one in line.stamps)
    is_sure = bool(line.stamps) and (is_stamp or not line.weak)
    return line.kind in ("authors", "office") and not is_sure


def _is_picture(block: Block) -> bool:
    """True for pictures without words, and for captions."""
    return block.kind == "caption" or (not block.text and any(one.image for one in block.runs))


def _says_office(block: Block) -> bool:
    """`Science correspondent`: a short line that names what somebody is."""
    text = block.text
    is_line = block.kind == "paragraph" and 1 < len(text.split()) <= _OFFICE_WORDS
    return is_line and names_office(text) and not _SENTENCE_END.search(text)


def _named_office(text: str) -> str:
    """The name of an office, unless it only says that there is one: `Redaktion`."""
    return text if len(text.split()) > 1 and text[:1].isupper() else ""
