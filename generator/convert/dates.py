"""Dates and times in running text, in every language that has a calendar. Pure: no clock.

A date is only what names day, month and year, and only when that day exists. A date that can be
read in two ways (3/4/2024) says so instead of guessing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from typing import Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from generator.convert.calendars import load_zones
from generator.convert.dategrammar import Grammar, fold, grammar

Moment = date | datetime
Role = Literal["published", "updated", "none"]

# One character each, so that places in the folded text are places in the text.
_FOLDED = str.maketrans(
    {
        **{chr(zero + n): str(n) for zero in (0x660, 0x6F0, 0x966, 0xFF10) for n in range(10)},
        **dict.fromkeys("\t\u00a0\u2007\u2009\u202f\u3000\u200b\u200e\u200f\u061c", " "),
        **dict.fromkeys("‐‑‒–—−", "-"),
        **dict.fromkeys("，،、", ","),
        **dict.fromkeys("’‘", "'"),
        "：": ":",
        "．": ".",
        "／": "/",
    }
)
_DIGITS = re.compile(r"\d+|[〇零一二三四五六七八九十元]年")
_NUMBER_SIGNS = re.compile(r"[\d〇零一二三四五六七八九十元]")
_ISO_8601 = re.compile(
    r"(?:1[89]|20|21)\d\d-\d\d-\d\d"
    r"(?P<time>T\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(?:Z|[+-](?:0\d|1[0-4]):?(?:00|15|30|45))?)?",
    re.ASCII,
)
_KANJI = {sign: value for value, sign in enumerate("〇一二三四五六七八九十")} | {"零": 0, "元": 1}
_LOOK_BACK = 56
_CUE_REACH = 30
_SENTENCE_END = re.compile(r"[.!?。！？]\s")
_AFTER = re.compile(r"[ \t]{0,2}[(（\[]?[ \t]{0,2}")


@dataclass(frozen=True, slots=True)
class Stamp:
    """A date in a text."""

    value: Moment
    """A datetime when a time stands with it; aware when a zone does."""
    span: tuple[int, int]
    """First character and the one after the last; day name, time and zone included."""
    role: Role = "none"
    """What the cue word beside it says it is."""
    ambiguous: Moment | None = None
    """The other reading, where there are two; `value` is then the one with the day first."""
    reach: tuple[int, int] = (0, 0)
    """The span together with the cue word."""


def find_stamps(text: str, languages: tuple[str, ...] = ()) -> tuple[Stamp, ...]:
    """The dates of a text in their order.

    `languages` are tags (`de`, `en-US`); without any, all calendars serve and 3/4/2024 is
    ambiguous, as it is in plain `en`.
    """
    folded = text.translate(_FOLDED)
    # Year, month and day take three signs at the least: the grammar is costly to build.
    if not _DIGITS.search(folded) or len(_NUMBER_SIGNS.findall(folded)) < 3:
        return ()
    rules = grammar(languages)
    found: list[Stamp] = []
    for match, readings in _find_dates(folded, rules):
        previous = found[-1].span[1] if found else 0
        found.append(_complete(folded, match, readings, rules, previous))
    return tuple(found)


def read_stamp(value: str, languages: tuple[str, ...] = ()) -> Moment | None:
    """The moment that a field of metadata holds, or None when it holds none or an unclear one.

    Reads ISO 8601, the compact stamps of wire formats (20240619T233100+0200, 20240619), RFC 2822,
    seconds and milliseconds since 1970, and whatever `find_stamps` finds.
    """
    plain = value.translate(_FOLDED).strip()
    if re.fullmatch(r"\d{8}", plain):
        return _date(int(plain[:4]), int(plain[4:6]), int(plain[6:]))
    if re.fullmatch(r"1\d{9}(?:\d{3})?", plain):
        return datetime.fromtimestamp(int(plain[:10]), UTC)
    if (exact := _iso_8601(plain)) is not None:
        return exact
    stamps = find_stamps(plain, languages or ("en",))
    return stamps[0].value if stamps and stamps[0].ambiguous is None else None


def _iso_8601(text: str) -> Moment | None:
    """The moment of the form that pages declare; the grammar judges whatever this cannot read."""
    found = _ISO_8601.fullmatch(text)
    try:
        if found is None:
            return None
        if found["time"] is None:
            return date.fromisoformat(text)
        return datetime.fromisoformat(text).replace(microsecond=0)
    except ValueError:
        return None


def _find_dates(
    text: str, rules: Grammar
) -> Iterator[tuple[re.Match[str], tuple[date, date | None]]]:
    """The places that hold a date, in order, none inside another."""
    candidates = [
        (match.start(), -match.end(), index, match)
        for start, end in _near_digits(text)
        for index, pattern in enumerate(rules.dates)
        for match in pattern.finditer(text, start, end)
    ]
    end = 0
    for start, _, _, match in sorted(candidates, key=lambda one: one[:3]):
        if start < end:
            continue
        readings = _readings(match, rules)
        if readings is not None:
            end = match.end()
            yield match, readings


def _near_digits(text: str) -> Iterator[tuple[int, int]]:
    """The stretches that a date can lie in: prose has few of them."""
    start = end = -1
    for found in _DIGITS.finditer(text):
        if found.start() - _LOOK_BACK > end:
            if end >= 0:
                yield start, end
            start = max(0, found.start() - _LOOK_BACK)
        end = found.end() + _LOOK_BACK
    if end >= 0:
        yield start, end


def _readings(match: re.Match[str], rules: Grammar) -> tuple[date, date | None] | None:
    """The date as read, and the other reading where nothing decides between the two."""
    parts = match.groupdict()
    separator = parts.get("s") or ""
    year = _year(parts, rules)
    month = rules.months.get(fold(parts["m"])) or _number(parts["m"])
    day = _number(parts["d"])
    if year is None:
        return None
    if not separator or match["y"] == match[0][:4] or not parts["m"].isdigit():
        plain = _date(year, month, day)
        return (plain, None) if plain else None
    if len(parts["y"]) == 2 and separator == "." and not rules.dotted:
        return None  # A version or section number, where dates are not written so.
    day_first, month_first = _date(year, month, day), _date(year, day, month)
    if separator == "." or rules.order == "dmy":
        month_first = month_first if day_first is None else None
    elif rules.order == "mdy":
        day_first = day_first if month_first is None else None
    if day_first and month_first and day_first != month_first:
        return day_first, month_first
    only = day_first or month_first
    return (only, None) if only else None


def _year(parts: dict[str, str | None], rules: Grammar) -> int | None:
    written = parts["y"] or ""
    year = _number(written)
    if parts.get("era"):
        return rules.eras.get(parts["era"] or "", 0) + year
    if len(written) == 2 and written.isdigit():
        return year + (2000 if year < 70 else 1900)
    return year if 1800 <= year < 2200 else None


def _number(written: str) -> int:
    """The number in Western or Chinese digits; 0 when it is none."""
    if written.isdecimal():
        return int(written)
    values = [_KANJI.get(sign, -1) for sign in written]
    if -1 in values:
        return 0
    if 10 in values:
        tens, _, ones = written.partition("十")
        return (_number(tens) if tens else 1) * 10 + (_number(ones) if ones else 0)
    return int("".join(str(value) for value in values) or "0")


def _complete(
    text: str,
    match: re.Match[str],
    readings: tuple[date, date | None],
    rules: Grammar,
    previous: int,
) -> Stamp:
    """The stamp of a date: with its time, its day name and the cue word beside it."""
    start, end = match.span()
    behind = max(previous, start - _LOOK_BACK)
    clock = match if "H" in match.re.groupindex else None
    if clock is None and (after := rules.time_after.match(text, end)) and _clock(after, rules):
        clock, end = after, after.end()
    before = None if clock else rules.time_before.search(text, behind, start)
    if before and _clock(before, rules):
        clock, start = before, before.start()
    if day := rules.day_before.search(text, behind, start):
        start = day.start()
    value, other = (one and _at(one, clock, rules) for one in readings)
    role, reach = _role(text, (start, end), rules, behind)
    assert value is not None
    return Stamp(value, (start, end), role, other, reach)


def _clock(found: re.Match[str], rules: Grammar) -> time | None:
    """The time of day, or None when the digits beside the date are none."""
    parts = found.groupdict()
    hour, minute = int(parts["H"]), parts["M"]
    separator = (parts.get("sep") or "").strip().lower()
    marked = bool(parts.get("before") or parts.get("after") or parts.get("clock"))
    if "sep" in parts:
        if minute is None and (separator in (":", ".") or not (separator or marked)):
            return None
        if separator == "." and not (marked or rules.dotted or parts.get("zone")):
            return None
        if minute is not None and (not separator or (len(minute) == 1 and separator in ":.")):
            return None
    if "before" in parts:
        word = fold(parts["before"] or parts["after"] or "")
        if word in rules.pm and hour < 12:
            hour += 12
        elif word in rules.am and hour == 12:
            hour = 0
    seconds = int(parts["S"] or 0)
    if (hour, int(minute or 0), seconds) == (24, 0, 0):
        return time.max
    if hour > 23 or int(minute or 0) > 59 or seconds > 59:
        return None
    return time(hour, int(minute or 0), seconds)


def _at(day: date, found: re.Match[str] | None, rules: Grammar) -> Moment:
    moment = _clock(found, rules) if found else None
    if found is None or moment is None:
        return day
    if moment == time.max:  # 24:00
        day, moment = day + timedelta(days=1), time(0)
    naive = datetime.combine(day, moment)
    zone = _zone(found.groupdict(), naive)
    return naive.replace(tzinfo=zone) if zone else naive


def _zone(parts: dict[str, str | None], moment: datetime) -> tzinfo | None:
    """The fixed offset that holds at that moment."""
    name, offset = parts.get("zone") or "", parts.get("offset") or parts.get("shift") or ""
    name = " ".join(name.split())
    if name[:1] in ("+", "-"):
        name, offset = "", name
    zones = load_zones()
    if name in zones.places:
        try:
            shift = moment.replace(tzinfo=ZoneInfo(zones.places[name])).utcoffset()
        except ZoneInfoNotFoundError:
            return None
        return timezone(shift) if shift is not None else None
    if not offset and name not in zones.offsets:
        return None
    minutes = zones.offsets.get(name, 0)
    if offset:
        digits = offset[1:].replace(":", "").rjust(2, "0").ljust(4, "0")
        total = int(digits[:2]) * 60 + int(digits[2:])
        minutes += -total if offset[0] == "-" else total
    if abs(minutes) >= 24 * 60:
        return None
    return UTC if minutes == 0 else timezone(timedelta(minutes=minutes))


def _role(
    text: str, span: tuple[int, int], rules: Grammar, behind: int
) -> tuple[Role, tuple[int, int]]:
    """What the nearest cue word says, and the span including it."""
    start, end = span
    for cue in reversed(list(rules.cues.finditer(text, behind, start))):
        gap = text[cue.end() : start].lstrip(".")
        near = len(gap) <= _CUE_REACH and not _SENTENCE_END.search(gap) and len(gap.split()) <= 4
        if near and ("\n" not in gap or not gap.strip(" \n:|-,")):
            return _named(cue), (cue.start(), end)
        break
    lead = _AFTER.match(text, end)
    cue_after = rules.cues.match(text, lead.end()) if lead else None
    if cue_after and not re.match(r"[ \n]{0,2}(?:[:：]|\S{0,3} ?\d)", text[cue_after.end() :][:8]):
        closed = cue_after.end() + (text[cue_after.end() :][:1] in (")", "）", "]"))
        return _named(cue_after), (start, closed)
    return "none", span


def _named(cue: re.Match[str]) -> Role:
    return "updated" if cue["updated"] else "published"


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
