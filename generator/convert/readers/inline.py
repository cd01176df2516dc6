"""The inline half of reading markup: runs of text in one dress, and how a block looks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urljoin

from generator.convert.blocks import BREAK, Picture, Run, Style, plain
from generator.convert.characters import clean
from generator.urls import is_safe

_SPACES = re.compile(r"[ \t\n\f]+")
_ODD_SPACE = re.compile(r"[\t\n\f]|  ")


def names(words: str) -> frozenset[str]:
    """A set of element names, written as one line."""
    return frozenset(words.split())


_STRONG = names("b strong")
_EMPHASIS = names("i em cite dfn var")
_CODE = names("code kbd samp tt")
SKIPPED = names(
    "script style head template noscript svg math object iframe video audio source track canvas "
    "link meta title colgroup col nitf-table-metadata media-metadata media-object"
)
"""Elements that hold no words of an article."""
_BREAKING = names("p div li ul ol h1 h2 h3 h4 h5 h6 blockquote bq section tr")
_NUMBERED = re.compile(r"\(?\d{1,3}[.):]\s")
_BOLD = re.compile(r"font-weight:\s*(?:bold|[6-9]00)")
_DEEPEST = 150
"""Beyond, only the words are kept: no article nests so deep."""


@dataclass(frozen=True, slots=True)
class Dress:
    """What the surrounding elements make of a text."""

    strong: bool = False
    emphasis: bool = False
    code: bool = False
    href: str = ""
    base: str = ""
    """The article's own address, which links are resolved against."""


def local_name(element: Any) -> str:
    """The element's name in lower case, without namespace; empty for comments."""
    tag = element.tag
    return tag.rpartition("}")[2].lower() if isinstance(tag, str) else ""


def read_runs(element: Any, dress: Dress = Dress(), *, depth: int = 0) -> Iterator[Run]:
    """The runs inside an element, white space as it stands; `tidy` puts it in order."""
    if depth > _DEEPEST:
        yield _run(" ".join(element.itertext()), dress)
        return
    if element.text:
        yield _run(element.text, dress)
    for child in element:
        name = local_name(child)
        if name == "br":
            yield Run(BREAK)
        elif name == "img":
            picture = read_picture(child, dress.base)
            if picture.src:
                yield Run("", image=picture)
        elif name and name not in SKIPPED:
            if name in _BREAKING:
                yield Run(BREAK)
            yield from read_runs(child, dressed(child, name, dress), depth=depth + 1)
            if name in _BREAKING:
                yield Run(BREAK)
        if child.tail:
            yield _run(child.tail, dress)


def read_picture(element: Any, base: str = "") -> Picture:
    """The picture that an `img` element refers to."""
    source = element.get("src") or element.get("data-src") or ""
    return Picture(resolve(source, base), " ".join(clean(element.get("alt") or "").split()))


def resolve(address: str, base: str) -> str:
    """The address as seen from `base`; empty for one that must not be followed (`data:`)."""
    plain_address = "".join(address.split())
    if not plain_address or not is_safe(plain_address):
        return ""
    try:
        # A page that was saved may call a file its own address: no link leads there.
        return urljoin(base, plain_address) if base and is_safe(base) else plain_address
    except ValueError:
        return ""


def tidy(runs: Iterable[Run]) -> tuple[Run, ...]:
    """The runs with white space collapsed across them, equal neighbours joined, ends trimmed."""
    groups: list[tuple[Run, list[str]]] = []
    last = BREAK
    for run in runs:
        if run.image is not None or run.text == BREAK:
            if run.text == BREAK and groups and groups[-1][1]:
                groups[-1][1][-1] = groups[-1][1][-1].rstrip(" ")
            groups.append((run, []))
            last = BREAK if run.text == BREAK else ""
            continue
        text = _SPACES.sub(" ", run.text) if _ODD_SPACE.search(run.text) else run.text
        if last.endswith((" ", BREAK)):
            text = text.removeprefix(" ")
        if not text:
            continue
        last = text
        if groups and groups[-1][1] and _same_dress(groups[-1][0], run):
            groups[-1][1].append(text)
        else:
            groups.append((run, [text]))
    joined = [_with_text(run, "".join(texts)) if texts else run for run, texts in groups]
    return _trim([run for run in joined if run.text or run.image is not None])


def split_paragraphs(runs: tuple[Run, ...]) -> list[tuple[Run, ...]]:
    """The runs parted where two line breaks follow each other: `<br><br>` parts paragraphs."""
    if all(run.text != BREAK for run in runs):
        return [runs] if runs else []
    parts: list[list[Run]] = [[]]
    for index, run in enumerate(runs):
        if run.text == BREAK and index and runs[index - 1].text == BREAK:
            parts.append([])
        else:
            parts[-1].append(run)
    return [part for one in parts if (part := _trim(one))]


def look(runs: Iterable[Run], tag: str, names: tuple[str, ...] = ()) -> Style:
    """How a block with these runs looks."""
    worded = [run for run in runs if run.text.strip()]
    text = plain(worded)
    letters = [one for one in text if one.isalpha()]
    return Style(
        tag=tag,
        bold=bool(worded) and all(run.strong for run in worded),
        capitals=len(letters) > 3 and text.upper() == text and text.lower() != text,
        numbered=bool(_NUMBERED.match(text)),
        names=names,
    )


def only_links(runs: Iterable[Run]) -> bool:
    """True when there are words and all are links."""
    worded = [run for run in runs if any(one.isalnum() for one in run.text)]
    return bool(worded) and all(run.href for run in worded)


def dressed(element: Any, name: str, dress: Dress) -> Dress:
    """The dress of what stands inside an element."""
    if name in _STRONG or _BOLD.search(element.get("style") or ""):
        return replace(dress, strong=True)
    if name in _EMPHASIS:
        return replace(dress, emphasis=True)
    if name in _CODE:
        return replace(dress, code=True)
    if name == "a":
        href = element.get("href") or ""
        return replace(dress, href="" if href.startswith("#") else resolve(href, dress.base))
    return dress


def _run(text: str, dress: Dress) -> Run:
    # A line break inside a text is white space; alone it would read as a hard break.
    plain_text = clean(text).replace("\n", " ")
    return Run(plain_text, dress.strong, dress.emphasis, dress.code, dress.href)


def _same_dress(one: Run, other: Run) -> bool:
    return (one.strong, one.emphasis, one.code, one.href) == (
        other.strong,
        other.emphasis,
        other.code,
        other.href,
    )


def _trim(runs: list[Run]) -> tuple[Run, ...]:
    kept = list(runs)
    while kept and kept[0].image is None and not kept[0].text.strip():
        kept.pop(0)
    while kept and kept[-1].image is None and not kept[-1].text.strip():
        kept.pop()
    if kept:
        kept[0] = _with_text(kept[0], kept[0].text.lstrip(" "))
        kept[-1] = _with_text(kept[-1], kept[-1].text.rstrip(" "))
    return tuple(kept)


def _with_text(run: Run, text: str) -> Run:
    """The run with another text; most have it already."""
    return run if run.text == text else replace(run, text=text)
