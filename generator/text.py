"""Small pure functions on text: slugs, nearest names, counts, digests."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import cache, lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hashlib import blake2b

_GERMAN = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "æ": "ae", "ø": "o", "œ": "oe"}
)
_NOT_ASCII_WORD = re.compile("[^a-z0-9]+")
_SPACE = re.compile("[ \t\r\n\f\v]+")
_APOSTROPHES = str.maketrans("", "", "'’‘ʼ`´")
# Scripts written without spaces between words: every character counts as one word.
_UNSPACED = "\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\u0e00-\u0eff"


@lru_cache(maxsize=4096)
def slugify(text: str, *, limit: int = 80) -> str:
    """A path segment made of the words of `text`: lower case, hyphens, Latin letters unaccented.

    Letters of other scripts stay. At most `limit` characters, cut at a word where there is one.
    Empty when the text holds no letter or digit.
    """
    if text.isascii():
        # The usual case, and this runs for every question and heading of a site.
        return _cut(_NOT_ASCII_WORD.sub("-", text.lower().replace("'", "").replace("`", "")), limit)
    folded = text.casefold().translate(_GERMAN).translate(_APOSTROPHES)
    plain = "".join(
        unicodedata.normalize("NFKD", one).encode("ascii", "ignore").decode() or one
        if one.isalpha() and unicodedata.name(one, "").startswith("LATIN")
        else one
        for one in unicodedata.normalize("NFC", folded)
    )
    # \w leaves out combining marks, which Indic scripts and Arabic need; isidentifier takes them.
    kept = "".join(
        one if one.isalnum() or unicodedata.category(one) == "Mn" else "-" for one in plain
    )
    return _cut(re.sub("-+", "-", kept), limit)


def _cut(hyphened: str, limit: int) -> str:
    """The slug without hyphens at its ends, cut at a word where it is too long."""
    slug = hyphened.strip("-")
    if len(slug) <= limit:
        return slug
    cut = slug[: limit + 1]
    return (cut[: cut.rfind("-")] if "-" in cut[limit // 2 :] else cut[:limit]).strip("-")


def nearest(name: str, known: Iterable[str]) -> str | None:
    """The known name that `name` most likely meant, or None when none is close."""
    from difflib import get_close_matches

    choices = list(known)
    found = get_close_matches(name, choices, n=1, cutoff=0.6)
    if found:
        return found[0]
    lowered = {one.casefold(): one for one in choices}
    return lowered.get(name.casefold())


def collapse(text: str) -> str:
    """The text with every run of white space as one space, none at the ends."""
    flat = text.replace("\n", " ")
    if "  " not in flat and flat.isprintable():
        # The usual case: of white space, only a plain space counts as printable.
        return flat.strip(" ")
    return " ".join(text.split())


def one_line(text: str) -> str:
    """As `collapse`, but no-break spaces, which typography needs (`Quoi ?`), stay as they are."""
    if "  " not in text and text.isprintable():
        return text.strip(" ")
    return _SPACE.sub(" ", text).strip(" ")


def count_words(text: str) -> int:
    """How many words a text has; in scripts without spaces, how many characters."""
    return len(words(text)) if is_unspaced(text) else len(text.split())


def is_unspaced(text: str) -> bool:
    """True for a text with signs of a script without spaces between words."""
    return not text.isascii() and _unspaced_sign().search(text) is not None


@cache
def _unspaced_sign() -> re.Pattern[str]:
    return re.compile(f"[{_UNSPACED}]")


def words(text: str) -> list[str]:
    """The words of a text in order; in scripts without spaces, each character."""
    return _word().findall(text)


@cache
def _word() -> re.Pattern[str]:
    # Compiled when it is first used, as the sign above: that takes longer than most commands' work.
    return re.compile(rf"[{_UNSPACED}]|[^\W{_UNSPACED}]+(?:['’][^\W{_UNSPACED}]+)*")


def truncate(text: str, limit: int) -> str:
    """The text, or its beginning up to a word's end and an ellipsis, `limit` characters at most."""
    if len(text) <= limit:
        return text
    cut = text[:limit]
    end = cut.rfind(" ")
    return (cut[:end] if end > limit // 2 else cut[: limit - 1]).rstrip(" ,;:–—-") + "…"


def digest(*parts: str | bytes) -> str:
    """A short stable digest (128 bits, hexadecimal) of the parts in order."""
    data = [
        part.encode("utf-8", "surrogatepass") if isinstance(part, str) else part for part in parts
    ]
    # In one call: most parts are short, and there are a hundred thousand digests in a build.
    whole = b"".join([len(one).to_bytes(8, "big") + one for one in data])
    return _hasher()(whole, digest_size=16).hexdigest()


@cache
def _hasher() -> type[blake2b]:
    from hashlib import blake2b  # Loads OpenSSL, which most commands do without.

    return blake2b
