"""The question run of an article: which blocks ask, found by the form that most of them share."""

from __future__ import annotations

import re
from collections.abc import Sequence

from generator.convert.blocks import Block
from generator.convert.language import all_cues
from generator.text import collapse, words

# `?` of every script (U+037E is the Greek one); quotes and brackets may close after it.
_ASKS = re.compile(r"[?？؟\u037e]\s*['\"”’»›“」』)\]]*\s*$")
_NUMBER = re.compile(r"\s*(?:\(?\d{1,2}[.):]|[IVX]{1,4}[.)])\s+")
_DASH = re.compile(r"\s*[—–-]\s+")
_SPEAKER = re.compile(r"[^\W\d_][^:?!.]{0,40}:\s+(?=\S)")
_MOST_WORDS = 36
_LEAST = 2


def find_questions(blocks: Sequence[Block], begin: int, lang: str) -> tuple[list[int], int]:
    """The indexes of the blocks that are questions, and that of the sentence leading to them.

    Looks from `begin` on; the leading sentence is -1 where there is none. Questions that nobody
    answers and those of the intro are none. Fewer than two questions are no run: then both empty.
    """
    asking = [at for at in range(begin, len(blocks)) if _asks(blocks[at])]
    forms: dict[str, list[int]] = {}
    for at in asking:
        forms.setdefault(form(blocks[at], lang), []).append(at)
    cue = _leading_sentence(blocks, begin, asking, lang)
    best: list[int] = []
    for name in sorted(forms):
        run = [at for at in forms[name] if at > cue] if cue >= 0 else forms[name]
        answered = _answered(blocks, run)
        if len(answered) > len(best):
            best = answered
    return (best, cue) if len(best) >= _LEAST else ([], -1)


def form(block: Block, lang: str) -> str:
    """How a question is marked: `label`, `number`, `dash`, `capitals` or `plain`."""
    text = block.text
    if label(text, "question_label", lang):
        return "label"
    if _NUMBER.match(text):
        return "number"
    if _DASH.match(text):
        return "dash"
    return "capitals" if block.style.capitals else "plain"


def without_mark(text: str, lang: str) -> tuple[str, str]:
    """A question without its number, dash or label, and that mark."""
    mark = label(text, "question_label", lang)
    for pattern in (_NUMBER, _DASH):
        found = pattern.match(text[len(mark) :])
        if found:
            mark += found[0]
    return collapse(text[len(mark) :]), mark.strip()


def common_speaker(texts: Sequence[str]) -> str:
    """What every question of an interview begins with (`The Gazette:`); empty when they differ."""
    found = {match[0] for one in texts if (match := _SPEAKER.match(one))}
    return found.pop() if len(found) == 1 and all(map(_SPEAKER.match, texts)) else ""


def label(text: str, kind: str, lang: str) -> str:
    """The label at the beginning of a text (`Q:`, `Frage 1:`), empty when there is none."""
    names = "|".join(re.escape(one) for one in all_cues(kind, lang))
    found = re.match(rf"\s*(?:{names})\s?\d{{0,2}}\s?[:.]\s*(?=\S)", text, re.IGNORECASE)
    return found[0] if found else ""


def _asks(block: Block) -> bool:
    if block.kind not in ("paragraph", "heading") or block.dropped:
        return False
    text = block.text
    return bool(_ASKS.search(text)) and 1 <= len(words(text)) <= _MOST_WORDS and not _tells(text)


def _tells(text: str) -> bool:
    """True when most of the block is statements: a paragraph that only ends in a question."""
    sentences = [one for one in re.split(r"(?<=[.!?…])\s+", text) if one]
    return sum(not _ASKS.search(one) and len(one.split()) > 4 for one in sentences) >= 2


def _leading_sentence(blocks: Sequence[Block], begin: int, asking: Sequence[int], lang: str) -> int:
    """The last block before at least two questions that announces them; -1 when none does."""
    phrases = all_cues("questions", lang)
    found = -1
    for at in range(begin, len(blocks)):
        text = blocks[at].text.casefold()
        announces = at not in asking and any(one in text for one in phrases)
        before_run = sum(one > at for one in asking) >= _LEAST
        if announces and before_run and not (found >= 0 and asking[0] < at):
            found = at
    return found


def _answered(blocks: Sequence[Block], run: Sequence[int]) -> list[int]:
    """The questions that something follows before the next one."""
    ends = [*run[1:], len(blocks)]
    return [
        at
        for at, end in zip(run, ends, strict=True)
        if any(words(one.text) and not one.dropped for one in blocks[at + 1 : end])
    ]
