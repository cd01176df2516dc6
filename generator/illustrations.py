"""Which picture files a site's pages show: names in front matter and text to source files."""

from __future__ import annotations

import posixpath
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from urllib.parse import unquote

from generator.diagnostics import Diagnostic, Span, error
from generator.images import SUFFIXES
from generator.model import Page
from generator.site import Site
from generator.text import nearest
from generator.urls import is_external

_STATIC = "static"


@dataclass(frozen=True, slots=True)
class Shown:
    """The picture files of a site's pages, by their path in the site folder."""

    front: Mapping[str, str]
    """Page file → the picture of its front matter; empty where it is missing."""
    places: Mapping[str, Span]
    """Picture → the first place that names it."""
    problems: tuple[Diagnostic, ...]


def find_pictures(site: Site, files: Collection[str], static: Collection[str]) -> Shown:
    """The pictures of all pages that are shown.

    `files` are the pictures of the source (`content/tides/low.jpg`, `static/low.jpg`), `static`
    all files of the static folder. A picture in front matter that is neither is an error.
    """
    front: dict[str, str] = {}
    places: dict[str, Span] = {}
    problems: list[Diagnostic] = []
    for page in (*site.explainers, *site.plain_pages):
        image = page.front.image
        if image and not is_external(image.src):
            found = _front_picture(page, image.src, files)
            if found:
                front[page.path] = found
                places.setdefault(found, Span(page.path))
            elif unquote(image.src.partition("?")[0]) not in static:
                front[page.path] = ""
                problems.append(_missing(page, image.src, files))
        for link in page.links if files else ():
            if found := picture_of(page, link.target, files):
                places.setdefault(found, link.span)
    return Shown(front, places, tuple(problems))


def picture_of(page: Page, target: str, files: Collection[str]) -> str | None:
    """The picture that a link of a page names, whether it shows it or leads to it."""
    address = unquote(target.partition("#")[0].partition("?")[0])
    if not address.lower().endswith(SUFFIXES):
        return None
    if address.startswith("/"):
        path = f"{_STATIC}/{address.lstrip('/')}"
    else:
        path = posixpath.normpath(posixpath.join(posixpath.dirname(page.path), address))
    return path if path in files else None


def _front_picture(page: Page, src: str, files: Collection[str]) -> str | None:
    """Beside the page first, then in the static folder."""
    address = unquote(src.partition("?")[0])
    beside = posixpath.normpath(posixpath.join(posixpath.dirname(page.path), address))
    for path in (beside, f"{_STATIC}/{address}"):
        if path in files:
            return path
    return None


def _missing(page: Page, src: str, files: Collection[str]) -> Diagnostic:
    folder = posixpath.dirname(page.path)
    beside = {posixpath.relpath(one, folder) for one in files if one.startswith(f"{folder}/")}
    close = nearest(src, [*beside, *(one.removeprefix(f"{_STATIC}/") for one in files)])
    return error(
        "missing-image",
        f"there is no image `{src}`, neither beside the page nor in static/",
        Span(page.path),
        hint=f"did you mean `{close}`?" if close else "put the file beside the page",
    )
