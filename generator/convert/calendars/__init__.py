"""What dates are made of, one file a language: names of months and days, words around them.

Adding a language is adding a file. TOML, since it is read with the standard library and, other
than YAML, never turns a month or a language code into a switch or a number.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

Order = Literal["dmy", "mdy", ""]
"""How 3/4/2024 is read; empty where the language alone does not decide."""


@dataclass(frozen=True, slots=True)
class Calendar:
    """The date words of one language, lower case."""

    months: tuple[tuple[str, ...], ...]
    """Twelve, each with all its names; empty where months have numbers only."""
    days: tuple[str, ...]
    ordinals: tuple[str, ...]
    """What may follow a day's number: `st`, `º`, `er`."""
    links: tuple[str, ...]
    """Words between day, month and year: `of`, `de`."""
    at: tuple[str, ...]
    """Words between date and time."""
    clock: tuple[str, ...]
    """What may follow a time: `Uhr`, `h`."""
    am: tuple[str, ...]
    pm: tuple[str, ...]
    published: tuple[str, ...]
    updated: tuple[str, ...]
    dotted: bool
    """Times are also written 23.31, and years 19.6.24."""
    order: Order
    regions: Mapping[str, Order]
    """Where a region reads 3/4/2024 otherwise than the language's `order` says."""
    marks: Mapping[str, tuple[str, ...]]
    """The signs after the numbers, by `year`, `month`, `day`, `hour`, `minute`, `second`; empty
    for languages that write month names."""
    eras: Mapping[str, int]
    """Counted years: the name and the year before its first."""


@dataclass(frozen=True, slots=True)
class Zones:
    """Names of time zones."""

    offsets: Mapping[str, int]
    """Minutes east of Greenwich."""
    places: Mapping[str, str]
    """Names of the IANA database, where the offset depends on the day."""


@cache
def load_languages() -> tuple[str, ...]:
    """The languages that have a calendar, in alphabetical order."""
    return tuple(sorted(file.stem for file in _FOLDER.glob("*.toml") if file.stem != "zones"))


@cache
def load_calendar(language: str) -> Calendar | None:
    """The calendar of a language (`de`, not `de-CH`), or None when there is none."""
    if language not in load_languages():
        return None
    data = _read(f"{language}.toml")
    return Calendar(
        months=tuple(tuple(names) for names in data["months"]),
        order=data["order"],
        dotted=data["dotted"],
        regions=data.get("regions", {}),
        marks={key: tuple(signs) for key, signs in data.get("year_month_day", {}).items()},
        eras=data.get("eras", {}),
        **{key: tuple(data[key]) for key in _WORDS},
    )


@cache
def load_zones() -> Zones:
    """The names of time zones, those of all languages together."""
    data = _read("zones.toml")
    return Zones(data["offsets"], data["places"])


def find_order(tags: tuple[str, ...]) -> Order:
    """How the languages (`en-US`, `de`) read 3/4/2024; empty unless they agree."""
    orders: set[Order] = set()
    for tag in tags:
        language, _, region = tag.replace("_", "-").partition("-")
        calendar = load_calendar(language.lower())
        if calendar is not None:
            orders.add(calendar.regions.get(region.upper(), calendar.order))
    return orders.pop() if len(orders) == 1 else ""


_FOLDER = Path(__file__).parent
_WORDS = ("days", "ordinals", "links", "at", "clock", "am", "pm", "published", "updated")


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads(_FOLDER.joinpath(name).read_text(encoding="utf-8"))
