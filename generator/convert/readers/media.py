"""Pictures as wire formats refer to them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from generator.convert.blocks import Block, Picture, Run, plain
from generator.convert.characters import clean
from generator.convert.readers.inline import local_name, resolve, tidy

_STILL = ("image", "photo", "graphic")


def picture_block(
    picture: Picture, *, span: tuple[int, int] = (0, 0), container: int = -1, dropped: str = ""
) -> Block:
    """A block that is one picture."""
    runs = (Run("", image=picture),)
    return Block(-1, span, "image", runs, container=container, dropped=dropped)


def read_media(
    element: Any, runs: Callable[[Any], Iterable[Run]], base: str
) -> tuple[str, Picture | None, list[tuple[Run, ...]]]:
    """An NITF `media`: the name it refers to, else its picture if it is one; its captions."""
    parts: dict[str, list[Any]] = {}
    for child in element:
        parts.setdefault(local_name(child), []).append(child)
    reference = next(iter(parts.get("media-reference", [])), None)
    attributes = reference.attrib if reference is not None else {}
    source = attributes.get("source") or attributes.get("data-location") or ""
    captions = [tidy(runs(one)) for one in parts.get("media-caption", [])]
    if source.startswith("#"):
        return source[1:], None, captions
    address = resolve(source, base)
    if not address or (element.get("media-type") or "image").lower() not in _STILL:
        return "", None, captions
    alt = " ".join(clean(attributes.get("alternate-text") or "").split())
    caption = " ".join(plain(one) for one in captions)
    credit = " ".join(plain(tidy(runs(one))) for one in parts.get("media-producer", []))
    return "", Picture(address, alt, caption, credit), captions


def read_dpa_image(element: Any) -> Picture:
    """The picture of a `dnl-image`, whose `src` the reader has put in."""
    values = {key: clean(element.get(key) or "") for key in ("src", "caption", "creditline")}
    source = resolve(values["src"], "")
    return Picture(source, caption=values["caption"], credit=values["creditline"])
