"""The patterns of dates, times and their cue words, built from the calendars of some languages.

Every quantifier is bounded and no two neighbours can match the same text in many ways, so that
no input takes more than linear time.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from generator.convert.calendars import (
    Calendar,
    Order,
    find_order,
    load_calendar,
    load_languages,
    load_zones,
)

_SPACE = r"[ \n]{0,2}"
# A date never begins inside a longer number, a range (18-19 June) or an address (/2024/06/19/).
_ALONE = r"(?<![\d/])(?<!\d[.,:\-])"
_LETTER = r"[^\W\d_]"
_KANJI = "〇零一二三四五六七八九十元"


@dataclass(frozen=True, slots=True)
class Grammar:
    """The compiled patterns for some languages."""

    dates: tuple[re.Pattern[str], ...]
    """Named groups `y`, `m` (number or name), `d`, where they apply `era` and `s` (separator)."""
    time_after: re.Pattern[str]
    """To be matched at the end of a date."""
    time_before: re.Pattern[str]
    """To be searched in the text that ends where a date begins."""
    day_before: re.Pattern[str]
    cues: re.Pattern[str]
    """One of the groups `published` and `updated`."""
    months: dict[str, int]
    am: frozenset[str]
    pm: frozenset[str]
    eras: dict[str, int]
    order: Order
    dotted: bool


def grammar(tags: tuple[str, ...]) -> Grammar:
    """The grammar for texts in these languages; English month names are always understood.

    Languages without calendar count as unknown; none known means all languages.
    """
    known = tuple(dict.fromkeys(_language(tag) for tag in tags))
    known = tuple(name for name in known if load_calendar(name) is not None)
    return _compile(known or load_languages(), find_order(tags))


def fold(name: str) -> str:
    """A name as the tables hold it: lower case, without accents and closing dots."""
    plain = unicodedata.normalize("NFD", " ".join(name.lower().split()).replace("ı", "i"))
    return "".join(one for one in plain if not unicodedata.combining(one)).rstrip(".")


def month_number(name: str) -> int:
    """The month that a name means in any language, from 1; 0 when it is none."""
    return _all_months().get(fold(name), 0)


@cache
def _all_months() -> dict[str, int]:
    names = ("en", *load_languages())
    return _month_numbers([one for name in names if (one := load_calendar(name)) is not None])


@cache
def _compile(languages: tuple[str, ...], order: Order) -> Grammar:
    names = dict.fromkeys((*languages, "en"))
    calendars = [one for name in names if (one := load_calendar(name)) is not None]
    asked = [one for name in languages if (one := load_calendar(name)) is not None]
    time = _time(calendars)
    at = _words(word for one in calendars for word in one.at)
    days = _words(day for one in calendars if not one.marks for day in one.days)
    all_days = _words(day for one in calendars for day in one.days)
    flags = re.IGNORECASE
    lead = rf"(?:{_SPACE}(?:{at}))?{_SPACE}(?:[,;|/·•@\-]|(?-i:T))?{_SPACE}(?:(?:{at}){_SPACE})?"
    return Grammar(
        dates=tuple(re.compile(one, flags) for one in _dates(calendars)),
        time_after=re.compile(rf"(?:{_SPACE}[(（]?(?:{all_days})[.]?[)）]?)?{lead}{time}", flags),
        time_before=re.compile(
            rf"(?<![\d.:]){time}[.]?(?:{_SPACE}[,;|/·•\-])?{_SPACE}(?:(?:{at}) )?"
            rf"(?:(?:{days})[.]?,?{_SPACE})?$",
            flags,
        ),
        day_before=re.compile(rf"(?<!{_LETTER})(?:{days})[.]?,?{_SPACE}(?:(?:{at}) )?$", flags),
        cues=_cues(calendars),
        months=_month_numbers(calendars),
        am=frozenset(fold(word) for one in calendars for word in one.am),
        pm=frozenset(fold(word) for one in calendars for word in one.pm),
        eras={name: year for one in calendars for name, year in one.eras.items()},
        order=order,
        dotted=any(one.dotted for one in asked),
    )


def _dates(calendars: list[Calendar]) -> list[str]:
    """The patterns of dates, the more definite first."""
    month = _words(name for one in calendars for names in one.months for name in names)
    ordinal = _words(word for one in calendars for word in one.ordinals)
    link = _words(word for one in calendars for word in one.links)
    # Arabic papers give both names of a month: «حزيران/يونيو», «يونيو (حزيران)».
    named = (
        rf"(?<!{_LETTER})(?P<m>{month})(?!{_LETTER})[.]?"
        rf"(?: ?/ ?(?:{month})(?!{_LETTER})| ?\((?:{month})\))?"
    )
    day = rf"(?P<d>\d{{1,2}})(?: ?(?:{ordinal})(?!{_LETTER}))?"
    between = rf"{_SPACE}[\-/.,]?{_SPACE}(?:(?:{link}) {{1,2}}){{0,2}}"
    year = r"(?P<y>(?:1[89]|20|21)\d\d)(?!\d)"
    wire = (
        r"(?<!\d)(?P<y>\d{4})(?P<m>\d\d)(?P<d>\d\d)T(?P<H>\d\d)(?P<M>\d\d)(?P<S>\d\d)?"
        r"(?P<zone>Z|[+\-]\d\d:?\d\d)?(?!\d)"
    )
    # What `date` and asctime write: Wed Jun 19 23:31:00 CEST 2024.
    unix = (
        rf"{named} {{1,2}}(?P<d>\d{{1,2}}) (?P<H>\d\d):(?P<M>\d\d)(?::(?P<S>\d\d))? "
        rf"(?:(?P<zone>[A-Z]{{2,5}}|[+\-]\d{{4}}) )?{year}"
    )
    dotted = r"(?P<d>\d{1,2})(?P<s>[.]) ?(?P<m>\d{1,2})[.] ?(?P<y>\d{4}|\d\d)"
    return [
        wire,
        r"(?<![\d/.\-])(?P<y>\d{4})(?P<s>[\-/.])(?P<m>\d{1,2})(?P=s)(?P<d>\d{1,2})(?!\d)",
        *_marked(calendars),
        unix,
        rf"{_ALONE}{day}{between}{named}{between}{year}",
        rf"{named}{_SPACE}[\-/.]?{_SPACE}(?:the )?{day}{_SPACE}[\-/,.]?{_SPACE}{year}",
        rf"{_ALONE}{dotted}(?![\d.]\d|\d)",
        rf"{_ALONE}(?P<d>\d{{1,2}})(?P<s>/)(?P<m>\d{{1,2}})/(?P<y>\d{{4}}|\d\d)(?![\d/])",
        rf"{_ALONE}(?P<d>\d{{1,2}})(?P<s>-)(?P<m>\d{{1,2}})-(?P<y>\d{{4}})(?![\d\-])",
    ]


def _marked(calendars: list[Calendar]) -> list[str]:
    """The pattern of 2024年6月19日, where a language that writes so is among them."""
    with_marks = [one for one in calendars if one.marks]
    if not with_marks:
        return []
    era = _words(name for one in with_marks for name in one.eras)
    sign = {
        key: _words(sign for one in with_marks for sign in one.marks[key])
        for key in ("year", "month", "day")
    }
    number = rf"\d{{1,4}}|[{_KANJI}]{{1,4}}"
    pattern = (
        rf"(?<!\d)(?:(?P<era>{era}) ?)?(?P<y>{number}) ?(?:{sign['year']}) ?(?P<m>{number}) ?"
        rf"(?:{sign['month']}) ?(?P<d>{number}) ?(?:{sign['day']})"
    )
    return [pattern]


def _time(calendars: list[Calendar]) -> str:
    """A time of day with `H`, `sep`, `M`, `S`, `before`, `after`, `clock`, `zone`, `offset`."""
    part = _words(word for one in calendars for word in (*one.am, *one.pm))
    prefix = _words(word for one in calendars if one.marks for word in (*one.am, *one.pm))
    clock = _words(word for one in calendars for word in one.clock)
    marks = [one.marks for one in calendars if one.marks]
    hour = _words(sign for one in marks for sign in one["hour"])
    minute = _words(sign for one in marks for sign in one["minute"])
    second = _words(sign for one in marks for sign in one["second"])
    zones = load_zones()
    zone = _words((*zones.offsets, *zones.places), fold_accents=False)
    return (
        rf"(?:(?P<before>{prefix}) ?)?(?P<H>\d{{1,2}})(?!\d)"
        rf"(?P<sep> ?(?:[:.]|h(?!{_LETTER})|u(?=\d)|{hour}) ?)?"
        rf"(?:(?P<M>\d{{1,2}})(?!\d|[./]\d)(?:{minute})?"
        rf"(?:[:.]?(?P<S>\d\d)(?!\d)(?:[.,]\d{{1,9}})?(?:{second})?)?)?"
        rf"(?: ?(?P<after>{part})(?!{_LETTER}))?(?: ?(?P<clock>{clock})(?!{_LETTER}))?"
        rf"(?: ?[(（]?(?-i:(?P<zone>{zone}))(?![^\W_])(?: ?(?P<shift>[+\-]\d{{1,2}}(?::?\d\d)?))?"
        rf"[)）]?| ?(?P<offset>[+\-](?:0\d|1[0-4]):?(?:00|15|30|45))(?!\d))?"
    )


def _cues(calendars: list[Calendar]) -> re.Pattern[str]:
    groups = []
    for role in ("updated", "published"):
        spaced = _words(word for one in calendars if not one.marks for word in getattr(one, role))
        solid = _words(word for one in calendars if one.marks for word in getattr(one, role))
        groups.append(rf"(?P<{role}>(?<!{_LETTER})(?:{spaced})(?!{_LETTER})|{solid})")
    return re.compile("|".join(groups), re.IGNORECASE)


def _month_numbers(calendars: list[Calendar]) -> dict[str, int]:
    numbers: dict[str, int] = {}
    for one in reversed(calendars):
        for index, names in enumerate(one.months, start=1):
            numbers.update({fold(name): index for name in names})
    return numbers


def _words(words: Iterable[str], *, fold_accents: bool = True) -> str:
    """An alternation of the words, longest first; one that never matches when there are none."""
    forms = {word.replace("’", "'") for word in words}
    if fold_accents:
        forms |= {unicodedata.normalize("NFC", fold(word)) for word in forms}
    ordered = sorted(forms, key=lambda word: (-len(word), word))
    return "|".join(re.escape(word).replace(r"\ ", r"[ \n]{1,2}") for word in ordered) or "(?!)"


def _language(tag: str) -> str:
    return tag.replace("_", "-").partition("-")[0].lower()
