"""What of a pasted text is its article: lines that a page put between are marked as dropped.

Plain text has no look and no elements: the phrases of the language, the shape of a line and what
stands around it decide.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise, takewhile

from generator.convert.asking import asks
from generator.convert.blocks import Block, BlockStream
from generator.convert.cues import Cues, contains, fold, starts_with
from generator.convert.marks import BULLET, NUMBER
from generator.convert.sitelines import is_caption, site_line, without_counts, without_own_subjects
from generator.text import words

_ENDS = re.compile(r"[.!?…:;。！？؟]\s*['\"”’»›“」』)\]]*\s*$")
# The names of pictures in icon fonts: `keyboard_arrow_left Back`.
_ICON = re.compile(r"[a-z]+(?:_[a-z]+)+(?:\s|$)")
_ARROW = re.compile(r"\s*(?:[›»→▶►⟶➔➜↗]|>{1,2}|-{1,2}>)\s*(?=\w)")
# `[ The price of water opens in a new window ]`: how some sites show a link to another article.
_BRACKETED = re.compile(r"\[ .{8,200} \]")
_SHORT = 30
# Looking for repeated sentences in more characters would take too long.
_LONGEST = 200_000
_HEADING = 16
_LEAST_LABELS = 3
_LEAST_BEFORE = 2
_PROSE = 60


def clear_text(stream: BlockStream, cues: Cues, *, greek: bool = False) -> BlockStream:
    """The stream with the lines that are no part of the article marked as dropped."""
    blocks = list(stream.blocks)
    folded = [fold(one.text[:400]) for one in blocks]
    asked = [text for one, text in zip(blocks, folded, strict=True) if asks(one.text, greek=greek)]
    cues = without_own_subjects(cues, folded[0] if folded else "", asked)
    for at, block in enumerate(blocks):
        if not block.dropped and (rule := _line_rule(block, folded[at], cues, greek=greek)):
            blocks[at] = replace(block, dropped=rule)
    _drop_lone_labels(blocks, folded, cues)
    _drop_around_notices(blocks, folded, cues, greek=greek)
    _drop_captions_below_credits(blocks, greek=greek)
    _drop_contents(blocks, folded, cues, greek=greek)
    _drop_repeated(blocks, folded, greek=greek)
    _drop_pull_quotes(blocks, folded)
    _drop_after_closing(blocks, folded, cues, greek=greek)
    return replace(stream, blocks=tuple(blocks))


def is_heading_like(block: Block) -> bool:
    """True for a short line without an end mark: a heading, a teaser, a name."""
    text = block.text
    if block.kind == "heading":
        return True
    return (
        block.kind == "paragraph"
        and not _ENDS.search(text)
        and 0 < len(text.split()) <= _HEADING
        and len(text) < 110
    )


def is_prose(block: Block) -> bool:
    """True for what tells something: a paragraph of sentences, a list, a table, a quote."""
    if block.kind in ("list", "table", "quote", "code"):
        return True
    return block.kind == "paragraph" and not is_heading_like(block)


def _line_rule(block: Block, text: str, cues: Cues, *, greek: bool) -> str:
    if block.kind not in ("paragraph", "heading"):
        return ""
    if not any(sign.isalnum() for sign in block.text):
        return "separator"
    if text in cues.controls or _are_controls(block.text, cues):
        return "control of the page"
    if text in cues.advertisement:
        return "advertisement"
    if rule := site_line(block.text, text, cues):
        return rule
    count = len(text.split())
    if _ICON.match(block.text) and count <= 8:
        return "control of the page"
    if _ARROW.match(block.text) and count <= 12 and not _ENDS.search(block.text):
        return "links"
    if _BRACKETED.fullmatch(block.text):
        return "links"
    question = asks(block.text, greek=greek)
    if count < _SHORT and not question and is_caption(block.text, text, cues):
        return "caption"
    if starts_with(text, cues.teaser) and count < _SHORT and _is_pointer(block.text):
        return "teaser"
    if count < 60 and contains(text, cues.notices) >= (2 if count < _SHORT else 3):
        return "site notice"
    if count < _SHORT and contains(text, cues.newsletter) >= 2:
        return "newsletter"
    is_dated = re.search(r"\b(?:19|20)\d\d\b", text)
    if count < 8 and contains(text, cues.reading_time) and re.search(r"\d", text) and not is_dated:
        return "reading time"
    return ""


def _are_controls(raw: str, cues: Cues) -> bool:
    """True for a line of several controls: `Share | Save | Print`."""
    parts = [fold(one) for one in re.split(r"[|·•/,\t]|\s{2,}|\s[–—-]\s", raw)]
    if len(parts) == 1:
        # `Share on WhatsApp`: of the words only the short ones are none.
        parts = [one for one in fold(raw).split() if len(one) > 3 or one in cues.controls]
    parts = [one for one in parts if one and not one.isdigit()]
    return 2 <= len(parts) <= 10 and all(one in cues.controls for one in parts)


def _is_pointer(raw: str) -> bool:
    """True where the phrase stands as a label before what it points to, or alone."""
    return bool(re.match(r"[^:：|>]{2,40}\s?[:：|>–—]", raw)) or len(raw.split()) <= 5


def _drop_contents(blocks: list[Block], folded: Sequence[str], cues: Cues, *, greek: bool) -> None:
    """Lines that come again as headings: two or more together are a table of contents."""
    plain = [fold(_unmarked(one.text[:400])) for one in blocks]
    last = {text: at for at, text in enumerate(plain) if text and blocks[at].kind != "list"}
    for at, block in enumerate(blocks):
        entries = [fold("".join(run.text for run in one.runs)) for one in block.items]
        again = sum(1 for one in entries if last.get(one, -1) > at)
        if len(entries) >= 2 and again >= 0.6 * len(entries):
            blocks[at] = replace(block, dropped="table of contents")
    at = 0
    while at < len(blocks):
        end = at
        while end < len(blocks) and _comes_again(blocks[end], plain[end], last, end):
            end += 1
        if end - at >= 2:
            for one in range(at, end):
                blocks[one] = replace(blocks[one], dropped="table of contents")
            at = end
        at += 1
    for at, text in enumerate(folded):
        if text in cues.contents and any(
            one.dropped == "table of contents" for one in blocks[at : at + 3]
        ):
            blocks[at] = replace(blocks[at], dropped="table of contents")


def _unmarked(text: str) -> str:
    """The text without the number or bullet that it begins with."""
    for mark in (NUMBER, BULLET):
        if found := mark.match(text):
            return text[found.end() :]
    return text


def _comes_again(block: Block, text: str, last: dict[str, int], at: int) -> bool:
    short = block.kind in ("paragraph", "heading") and len(text.split()) <= 40
    titled = is_heading_like(block) or asks(block.text) or asks(block.text, greek=True)
    return short and titled and len(text) > 8 and last.get(text, -1) > at


def _drop_lone_labels(blocks: list[Block], folded: Sequence[str], cues: Cues) -> None:
    """`Q` and `A` in lines of their own, as pages show them beside what they mark."""
    labels = cues.question_labels | cues.answer_labels
    alone = [at for at, one in enumerate(folded) if one in labels and not blocks[at].dropped]
    for at in alone if len(alone) >= _LEAST_LABELS else ():
        blocks[at] = replace(blocks[at], dropped="label")


def _drop_around_notices(
    blocks: list[Block], folded: Sequence[str], cues: Cues, *, greek: bool
) -> None:
    """What leads to a notice of the site: a line of a sign-up, and a title above."""
    for at in range(len(blocks) - 1, 0, -1):
        if blocks[at].dropped not in ("site notice", "newsletter"):
            continue
        above = at - 1
        is_short = len(folded[above].split()) < _SHORT
        if not blocks[above].dropped and is_short and contains(folded[above], cues.newsletter):
            blocks[above] = replace(blocks[above], dropped="newsletter")
            above -= 1
        head = blocks[above]
        is_title = is_heading_like(head) and not asks(head.text, greek=greek) and not head.dropped
        if above > 2 and is_title and is_prose(blocks[above - 1]):
            blocks[above] = replace(head, dropped="heads a notice")


def _drop_captions_below_credits(blocks: list[Block], *, greek: bool) -> None:
    """What a picture shows, in the line below its credit: `Getty Images`, then a caption."""
    for at in range(1, len(blocks) - 1):
        above, block, below = blocks[at - 1 : at + 2]
        if (
            above.dropped == "caption"
            and len(above.text.split()) <= 4
            and not block.dropped
            and block.kind == "paragraph"
            and not _ENDS.search(block.text)
            and 4 <= len(block.text.split()) <= _SHORT
            and is_prose(below)
            and not asks(block.text, greek=greek)
        ):
            blocks[at] = replace(block, dropped="caption")


def _drop_repeated(blocks: list[Block], folded: Sequence[str], *, greek: bool) -> None:
    counts = Counter(folded[at] for at, one in enumerate(blocks) if one.kind == "paragraph")
    for at, block in enumerate(blocks):
        is_often = counts[folded[at]] >= 3 and at > 12
        if (
            is_often
            and not block.dropped
            and not asks(block.text, greek=greek)
            and is_heading_like(block)
        ):
            blocks[at] = replace(block, dropped="repeated")


def _drop_pull_quotes(blocks: list[Block], folded: Sequence[str]) -> None:
    """Sentences that a page shows a second time in large letters."""
    prose = "\n".join(fold(one.text) for one in blocks if one.kind == "paragraph")
    if len(prose) > _LONGEST:
        return
    # What stands first is the title, though it may quote the text.
    first = next((at for at, one in enumerate(blocks) if not one.dropped), 0)
    for at, block in enumerate(blocks[first + 1 :], first + 1):
        if block.kind in ("paragraph", "quote") and not block.dropped and len(folded[at]) > 40:
            found = prose.find(folded[at])
            inside = found >= 0 and prose.find(folded[at], found + 1) >= 0
            if inside and not _stands_alone(prose, folded[at]):
                blocks[at] = replace(block, dropped="pull quote")


def _stands_alone(prose: str, text: str) -> bool:
    """True when the text is never part of a longer paragraph."""
    lines = prose.split("\n")
    return not any(text in line and len(line) > len(text) + 20 for line in lines)


def _drop_after_closing(
    blocks: list[Block], folded: Sequence[str], cues: Cues, *, greek: bool
) -> None:
    """Ends the article at a title such as `Related articles`; alone where questions follow."""
    total = sum(len(one.text) for one in blocks if is_prose(one))
    seen = 0
    for at, block in enumerate(blocks):
        seen += len(block.text) if is_prose(block) else 0
        is_title = block.dropped in ("", "control of the page", "teaser")
        if _is_closing(folded[at], cues) and len(words(block.text)) <= 8 and is_title:
            between = starts_with(folded[at], cues.teaser)
            if _asks_on(blocks, at + 1, greek=greek, between=between) or seen < 0.5 * total:
                if at > 8 and not block.dropped:
                    blocks[at] = replace(block, dropped="teaser")
                continue
            for later in range(at, len(blocks)):
                if not blocks[later].dropped:
                    blocks[later] = replace(blocks[later], dropped="after the article")
            return


def _is_closing(text: str, cues: Cues) -> bool:
    """`Most read`, or `Most read in Sports`."""
    if without_counts(text) in cues.closing:
        return True
    several = [one for one in cues.closing if " " in one]
    return len(text.split()) <= 6 and starts_with(text, several)


def _asks_on(blocks: Sequence[Block], begin: int, *, greek: bool, between: bool) -> bool:
    """True when questions with answers still follow; `between`: below words of pointers to others.

    Those stand inside texts as well, so that one more question is enough.
    """
    pairs = list(pairwise(blocks))
    told = [
        (at, sum(len(one.text) for one in takewhile(is_prose, blocks[at + 1 : at + 5])))
        for at, (block, after) in enumerate(pairs)
        if asks(block.text, greek=greek) and is_prose(after)
    ]
    before = sum(at < begin for at, _ in told)
    later = [size for at, size in told if at >= begin]
    long = [size for size in later if size > _PROSE]
    return len(long) >= _LEAST_BEFORE or (between and before >= _LEAST_BEFORE and bool(long))
