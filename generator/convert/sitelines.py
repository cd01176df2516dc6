"""Single lines that sites put into and below their texts: told by their words and marks alone."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from generator.convert.cues import Cues, contains, fold, starts_with
from generator.text import words

_COUNTED = re.compile(
    r"(?:[^\W\d_]{2,10}\s)?\d{1,3}\s?(?:/|of|von|sur|de|di|van|из|από)\s?\d{1,3}"
    r"|\d{1,2}:\d\d(?::\d\d)?\s?/\s?\d{1,2}:\d\d(?::\d\d)?|0{1,2}:00"
)
"""Which picture of how many, `Picture 1 / 5`; how far a recording has played, `00:00 / 24:13`."""
_LABELLED = re.compile(r"\s*([^\W\d_][^:：.!?\n]{1,24}?)\s?[:：]\s*(?=\S)")
_PARTS = re.compile(r"\s?[|·•,、،]\s?|\s{2,}")
_ENDS = re.compile(r"[.!?。؟]\s*$")
_CREDITED = re.compile(
    r"(?:^|\s)(?:©|\(c\)|Credit:|Crédits?\s?:|Foto:|Photo:|Bild:|Getty Images"
    r"|Keystone|Imago|Shutterstock|iStock)"
    r"|\((?i:Foto|Photo|Bild|Image|Imagen|Immagine|Symbolbild|Archivbild)s?\b[^)]*\)\s*$"
)
_SERVICES = frozenset(
    (
        *("spotify", "apple podcasts", "apple podcast", "google podcasts", "deezer", "audible"),
        *("podimo", "castbox", "rss", "rss feed", "youtube", "facebook", "instagram", "twitter"),
        *("x", "whatsapp", "telegram", "tiktok", "linkedin", "threads", "bluesky", "mastodon"),
        *("flipboard", "google news", "pinterest", "reddit", "xing", "amazon music"),
    )
)
_LONGEST = 240
_MOST_TAGS = 20
_OWN_QUESTIONS = 2
_MOST_OF_NOTICE = 8
_MOST_OF_FEEDBACK = 14


def site_line(text: str, folded: str, cues: Cues) -> str:
    """The rule that drops such a line; empty for a line of the article. `folded` is the text's."""
    if len(text) > _LONGEST:
        return ""
    if _COUNTED.fullmatch(text.strip()):
        return "control of the page"
    if starts_with(folded, cues.feedback) and len(folded.split()) <= _MOST_OF_FEEDBACK:
        return "asks about the page"
    labelled = _LABELLED.match(text)
    behind = text[labelled.end() :] if labelled else text
    if _is_services(behind):
        return "control of the page"
    if labelled and not _ENDS.search(text) and len(words(text)) <= _MOST_TAGS:
        return "tags" if fold(labelled[1]) in cues.tags else ""
    marked = re.match(r"([^–—|:-]{2,40})\s[–—|-]\s", text)
    if marked and fold(marked[1]) in cues.advertisement and len(words(text)) <= _MOST_OF_NOTICE:
        return "advertisement"
    return ""


def is_caption(raw: str, text: str, cues: Cues) -> bool:
    """True for a line that says what a picture shows or whose it is; `text` is `raw`, folded."""
    labelled = re.match(r"([^:：/|]{2,30})[:：/|]", raw)
    if labelled and fold(labelled[1]) in cues.caption:
        return True
    return bool(_CREDITED.search(raw)) and len(text.split()) <= 25


def without_own_subjects(cues: Cues, title: str, questions: Iterable[str]) -> Cues:
    """The phrases without those of notices and sign-ups where the article itself is about them.

    `title` and `questions` are folded. What asks how to leave a newsletter answers it, too.
    """
    phrases = cues.notices | cues.newsletter
    found = [bool(contains(one, phrases)) for one in questions]
    asked = sum(found)
    # Below other articles a site answers how to cancel, too.
    is_own = asked >= _OWN_QUESTIONS and 2 * asked >= len(found)
    if is_own or (asked and contains(title, phrases)):
        return replace(cues, notices=frozenset(), newsletter=frozenset())
    return cues


def without_counts(folded: str) -> str:
    """The text without numbers around it: `comments` of `3 comments` and `comments (3)`."""
    return re.sub(r"^\d{1,5}\s+|\s*[(\[]?\d{1,5}[)\]]?$", "", folded).strip()


def _is_services(text: str) -> bool:
    parts = [fold(one) for one in _PARTS.split(text) if one.strip()]
    return len(parts) > 1 and all(one in _SERVICES for one in parts)
