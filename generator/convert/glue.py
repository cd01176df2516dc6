"""First lines of pasted pages that are kicker and title without a space between, parted."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from generator.convert.blocks import Block, Run
from generator.convert.cues import camel_names, fold
from generator.text import words

# `concernThe`: a small letter or an end mark and a capital, without a space between.
_GLUE = re.compile(
    r"(?<=[^\W\d_A-ZА-ЯΑ-Ω])(?=[A-ZÄÖÜÀÁÂÇÉÈÊËÍÎÓÔÚÛÑА-ЯΑ-ΩΆΈΉΊΌΎΏ][^\W\d_]|[A-ZÀÉÈÓΗΟ]['’\s])"
    r"|(?<=[^\W\d_A-Z])(?=[«“„¿¡][^\W\d_])"
    r"|(?<=\b(?:19|20)\d\d)(?=[A-ZÄÖÜÀÉ][^\W\d_])"
    r"|(?<=[A-ZÄÖÜÀÉ]{4})(?=[A-ZÄÖÜÀÉ][a-zäöüàéèêëß])"
    r"|(?<=[^\W\d_][?!»”])(?=[A-ZÄÖÜÀÁÂÇÉÈÊÍÓÚÑА-ЯΑ-ΩΆΈΉΊΌΎΏ«“„¿¡])"
)
_LINES = 3
_MOST_WORDS = 40
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
    for found in _GLUE.finditer(text):
        before, after = text[: found.start()], text[found.start() :]
        joint = fold(before.split()[-1] + after.split()[0]) if before.strip() else ""
        whole = joint in names or any(joint.startswith(f"{one}-") for one in names)
        if _is_kicker(before) and len(after.split()) >= 3 and not whole:
            return found.start()
    return 0


def _is_kicker(before: str) -> bool:
    """Several words, or one long enough to be no name such as `McKinsey`."""
    count = len(before.split())
    if _PREFIX.search(before):
        return False
    return 2 <= count <= _KICKER_WORDS or (count == 1 and len(before) >= 5)
