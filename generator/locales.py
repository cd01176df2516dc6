"""Dates and languages as their readers write them: the home of Babel.

Babel is loaded with the first date or name: parsing, and a build with nothing to do, need none.
"""

from __future__ import annotations

from datetime import date, datetime
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from babel import Locale

# English without a country: `1 March 2025`, as most of the world writes it.
_PLAIN_ENGLISH = "en-001"
_SCRIPTS_FROM_RIGHT = "right-to-left"


def written_date(moment: datetime, lang: str) -> str:
    """The day of a moment in a language, its month in letters; in English where it is unknown."""
    return _written(moment.date(), lang)


@lru_cache(maxsize=4096)
def _written(day: date, lang: str) -> str:
    from babel.dates import format_date

    return format_date(day, "long", locale=_locale(lang))


@lru_cache(maxsize=256)
def language_name(lang: str, into: str) -> str:
    """A language's name in another (or in itself), as it stands in a list; the tag if unknown."""
    known = _known(lang)
    name = known.get_display_name(_locale(into)) if known else None
    return name[:1].upper() + name[1:] if name else lang


@lru_cache(maxsize=256)
def direction(lang: str) -> str:
    """`rtl` for languages written from right to left, else `ltr`."""
    known = _known(lang)
    return "rtl" if known and known.character_order == _SCRIPTS_FROM_RIGHT else "ltr"


@lru_cache(maxsize=256)
def _known(lang: str) -> Locale | None:
    """The locale of a language tag, else that of its language alone."""
    from babel import Locale, UnknownLocaleError

    for tag in (lang, lang.partition("-")[0]):
        try:
            return Locale.parse(tag, sep="-")
        except (UnknownLocaleError, ValueError, TypeError):
            continue
    return None


def _locale(lang: str) -> Locale:
    from babel import Locale

    return (None if lang == "en" else _known(lang)) or Locale.parse(_PLAIN_ENGLISH, sep="-")
