"""The names in a byline: «Von Ada Lovelace und Charles Babbage, dpa» has two."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from generator.convert.readers.greeknames import nominative

# One surname of two: Santiago Ramón y Cajal.
_DOUBLE_NAME = re.compile(r"(\w+\s+\w+)\s(y|i|e)\s(\w+)(?=\s*(?:$|[,;/(|]))")
_ASIDE = re.compile(r"\([^)]*\)|\[[^\]]*\]|\S+@\S+|https?://\S+")
_MOST_SIGNS = 600
_PARTICLES = re.compile(
    "de|del|della|der|den|dem|di|da|do|dos|das|du|des|la|le|van|von|vom|zu|zur|ter|ten|te|af|av|"
    "bin|ibn|bint|al|el|e|y|of|the"
)
_NAME_WORD = re.compile(r"[^\W\d_][\w'’.\-]*\.?")
# Compiled at the first name in such a script: sets as large as these take long to compile.
_UNCASED = r"[\u0590-\u08ff\u0900-\u0dff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]"
_SOLID = r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af・]{2,12}"


@dataclass(frozen=True, slots=True)
class _Words:
    """The patterns made of `bylines.toml`."""

    opening: re.Pattern[str]
    between: re.Pattern[str]
    office: re.Pattern[str]


def read_byline(byline: str, source: str = "") -> tuple[str, ...]:
    """The persons a byline names, in order; agencies, offices and abbreviations are none."""
    if len(byline) > _MOST_SIGNS:
        return ()
    text = _ASIDE.sub(" ", byline).strip()
    opening = _words().opening.match(text)
    if opening:
        text = text[opening.end() :]
    names = []
    for part in _words().between.split(_DOUBLE_NAME.sub("\\1\u00a0\\2\u00a0\\3", text)):
        name = " ".join(part.split()).strip(" .,:;*")
        if _is_person(name) and name.casefold() != source.casefold():
            names.append(nominative(name, opening[0].strip(" :")) if opening else name)
    return tuple(dict.fromkeys(names))


def opens_byline(text: str) -> str:
    """What stands behind the opening of a byline (`by`, `Interview:`); empty without one."""
    opening = _words().opening.match(text)
    return text[opening.end() :].strip() if opening else ""


def names_office(text: str) -> bool:
    """True for what names an agency, a desk or a staff rather than a person."""
    return bool(_words().office.search(text))


def _is_person(name: str) -> bool:
    if _words().office.search(name):
        return False
    is_uncased = max(name, default="") >= "\u0590"
    if is_uncased and re.fullmatch(_SOLID, name):
        return True
    words = name.split()
    if not 2 <= len(words) <= 6 or not all(_NAME_WORD.fullmatch(word) for word in words):
        return False
    if is_uncased and re.search(_UNCASED, name):
        return True
    large = [word for word in words if word[0].isupper()]
    small = [word for word in words if not word[0].isupper()]
    return len(large) >= 2 and all(_PARTICLES.fullmatch(word) for word in small)


@cache
def _words() -> _Words:
    data = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))

    def listed(key: str) -> str:
        return _either(word for words in data.values() for word in words.get(key, ()))

    by, author, between = listed("by"), listed("author"), listed("and")
    return _Words(
        opening=re.compile(
            rf"(?:(?:{author})\s*:\s*)?(?:{by})\s*[:：]?\s+|(?:{author})\s*[:：=＝・]\s*", re.I
        ),
        between=re.compile(
            rf"\s*(?:[,;/|\n•·、](?:\s*(?:{between})(?=[ ]))?|\s[–—-]\s|[&＆]"
            rf"|(?<=[ ])(?:{between})(?=[ ]))\s*",
            re.I,
        ),
        office=re.compile(rf"\b(?:{listed('office')})\b|{listed('agency')}", re.I),
    )


def _either(words: Iterable[str]) -> str:
    """An alternation, longest first."""
    return "|".join(
        re.escape(word) for word in sorted(set(words), key=lambda one: (-len(one), one))
    )
