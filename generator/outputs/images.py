"""Pictures on a page: the addresses of their files, and the element of those in running text."""

from __future__ import annotations

from dataclasses import replace
from html import escape

from generator import urls
from generator.model import Image, Picture
from generator.views import Frame, ImageView

NO_PICTURE = Picture("", 0, 0)
"""Stands for a file that is missing or broken, which has been told."""
# How wide a picture in a column of text is.
SIZES = "(min-width: 42rem) 36rem, calc(100vw - 2rem)"


def front_image(
    frame: Frame, path: str, image: Image | None, picture: Picture | None
) -> ImageView | None:
    """The picture of a page's front matter as the page at `path` shows it."""
    if image is None or picture == NO_PICTURE:
        return None
    shown = ImageView(image.src, image.alt, image.caption, image.credit)
    if picture is None:
        return shown
    return replace(
        shown,
        src=picture.src,
        width=picture.width,
        height=picture.height,
        src_width=picture.src_width,
        sizes=SIZES,
        sources=_sources(frame, path, picture),
    )


def inline_image(frame: Frame, path: str, picture: Picture, attributes: str) -> str:
    """The element of a picture in running text; `attributes` are those that the text gives."""
    src = escape(urls.relative(path, picture.src, offline=frame.offline))
    size = f' width="{picture.width}" height="{picture.height}"'
    if not picture.sources:
        return f'<img src="{src}"{size}{attributes}>'
    sources = "".join(
        f'<source type="{kind}" srcset="{escape(srcset)}" sizes="{SIZES}">'
        for kind, srcset in _sources(frame, path, picture)
    )
    return f'<picture>{sources}<img src="{src}"{size}{attributes}></picture>'


def _sources(frame: Frame, path: str, picture: Picture) -> tuple[tuple[str, str], ...]:
    """Each format's media type and `srcset`."""
    return tuple(
        (
            kind,
            ", ".join(
                f"{urls.relative(path, one, offline=frame.offline)} {width}w"
                for one, width in variants
            ),
        )
        for kind, variants in picture.sources
    )
