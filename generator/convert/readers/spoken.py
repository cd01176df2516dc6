"""What of a page's markup is no word of its text, and what opens and closes text.

Hints that only screen readers say (`end of list`), the controls (`Show`, `+`), numbers and letters
that a toggle or heading holds beside its question, the kicker inside a title, and the toggles.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from generator.convert.asking import asks
from generator.convert.readers.bylines import opens_byline
from generator.convert.readers.inline import local_name, names

_SPOKEN = re.compile(
    r"(?:^|[-_])(?:(?:visually|visibility|a11y)[-_]?hidden|sr[-_]only|screen[-_]?reader(?:s|[-_](?:text|only))?)$",
    re.IGNORECASE,
)
_CONTROL = re.compile(
    r"(?:^|[-_])(?:icon|chevron|toggle|caret|arrow|indicator|expander|editsection|headerlink)(?:[-_]|$)",
    re.I,
)
KICKER = re.compile(
    r"kicker|overline|eyebrow|dachzeile|topline|spitzmarke|rubric|supertitle|pretitle|surtitre|occhiello|antetitulo"
)
"""Class names of the line above a title."""
_NUMBER = re.compile(r"(?:^|[-_])(?:num|number|no|nr|index|idx|count|counter|step)(?:$|[-_])", re.I)
"""Class names of the number before a question."""
_COUNT = re.compile(r"\d{1,3}(?:\.\d{1,3})*[.):]?")
_LABELLED = re.compile(r"[A-Za-z]\s?\d{1,3}[.):]?|\d{1,3}(?:\.\d{1,3})+\.?")
_LETTER = "Q"
_MOST_WORDS = 12
_MOST_CONTROLS = 3
_SWITCHES = names("checkbox radio")
_TOGGLES = ("data-toggle", "data-bs-toggle")
_NO_TOGGLE = names("nav header footer form h1 h2 h3 h4 h5 h6 button summary")


def is_spoken(element: Any) -> bool:
    """True for a hint that only screen readers say.

    Headings and times are read even so, and what opens a byline: the seen part needs it.
    """
    if not _named(element, _SPOKEN) or local_name(element) in ("h1", "h2", "h3", "h4", "time"):
        return False
    text = " ".join("".join(element.itertext()).split())
    is_hint = 0 < len(text.split()) <= _MOST_WORDS
    return is_hint and not opens_byline(f"{text} Ann Field")


def beside_the_question(toggle: Any) -> tuple[Any, ...]:
    """The elements of a heading or toggle that hold no words of what it says, none in another."""
    if not len(toggle):
        return ()
    whole = "".join(toggle.itertext()).strip()
    found: dict[Any, None] = {}
    for one in toggle.iterdescendants():
        is_beside = (
            is_spoken(one) or _controls(one, whole) or _numbers(one, whole) or _signs(one, whole)
        )
        if is_beside and not any(up in found for up in one.iterancestors()):
            found[one] = None
    return tuple(found)


def toggles_of(body: Any) -> frozenset[Any]:
    """What opens and closes the text below it, beside buttons and `<summary>`."""
    return frozenset((*_labels(body), *_links(body), *_boxes(body)))


def _labels(body: Any) -> Iterator[Any]:
    """Labels of a box that style hides. In a form a label says what a field asks for."""
    switches = {
        one.get("id")
        for one in body.iter("input")
        if (one.get("type") or "").lower() in _SWITCHES and one.get("id")
    }
    for one in body.iter("label") if switches else ():
        if one.get("for") in switches and next(one.iterancestors("form"), None) is None:
            yield one


def _links(body: Any) -> Iterator[Any]:
    """Links as Bootstrap and its like make them. Those of menus and forms open something else."""
    for one in body.iter("a"):
        if any("collapse" in (one.get(key) or "").split() for key in _TOGGLES) and _may_open(one):
            yield one


def _boxes(body: Any) -> Iterator[Any]:
    """Boxes that a script makes buttons, and that hold a question."""
    for one in body.iter("div", "p", "span"):
        is_button = one.get("role") == "button" or one.get("aria-expanded") or one.get("onclick")
        if is_button and _may_open(one) and asks(_seen(one), greek=True):
            yield one


def _may_open(element: Any) -> bool:
    """A heading that holds a toggle says all itself."""
    return bool("".join(element.itertext()).strip()) and not any(
        local_name(up) in _NO_TOGGLE for up in element.iterancestors()
    )


def _seen(toggle: Any) -> str:
    """What a toggle says, without the sign that tells whether it is open."""
    return " ".join("".join(toggle.itertext()).split()).strip("+-−–▼▾▸›⌄×✕ ")


def kicker_inside(title: Any) -> Any | None:
    """The element at a title's beginning whose name says that it is the line above; else None."""
    first = next((one for one in title if local_name(one)), None)
    if first is None or (title.text or "").strip() or not _named(first, KICKER):
        return None
    said, whole = ("".join(one.itertext()).strip() for one in (first, title))
    # Set with a colon behind it, the two are one line.
    is_apart = len(whole) > len(said) + 1 and whole[len(said) :].lstrip()[:1] not in ":-–—|"
    return first if said and is_apart and said[-1:] != ":" else None


def _signs(element: Any, whole: str) -> bool:
    """True for a sign at an end that tells whether a toggle is open: `+`, `▾`."""
    text = "".join(element.itertext()).strip()
    if not whole.startswith(text) and not whole.endswith(text):
        return False
    return 0 < len(text) <= 2 and not any(one.isalnum() or one in "?？؟;!.…“”«»" for one in text)


def _controls(element: Any, whole: str) -> bool:
    if local_name(element) == "sup" and "".join(element.itertext()).strip("[] ").isdigit():
        return True  # It points to a note, and no question ends with it.
    if not local_name(element) or not _named(element, _CONTROL):
        return False
    text = "".join(element.itertext()).strip()
    is_short = 0 < len(text.split()) <= _MOST_CONTROLS
    # Some toggles call the question itself their text.
    return is_short and text != whole and not asks(text, greek=True)


def letter_before(block: Any) -> tuple[Any, ...]:
    """The element of its own that holds a block's `Q`; none where there is none."""
    first = next((one for one in block if local_name(one)), None)
    if first is None or (block.text or "").strip() or "".join(first.itertext()).strip() != _LETTER:
        return ()
    rest = "".join(block.itertext()).strip().removeprefix(_LETTER)
    return (first,) if asks(rest.strip(), greek=True) else ()


def numbers(element: Any) -> bool:
    """True for what stands in front of a question, a number or a letter: `Q01`, `1.2`, `Q`."""
    text = "".join(element.itertext()).strip()
    if text == _LETTER:
        return True
    is_named = _COUNT.fullmatch(text) and _named(element, _NUMBER)
    return bool(is_named or _LABELLED.fullmatch(text))


def _numbers(element: Any, whole: str) -> bool:
    if not local_name(element) or not numbers(element):
        return False
    text = "".join(element.itertext()).strip()
    rest = whole.removeprefix(text).strip()
    return rest != whole and (rest[:1].isalpha() or rest[:1] in "¿¡")


def _named(element: Any, pattern: re.Pattern[str]) -> bool:
    return any(pattern.search(one) for one in (element.get("class") or "").split())
