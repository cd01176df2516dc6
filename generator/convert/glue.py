"""First lines of pasted pages that are kicker and title without a space between, parted."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from generator.convert.blocks import Block, Run
from generator.convert.cues import camel_names, fold
from generator.text import words

_OPENERS = "«“„¿¡\"'‘"
_ENDERS = "?!»”"
_LINES = 3
_MOST_WORDS = 40
_MOST_SIGNS = 400
_KICKER_WORDS = 10
_CAMEL = re.compile(r"\w*[^\W\d_A-Z][A-Z]\w*")
# Names such as McKinsey and LaGuardia, and what single letters begin.
_PREFIX = re.compile(r"(?:\b(?:Mac|Mc|De|La|Le|Di|Du|Fitz|O)|\b\w{1,2})$")
_ENDED = re.compile(r"[.!…]['\"”’»›“)\]]*\s*$")


def part_glued(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """The blocks; a first line that is kicker and title without a space between is two of them."""
    names = camel_names() | _names(blocks)
    first = next((at for at, one in enumerate(blocks[:_LINES]) if _glue(one.text, names)), -1)
    if first < 0 or blocks[first].kind not in ("paragraph", "heading"):
        return tuple(blocks)
    block = blocks[first]
    at = _glue(block.text, names)
    parts = [
        replace(block, runs=(Run(one),), role=role)
        for one, role in ((block.text[:at], "kicker"), (block.text[at:], "title"))
    ]
    whole = [*blocks[:first], *parts, *blocks[first + 1 :]]
    return tuple(replace(one, id=number) for number, one in enumerate(whole))


def _names(blocks: Sequence[Block]) -> frozenset[str]:
    """Words with a capital inside that the article uses below its head: `WhatsApp`."""
    text = "\n".join(one.text for one in blocks[_LINES:])
    return frozenset(fold(one) for one in _CAMEL.findall(text))


def _glue(text: str, names: frozenset[str]) -> int:
    """Where a kicker ends and a title begins; 0 when the text is not two glued together."""
    if len(words(text)) > _MOST_WORDS or _ENDED.search(text):
        return 0
    for at in range(1, min(len(text) - 1, _MOST_SIGNS)):
        if not _touch(text, at):
            continue
        before, after = text[:at], text[at:]
        joint = fold(before.split()[-1] + after.split()[0]) if before.strip() else ""
        whole = joint in names or any(joint.startswith(f"{one}-") for one in names)
        if _is_kicker(before) and len(after.split()) >= 3 and not whole:
            return at
    return 0


def _touch(text: str, at: int) -> bool:
    """True where two lines seem to touch: `concernThe`, `2024The`, `TALKSThe`, `peace?The`."""
    left, right, following = text[at - 1], text[at], text[at + 1]
    begins = right.isupper() and (following.islower() or following in "'’ ")
    if right in _OPENERS and left.islower():
        return following.isupper()
    if not begins:
        return False
    if left.islower() or left in _ENDERS:
        return True
    if left.isdigit():
        return bool(re.search(r"\b(?:19|20)\d\d$", text[:at]))
    # The capitals of a kicker in capitals; the last of them may begin the title.
    return left.isupper() and at >= 4 and text[at - 4 : at].isupper() and following.islower()


def _is_kicker(before: str) -> bool:
    """Several words, or one long enough to be no name such as `McKinsey`."""
    count = len(before.split())
    if _PREFIX.search(before):
        return False
    return 2 <= count <= _KICKER_WORDS or (count == 1 and len(before) >= 5)
