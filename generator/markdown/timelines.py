"""Timelines: bullet lists of which every item begins with a date.

    - 19 June 2024: The treaty is signed.
    - **1961** An earlier one is signed.

The date, bold or not, ends with a colon or a dash; after a bold one nothing is needed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import date

from markdown_it.token import Token

_WORD = r"[^\W\d_][^\s\d.,:–—]*(?: [^\W\d_][^\s\d.,:–—]*)??"
_DAY = r"(?P<d>\d\d?)(?:st|nd|rd|th)?"
_OF = r"(?:(?:de|del|of) +)?"
_FORMS = tuple(
    re.compile(form)
    for form in (
        r"(?P<y>\d{3,4})(?:-(?P<m>\d\d)(?:-(?P<d>\d\d))?)?",
        r"(?P<y>\d{3,4}) ?[–-] ?(?P<until>\d{3,4})",
        rf"{_DAY}(?:\.?º|\.|er)? +(?:(?:de|of) +)?(?P<m>{_WORD})[.,]? +{_OF}(?P<y>\d{{3,4}})",
        rf"(?P<m>{_WORD})\.? +{_DAY},? +(?P<y>\d{{3,4}})",
        rf"(?P<m>{_WORD})[.,]? +{_OF}(?P<y>\d{{3,4}})",
        r"(?P<d>\d\d?)\. ?(?P<m>\d\d?)\. ?(?P<y>\d{4})",
        r"(?P<y>\d{3,4}) ?年(?: ?(?P<m>\d\d?) ?月(?: ?(?P<d>\d\d?) ?日)?)?",
    )
)
# The longest date and what ends it; a longer beginning is no date.
_START = re.compile(r"\s*([^:：\n]{3,40}?)\s*(?::\s|：|\s[–—-]\s)\s*")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_ENGLISH = re.compile(
    "jan(uary)?|feb(ruary)?|mar(ch)?|apr(il)?|may|june?|july?|aug(ust)?|sept?(ember)?|oct(ober)?"
    "|nov(ember)?|dec(ember)?"
)
_GAP = re.compile(r"^\s*[:：–—-]?\s*")
_DIGIT = re.compile(r"\d")


def english_month(name: str) -> int:
    """The number of an English month's name or its first three letters; 0 for other words."""
    folded = name.lower().rstrip(".")
    return _MONTHS.index(folded[:3]) + 1 if _ENGLISH.fullmatch(folded) else 0


def make_timelines(tokens: Sequence[Token], month: Callable[[str], int]) -> None:
    """Turns each bullet list whose items all begin with a date into an ordered one with times."""
    for at, token in enumerate(tokens):
        if token.type != "bullet_list_open":
            continue
        items = list(_items(tokens, at))
        if len(items) < 2 or not all(_DIGIT.search(one.content[:48]) for one in items):
            continue
        dated = [_dated(one.children or [], month) for one in items]
        if not all(dated):
            continue
        for item, children in zip(items, dated, strict=True):
            item.children = children
        end = next(
            one
            for one in tokens[at:]
            if one.type == "bullet_list_close" and one.level == token.level
        )
        token.tag = end.tag = "ol"
        token.attrs["class"] = "timeline"


def _items(tokens: Sequence[Token], at: int) -> Iterator[Token]:
    """The first line of text of each of the list's own items; an empty one where there is none."""
    level = tokens[at].level
    for place in range(at + 1, len(tokens)):
        one = tokens[place]
        if one.level == level and one.type == "bullet_list_close":
            return
        if one.type == "list_item_open" and one.level == level + 1:
            is_text = tokens[place + 1].type == "paragraph_open"
            yield tokens[place + 2] if is_text else Token("inline", "", 0)


def _dated(children: Sequence[Token], month: Callable[[str], int]) -> list[Token] | None:
    """The item's inline tokens with the date as times, or None when it begins with no date."""
    rest = list(children)
    while rest and rest[0].type == "text" and not rest[0].content:
        rest.pop(0)
    if not rest:
        return None
    if rest[0].type == "strong_open":
        if [one.type for one in rest[:3]] != ["strong_open", "text", "strong_close"]:
            return None
        written, rest = rest[1].content.strip().rstrip(":：–—-").rstrip(), rest[3:]
        if rest and rest[0].type == "text":
            rest[0] = rest[0].copy(content=_GAP.sub("", rest[0].content))
    elif rest[0].type == "text" and (found := _START.match(rest[0].content + "\n")):
        written = found[1].strip()
        rest[0] = rest[0].copy(content=rest[0].content[found.end() :])
    else:
        return None
    times = _times(written, month)
    return None if times is None else [*_tokens(written, times), *rest]


def _tokens(written: str, times: Sequence[str]) -> Iterator[Token]:
    """The date as a `time`, a span of years as two, and the gap behind it."""
    texts = [written]
    yield Token("date_open", "span", 1, attrs={"class": "date"})
    if len(times) == 2:
        texts = re.split(r"( ?[–-] ?)", written)
        yield from _time(texts[0], times[0])
        yield Token("text", "", 0, content=texts[1])
    yield from _time(texts[-1], times[-1])
    yield Token("date_end", "", 0)


def _time(text: str, value: str) -> Iterator[Token]:
    yield Token("time_open", "time", 1, attrs={"datetime": value})
    yield Token("text", "", 0, content=text)
    yield Token("time_close", "time", -1)


def _times(written: str, month: Callable[[str], int]) -> tuple[str, ...] | None:
    """The values of `datetime` for a written date: one, or two for a span of years."""
    for form in _FORMS:
        found = form.fullmatch(written)
        if found is None:
            continue
        parts = found.groupdict()
        year = int(parts["y"])
        if parts.get("until"):
            until = int(parts["until"])
            return (f"{year:04}", f"{until:04}") if 0 < year < until else None
        named = parts.get("m") or ""
        number = (int(named) if named.isdecimal() else month(named)) if named else 0
        value = _value(year, number, int(parts.get("d") or 0)) if number or not named else None
        if value:
            return (value,)
    return None


def _value(year: int, month: int, day: int) -> str | None:
    """`2024`, `2024-06` or `2024-06-19`; None when no such day exists."""
    try:
        date(year, month or 1, day or 1)
    except ValueError:
        return None
    return f"{year:04}" + (f"-{month:02}" if month else "") + (f"-{day:02}" if day else "")
