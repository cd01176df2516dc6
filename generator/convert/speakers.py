"""Who speaks in an interview: the names before a colon that open questions and answers."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from itertools import pairwise

from generator.convert.asking import asks
from generator.convert.blocks import Block
from generator.convert.marks import DASH
from generator.text import words

_SPEAKER = re.compile(
    r"\W{0,2}(?:([^\W\d_](?:[^:：?!.\n]|\.(?=[^\W\d_])|(?<=\b[^\W\d_a-z])\.){0,40}\.?)"
    r"[:：]\s*(?=\S)"
    r"|([^\W\d_][^:：?!.,;\n–—]{1,40})\s[–—]\s(?=\S))"
)
"""`The Gazette:`, `example.org:`, `Dr. Hill:`, `A. F. :`, `Ann Field – `."""
_INITIALS = re.compile(r"(?:[^\W\d_a-z]\.\s?){1,3}[^\W\d_a-z]?\.?")
_LEAST = 2
_MOST_WORDS = 6


def speaker(text: str) -> str:
    """The name before the colon or dash that a text begins with, with the mark; else empty."""
    found = _SPEAKER.match(text)
    if found is None or len(words(found[1] or found[2])) > _MOST_WORDS:
        return ""
    # Before a dash, only what is written as names are: `Much is new – not all` begins a sentence.
    is_name = found[1] or all(one[0].isupper() for one in words(found[2]))
    return found[0] if is_name else ""


def asking_speakers(texts: Sequence[str]) -> frozenset[str]:
    """What every question of an interview begins with: `The Gazette:`, later perhaps `TG:`.

    Empty when one has no name or several persons ask.
    """
    found = frozenset(speaker(one) for one in texts)
    several = len({_person(one, found) for one in found}) > 1
    return frozenset() if "" in found or several else found


def _person(name: str, names: Collection[str]) -> str:
    """The name in full, of which a name may be the initials."""
    bare = name.strip(" :：–—\u00a0")
    if _INITIALS.fullmatch(bare):
        bare = re.sub(r"\W", "", bare)
    if 2 <= len(bare) <= 4 and bare.isupper():
        for one in sorted(set(names) - {name}, key=lambda one: (-len(one), one)):
            parts = [part for part in words(one) if part[:1].isupper()]
            if len(parts) > 1 and "".join(part[0] for part in parts) == bare:
                return one
    return name


def answering_speaker(texts: Sequence[str]) -> frozenset[str]:
    """What the answers begin with where one person gives them all, in full or short (`Dr. Hill:`).

    Empty when several persons answer: then the names say who does.
    """
    found = Counter(speaker(one) for one in texts)
    named = [one for one in found if one]
    said = sum(found[one] for one in named)
    if len(texts) < _LEAST or said < 0.6 * len(texts) or said < _LEAST:
        return frozenset()
    last = {(words(_person(one, named)) or [""])[-1].casefold() for one in named}
    return frozenset(named) if len(last) == 1 else frozenset()


def dashed_lines(blocks: Sequence[Block], asking: Collection[int]) -> list[int]:
    """The lines of the person who asks in a dialogue of dashes; none where there is no dialogue.

    Either only that person's lines have dashes, or they take turns with the other's.
    """
    dashed = [at for at, one in enumerate(blocks) if one.kind == "paragraph" and dash(one.text)]
    if len(dashed) < _LEAST:
        return []
    if all(after - at > 1 for at, after in pairwise(dashed)):
        return dashed if _ask_mostly(dashed, asking) and dashed[-1] + 1 < len(blocks) else []
    first, second = dashed[::2], dashed[1::2]
    # Where two take turns, that alone tells much: half of what the one says may be statements.
    takes_turns = _ask_mostly(first, asking, 0.5) and sum(at in asking for at in second) <= (
        0.3 * len(second)
    )
    return first if takes_turns and len(first) >= _LEAST else []


def _ask_mostly(lines: Sequence[int], asking: Collection[int], share: float = 0.6) -> bool:
    return sum(at in asking for at in lines) >= max(_LEAST, share * len(lines))


def dash(text: str) -> str:
    """The dash that opens speech at the beginning of a text; empty when there is none."""
    found = DASH.match(text)
    return found[0] if found else ""


def asking_lines(blocks: Sequence[Block], *, greek: bool) -> list[int]:
    """The lines of the person who asks, where two or more speak in turn; else none.

    The one who asks ends most lines with a question mark, the others hardly any.
    """
    said = {at: speaker(one.text) for at, one in enumerate(blocks) if one.kind == "paragraph"}
    names = frozenset(said.values())
    lines: dict[str, list[int]] = defaultdict(list)
    for at, name in said.items():
        if name:
            lines[_person(name, names)].append(at)
    if len(lines) < _LEAST:
        return []

    def share(name: str) -> float:
        own = lines[name]
        return sum(asks(blocks[at].text, greek=greek) for at in own) / len(own)

    asking = max(lines, key=lambda name: (len(lines[name]) >= _LEAST, share(name)))
    others = [at for name, own in lines.items() if name != asking for at in own]
    answered = [at for at in others if not asks(blocks[at].text, greek=greek)]
    own = lines[asking]
    is_interview = len(own) >= _LEAST and share(asking) >= 0.5 and len(others) >= _LEAST
    return own if is_interview and len(answered) >= 0.7 * len(others) else []
