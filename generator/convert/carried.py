"""Front matter that another generator's file already has, taken over where it has a place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from generator.convert.blocks import Declared
from generator.editorial import FrontMatter, Image
from generator.urls import is_safe


def kept_front(front: FrontMatter, declared: Sequence[Declared]) -> FrontMatter:
    """The front matter with the tags, addresses and picture that the file declares."""

    def listed(name: str) -> list[str]:
        return list(dict.fromkeys(one.value for one in declared if one.field == name))

    tags = {one.casefold(): one for one in reversed(listed("tag")) if any(map(str.isalnum, one))}
    slug = next((one for one in listed("slug") if _is_segment(one)), "")
    aliases = [path for one in listed("alias") if (path := _site_path(one)) and path != slug]
    image = next((one for one in listed("image") if _is_image(one)), "")
    return replace(
        front,
        tags=tuple(reversed(tags.values())),
        slug=slug,
        aliases=tuple(aliases),
        image=Image(image.lstrip("/")) if image else None,
        draft=front.draft or "true" in listed("draft"),
    )


def _is_segment(text: str) -> bool:
    return bool(text) and all(one.isalnum() or one in "-_" for one in text)


def _site_path(address: str) -> str:
    """An earlier address as a path of this site; empty for what is none."""
    path = address.strip().strip("/").removesuffix("/index.html").removesuffix(".html")
    parts = path.split("/")
    return path if parts and all(map(_is_segment, parts)) else ""


def _is_image(address: str) -> bool:
    plain = address.strip()
    return bool(plain) and is_safe(plain) and "\\" not in plain and ".." not in plain
