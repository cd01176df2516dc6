"""What the lines of an article's head are, each seen with those around it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from generator.convert.asking import asks
from generator.convert.blocks import Block, plain
from generator.convert.cues import fold, load_cues
from generator.convert.headfacts import Header
from generator.convert.labels import label
from generator.convert.readers.bylines import names_office, read_byline
from generator.convert.readers.givennames import begins_with_given_name
from generator.convert.smallline import SmallLine, read_small_line
from generator.convert.summarybox import is_bare_box, is_box_head, is_plain_box
from generator.text import words

SENTENCE_END = re.compile(r"[.!…。?؟！？]['\"”’»›“」)\]]*\s*$")
# The header ends here at the latest: stamps and names further down belong to the text.
_MOST_BLOCKS = 24
_SHORT_WORDS = 5
_OFFICE_WORDS = 6
_MOST_NAMES = 9
_TITLED = re.compile(r"[:：]\s+\S+\s+\S")
_SIGNATURE = re.compile(r"[^\W\d_]{2,5}(?:/[^\W\d_]{2,5}){0,3}")


class HeadZone:
    """The blocks of which the first may be the head, beside what is known of it so far."""

    def __init__(self, header: Header, blocks: Sequence[Block], lang: str) -> None:
        self.header = header
        self.blocks = list(blocks)
        self.zone = self.blocks[:_MOST_BLOCKS]
        self.lang = lang
        self.greek = lang.startswith("el")
        self.cues = load_cues(lang, "en")
        self.languages = (lang.split("-")[0],) if lang else ()
        self.repeated = Counter(one.text.strip() for one in self.zone)
        self.title_block: Block | None = None

    def leave_out(self, taken: set[int]) -> None:
        """Goes on without the blocks of these ids."""
        self.zone = [one for one in self.zone if one.id not in taken]
        self.blocks = [one for one in self.blocks if one.id not in taken]

    def small(self, at: int) -> SmallLine:
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
        if self.repeated[text] > 1 and len(words(text)) <= 4 and not SENTENCE_END.search(text):
            return SmallLine(source=text, weak=True)
        is_titled = at + 1 < len(self.zone) and says_office(self.zone[at + 1])
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

    def is_small(self, at: int) -> bool:
        return at < len(self.zone) and bool(self.small(at).kind)

    def says_small(self, at: int) -> bool:
        """True for a small line by its words alone: no title was found that it could go with."""
        block = self.zone[at]
        known = read_small_line(block.text, self.cues, self.languages).kind
        return self.is_small(at) or (block.kind == "paragraph" and bool(known))

    def is_kicker(self, block: Block, at: int, *, beside: bool) -> bool:
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
            and not SENTENCE_END.search(block.text)
            and mine < following <= title
            and not re.search(r"[.:…。]\s*$", after.text)
            and not self.is_summary_head(at)
        )

    def is_lead(self, at: int) -> bool:
        """A paragraph of sentences that header material still follows."""
        block = self.zone[at]
        if block.kind != "paragraph" or len(words(block.text)) < 5:
            return False
        for after in range(at + 1, min(at + 5, len(self.zone))):
            if (
                self.is_summary_head(after)
                or self.is_small(after)
                or (after > at and self.is_plain_summary(after))
            ):
                return bool(SENTENCE_END.search(block.text)) or self.zone[at - 1 : at] == [
                    self.title_block
                ]
            if len(words(self.zone[after].text)) > _SHORT_WORDS:
                return False
        return False

    def is_section_label(self, at: int) -> bool:
        """`INTERVIEW`, `Analysis`: a word or two of no field, with more of the head below."""
        block = self.zone[at]
        if block.kind not in ("paragraph", "heading") or SENTENCE_END.search(block.text):
            return False
        is_short = len(block.text.split()) <= 3 and len(block.text) <= 30
        following = range(at + 1, min(at + 4, len(self.zone)))
        return is_short and any(
            self.is_small(one) or self.is_summary_head(one) for one in following
        )

    def is_summary_head(self, at: int) -> bool:
        after = self.zone[at + 1 : at + 2]
        if after and asks(after[0].text, greek=self.greek):
            return False  # It announces the questions.
        return is_box_head(self.zone[at], self.cues, greek=self.greek)

    def is_bare_summary(self, at: int) -> bool:
        """Points above the text, with a line above them that may be their title."""
        if self.header.summary or not self.header.title:
            return False
        return is_bare_box(self.blocks, at, greek=self.greek, is_small=self.is_small)

    def is_plain_summary(self, at: int) -> bool:
        """A box without marks under a title of its own."""
        return is_plain_box(self.blocks, at, greek=self.greek, is_small=self.is_small)

    def _names_author(self, at: int) -> bool:
        """True for a line of persons with common given names whom the text does not speak of."""
        text = self.zone[at].text.strip()
        persons = read_byline(text)
        if not persons or len(text.split()) > _MOST_NAMES or SENTENCE_END.search(text):
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
        if len(text.split()) > 7 or SENTENCE_END.search(text):
            return False
        near = [self.zone[one] for one in (at - 1, at + 1) if 0 <= one < len(self.zone)]
        return any(
            read_small_line(one.text, self.cues, self.languages).stamps
            for one in near
            if one.kind == "paragraph"
        )


def says_office(block: Block) -> bool:
    """`Science correspondent`: a short line that names what somebody is."""
    text = block.text
    is_line = block.kind == "paragraph" and 1 < len(text.split()) <= _OFFICE_WORDS
    return is_line and names_office(text) and not SENTENCE_END.search(text)


def _may_be_title(line: SmallLine) -> bool:
    """True for a line of a person, which is a byline only below a title.

    With times or several dates it is one of the page's own: `Example News | 3 May 2025, 15:44`.
    """
    is_stamp = len(line.stamps) > 1 or any(isinstance(one.value, datetime) for one in line.stamps)
    is_sure = bool(line.stamps) and (is_stamp or not line.weak)
    return line.kind in ("authors", "office") and not is_sure
