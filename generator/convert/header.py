"""The header zone of an article: kicker, title, stamps, agency, authors, lead, summary box."""

from __future__ import annotations

from collections.abc import Sequence

from generator.convert.blocks import Block, BlockStream, plain
from generator.convert.cues import fold
from generator.convert.dates import Stamp, find_stamps
from generator.convert.headfacts import Header, take_declared, take_stamps
from generator.convert.headzone import HeadZone, says_office
from generator.convert.mailhead import MAIL_LINES, is_mail, read_mail_line
from generator.convert.placing import Placement, Rival
from generator.convert.readers.bylines import read_byline
from generator.convert.smallline import named_agency
from generator.convert.summarybox import POINTS, box_end
from generator.text import words

_TITLE_WORDS = 30
_TITLE_SIGNS = 90
_LONGEST_TITLE = 400


def read_header(blocks: Sequence[Block], stream: BlockStream, lang: str) -> Header:
    """The header; its placements name the blocks it took."""
    header = Header()
    lines = HeadZone(header, blocks, lang)
    for one in stream.declared:
        take_declared(header, one.field, one.value, one.origin, lines.languages)
    _Reader(header, lines).read()
    if not header.title:
        header.title = next((one.text for one in blocks), "")[:120]
    return header


class _Reader:
    """Reads the header from top to bottom; every block it takes gets its placement."""

    def __init__(self, header: Header, lines: HeadZone) -> None:
        self.header = header
        self.lines = lines
        self.stamps: list[tuple[Stamp, Block]] = []
        self.guessed = False
        """True when the source found so far is a guess."""

    def read(self) -> None:
        """Takes the header's blocks, one after the other, until the text begins."""
        self._take_roles()
        at = self._titles()
        seen_text = bool(self.header.lead)
        while at < len(self.lines.zone):
            block = self.lines.zone[at]
            if self.lines.is_summary_head(at):
                at = self._summary(at + 1, head=block)
                seen_text = True
                self.header.takes_lead = False
            elif self.lines.is_bare_summary(at):
                at = self._summary(at, head=None)
                seen_text = True
                self.header.takes_lead = False
            elif self._takes_small(at):
                at += 1
            elif not seen_text and self.lines.is_lead(at):
                self.header.lead = block.text
                self._place(block, "lead", "stands between the title and the dates or the summary")
                seen_text = True
                at += 1
            elif self.lines.is_section_label(at):
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
        for block in self.lines.zone:
            if block.role in ("title", "kicker", "lead"):
                rule = "the source marks it so" if block.style.tag else "parted from a glued line"
                self._take(block.role, block, rule)
            elif block.role == "byline":
                self.header.authors = self.header.authors or read_byline(block.text, "")
                self._place(block, "authors", "a byline")
            elif block.role == "clock" and not find_stamps(block.text, self.lines.languages):
                self._place(block, "dropped", "the page's own time")
        taken = {one.block for one in self.header.placements}
        self.lines.leave_out(taken)

    def _titles(self) -> int:
        """Takes kicker and title; the index of what follows."""
        for at, block in enumerate(self.lines.zone):
            if self._takes_mail_line(block) or self._takes_small(at):
                continue
            if self.header.title:
                return self._declared_titles(at)
            after = next(
                (n for n in range(at + 1, len(self.lines.zone)) if not self.lines.says_small(n)), -1
            )
            if 0 <= after <= at + 2 and self.lines.is_kicker(block, after, beside=after == at + 1):
                self._take("kicker", block, "a short line above the title", weak=True)
                for between in range(at + 1, after):
                    self._takes_small(between)
                self._take("title", self.lines.zone[after], "follows the kicker")
                return after + 1
            is_long = len(block.text) > _LONGEST_TITLE
            short = len(words(block.text)) <= _TITLE_WORDS or len(block.text) <= _TITLE_SIGNS
            if short and not is_long:
                self._take("title", block, "the first line of the article")
                return at + 1
            self.header.notes.append("the article begins with text: its title is made of that")
            self.header.title = block.text[:100].rsplit(" ", 1)[0].rstrip(" ,;:–—-.") + "…"
            return at
        return len(self.lines.zone)

    def _takes_mail_line(self, block: Block) -> bool:
        """Takes a line of a mail's head: the subject is the title, a date a stamp."""
        if block.id > MAIL_LINES:
            return False
        line = read_mail_line(block.text, self.lines.cues, self.lines.languages)
        if line.subject and not self.header.title:
            self.header.title = line.subject
            self._place(block, "title", "the subject of the mail")
            return True
        if not line.is_head or not (line.is_sure or is_mail(self.lines.zone, self.lines.cues)):
            return False
        self.stamps += [(one, block) for one in line.stamps]
        self._place(block, "date" if line.stamps else "dropped", "a line of the mail's head")
        return True

    def _declared_titles(self, at: int) -> int:
        """Passes over the blocks that repeat the declared title and kicker."""
        while at < len(self.lines.zone):
            block = self.lines.zone[at]
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

    def _takes_small(self, at: int) -> bool:
        """Takes a line that is nothing but a date, an agency or a byline."""
        block = self.lines.zone[at]
        if fold(block.text) in {fold(one) for one in self.header.authors}:
            self._place(block, "authors", "repeats the author")
            return True
        if self._is_below_author(block) and says_office(block):
            self._place(block, "dropped", "what the author is", weak=True)
            return True
        line = self.lines.small(at)
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

    def _summary(self, at: int, *, head: Block | None) -> int:
        """Takes the box's points from `at` on; the index of what follows."""
        if head is None and self.lines.blocks[at].kind != "list":
            head, at = self.lines.blocks[at], at + 1
        if head is not None:
            self._place(head, "dropped", "the head of the summary box")
        end = box_end(self.lines.blocks, at, greek=self.lines.greek, is_small=self.lines.is_small)
        marked = at < end and self.lines.blocks[at].kind == "list"
        rule = "a point of the box" if marked else f"one of the box's first {POINTS} paragraphs"
        points: list[str] = []
        for block in self.lines.blocks[at:end]:
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
        self.lines.title_block = block if name == "title" else self.lines.title_block
        self._place(block, name, rule, weak=weak)

    def _place(self, block: Block, place: str, rule: str, *, weak: bool = False) -> None:
        self.header.placements.append(
            Placement(block.id, block.span, place, rule, block.text, weak)
        )


def _named_office(text: str) -> str:
    """The name of an office, unless it only says that there is one: `Redaktion`."""
    return text if len(text.split()) > 1 and text[:1].isupper() else ""


def _is_picture(block: Block) -> bool:
    """True for pictures without words, and for captions."""
    return block.kind == "caption" or (not block.text and any(one.image for one in block.runs))
