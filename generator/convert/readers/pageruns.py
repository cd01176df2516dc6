"""The words inside one element of a page, as runs: inline elements, entries of lists."""

from __future__ import annotations

from typing import Any

from generator.convert.blocks import BREAK, Item, Run
from generator.convert.characters import clean
from generator.convert.readers.inline import (
    SKIPPED,
    Dress,
    dressed,
    local_name,
    names,
    read_picture,
    tidy,
)

INLINE = names(
    "a abbr acronym b bdi bdo big br cite code data del dfn em font i img ins kbd label mark nobr "
    "output picture q rp rt ruby s samp small span strike strong sub sup time tt u var wbr"
)
UNSEEN = SKIPPED | names("select option datalist input textarea progress meter dialog rp rt")
LISTS = names("ul ol menu dir")
SEPARATE = names("span a time label button")
"""Elements that stand apart when they touch, though no space is between them."""
_PERMALINKS = frozenset("¶§#🔗⚓")
_DEEPEST = 200


def holders(body: Any) -> frozenset[Any]:
    """The inline elements that hold block elements after all, as links around cards do."""
    found: set[Any] = set()
    for element in body.iter():
        name = local_name(element)
        if not name or name in INLINE or name in UNSEEN:
            continue
        parent = element.getparent()
        while parent is not None and parent not in found and local_name(parent) in INLINE:
            found.add(parent)
            parent = parent.getparent()
    return frozenset(found)


def read_inline(element: Any, name: str, dress: Dress, depth: int) -> list[Run]:
    """The runs of an element whose inside is inline."""
    if name == "br":
        return [Run(BREAK)]
    if name == "img":
        picture = read_picture(element, dress.base)
        return [Run("", image=picture)] if picture.src else []
    if name == "a" and _is_permalink(element):
        return []
    if depth > _DEEPEST:
        return [run_of(" ".join(element.itertext()), dress)]
    inner = dressed(element, name, dress)
    runs = [run_of(element.text, inner)] if element.text else []
    for child in element:
        tag = local_name(child)
        if tag and tag not in UNSEEN:
            breaking = tag not in INLINE
            if breaking:
                runs.append(Run(BREAK))
            elif tag in SEPARATE and touches(child):
                runs.append(run_of(" ", inner))
            runs.extend(read_inline(child, tag, inner, depth + 1))
            if breaking:
                runs.append(Run(BREAK))
        if child.tail:
            if tag == "span" and _is_count(child):
                runs.append(run_of(" ", inner))
            runs.append(run_of(child.tail, inner))
    return runs


def _is_count(element: Any) -> bool:
    """True for a number with a name of its own, which style sets apart from the text behind it."""
    return bool(element.get("class")) and (element.text or "").strip().isdigit()


def _is_permalink(element: Any) -> bool:
    """True for the sign behind a heading that links to itself."""
    shown = "".join(element.itertext()).strip()
    return shown in _PERMALINKS and (element.get("href") or "").startswith("#")


def touches(element: Any) -> bool:
    """True when the element stands right after another of its kind: style parts them, not text."""
    before = element.getprevious()
    return (
        before is not None
        and not before.tail
        and local_name(before) in SEPARATE
        and bool(before.get("class") or element.get("class") or local_name(element) == "a")
    )


def read_items(element: Any, depth: int, dress: Dress) -> list[Item]:
    """The entries of a list, those of the lists in it below theirs."""
    ordered = local_name(element) == "ol"
    found: list[Item] = []
    for entry in element:
        name = local_name(entry)
        if not name or name in UNSEEN:
            continue
        if name in LISTS:
            found += read_items(entry, min(depth + 1, 9), dress)
            continue
        nested = [one for one in entry.iterdescendants() if local_name(one) in LISTS]
        outer = [one for one in nested if not any(up in nested for up in one.iterancestors())]
        runs = tidy(read_without(entry, frozenset(outer), name, dress))
        if runs:
            found.append(Item(runs, depth, ordered))
        for one in outer:
            found += read_items(one, min(depth + 1, 9), dress)
    return found


def read_without(element: Any, left_out: frozenset[Any], name: str, dress: Dress) -> list[Run]:
    """The runs of an element without some of the elements in it, as the lists in a list's entry."""
    if not left_out:
        return read_inline(element, name, dress, 0)
    inner = dressed(element, name, dress)
    runs = [run_of(element.text, inner)] if element.text else []
    for child in element:
        tag = local_name(child)
        if child not in left_out and tag and tag not in UNSEEN:
            if tag not in INLINE:
                runs.append(Run(BREAK))
            runs.extend(read_without(child, left_out, tag, inner))
        if child.tail:
            runs.append(run_of(child.tail, inner))
    return runs


def run_of(text: str, dress: Dress) -> Run:
    """A stretch of text in that dress."""
    return Run(
        clean(text).replace("\n", " "),
        strong=dress.strong,
        emphasis=dress.emphasis,
        code=dress.code,
        href=dress.href,
    )


def read_lines(text: str) -> list[Run]:
    """The lines of a text, with breaks between them."""
    runs: list[Run] = []
    for index, line in enumerate(text.split("\n")):
        if index:
            runs.append(Run(BREAK))
        if line:
            runs.append(Run(line))
    return runs
