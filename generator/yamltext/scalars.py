"""What YAML 1.1 makes of an unquoted word: a switch, a number, a date, nothing, or text.

Rules: YAML 1.1 type repository (bool, int, float, null, timestamp), which is what PyYAML and most
other readers of front matter follow.
"""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Any, Final, Literal

Form = Literal["", "boolean", "null", "number", "decimal", "sexagesimal", "octal", "date"]
"""Why an unquoted word is not text. Empty: it is. `decimal` is a number as everybody reads it,
`number` one that not everybody would take for one (`0x1F`, `1_000`, `1e3`)."""

_WORDS: Final[dict[str, tuple[Any, Form]]] = {
    "": (None, "null"),
    "~": (None, "null"),
    **dict.fromkeys(("null", "Null", "NULL"), (None, "null")),
    **{
        form: (truth, "boolean")
        for truth, words in ((True, ("yes", "true", "on")), (False, ("no", "false", "off")))
        for word in words
        for form in (word, word.title(), word.upper())
    },
}
_NUMBER_START: Final = frozenset("0123456789+-.")
_DECIMAL: Final = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?")
_OCTAL: Final = re.compile(r"[-+]?0[0-7_]+")
_SEXAGESIMAL: Final = re.compile(r"[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?")
_INTEGER: Final = re.compile(r"[-+]?(?:0b[01_]+|0x[0-9a-fA-F_]+|[1-9][0-9_]*)")
_FLOAT: Final = re.compile(
    r"[-+]?(?:[0-9][0-9_]*\.[0-9_]*(?:[eE][-+]?[0-9]+)?|[0-9]+[eE][-+]?[0-9]+"
    r"|\.[0-9][0-9_]*(?:[eE][-+]?[0-9]+)?|\.(?:inf|Inf|INF|nan|NaN|NAN))"
)
_DATE: Final = re.compile(
    r"(\d{4})-(\d\d?)-(\d\d?)"
    r"(?:(?:[Tt]|[ \t]+)(\d\d?):(\d\d)(?::(\d\d)(?:\.(\d*))?)?"
    r"(?:[ \t]*([Zz]|[-+]\d\d?(?::?\d\d)?))?)?",
    re.ASCII,
)
# The form that the program itself writes; the others take five times as long.
_CANONICAL_DATE: Final = re.compile(
    r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:[-+]\d\d:\d\d)?", re.ASCII
)
# No number that a person means is longer; int() of a longer one can take seconds.
_LONGEST_NUMBER: Final = 40


def resolve(written: str) -> tuple[Any, Form]:
    """What an unquoted word is read as, and the form it was taken for.

    An impossible date (`2024-02-31`) stays text: whoever wants a date says so better.
    """
    known = _WORDS.get(written)
    if known is not None:
        return known
    if written[0] not in _NUMBER_START:
        return written, ""
    if len(written) > _LONGEST_NUMBER:
        return written, ""
    if _CANONICAL_DATE.fullmatch(written):
        try:
            return datetime.fromisoformat(written), "date"
        except ValueError:
            return written, ""
    if _DECIMAL.fullmatch(written):
        return (float(written) if "." in written else int(written)), "decimal"
    return _resolve_rare(written)


def read_date(text: str) -> date | datetime:
    """The date, or the moment with or without its zone, of `2024-06-19` or `2024-06-19 23:31`.

    Raises ValueError, with a reason where the form is right but the date does not exist.
    """
    found = _DATE.fullmatch(text)
    if found is None:
        raise ValueError
    return _read_date(found)


def _read_date(found: re.Match[str]) -> date | datetime:
    year, month, day, hour, minute, second, fraction, zone = found.groups()
    day_text = f"{year}-{month:0>2}-{day:0>2}"
    if hour is None:
        return date.fromisoformat(day_text)
    clock = f"{hour:0>2}:{minute}:{second or '00'}.{(fraction or '')[:6]:0<6}"
    return datetime.fromisoformat(f"{day_text}T{clock}{_zone(zone)}")


def _resolve_rare(written: str) -> tuple[Any, Form]:
    found = _DATE.fullmatch(written)
    if found:
        if found[4] and not found[6]:
            return written, ""  # YAML wants seconds; `read_date` does not.
        try:
            return _read_date(found), "date"
        except ValueError:
            return written, ""
    plain = written.replace("_", "")
    if _OCTAL.fullmatch(written) and plain.strip("+-"):
        return int(plain, 8), "octal"
    if _SEXAGESIMAL.fullmatch(written):
        return _sexagesimal(plain), "sexagesimal"
    if _INTEGER.fullmatch(written):
        digits = plain.lstrip("+-")
        base = {"0b": 2, "0x": 16}.get(digits[:2], 10)
        if base != 10 and len(digits) == 2:
            return written, ""
        size = int(digits[2:] if base != 10 else digits, base)
        return (-size if plain[0] == "-" else size), "number"
    if _FLOAT.fullmatch(written):
        return float(re.sub(r"\.(?=inf|nan)", "", plain.lower())), "number"
    return written, ""


def _sexagesimal(plain: str) -> int | float:
    sign = -1 if plain[0] == "-" else 1
    total: int | float = 0
    for part in plain.lstrip("+-").split(":"):
        total = total * 60 + (float(part) if "." in part else int(part))
    return sign * total


def _zone(zone: str | None) -> str:
    """`+2`, `+0200` and `Z` in the one form that `fromisoformat` surely takes."""
    if not zone or zone in "Zz":
        return "+00:00" if zone else ""
    digits = zone[1:].replace(":", "")
    hours, minutes = (digits[:-2], digits[-2:]) if len(digits) > 2 else (digits, "00")
    return f"{zone[0]}{hours:0>2}:{minutes}"
