"""One file as an editor holds it, checked without reading the whole site."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Sequence
from datetime import tzinfo
from pathlib import Path
from urllib.parse import unquote

from generator import files
from generator.check.places import Sources
from generator.config import load_zone
from generator.diagnostics import Diagnostic, GeneratorError, Span, error, graded, unusable
from generator.model import Link, Page
from generator.parse import Dialect, read_page
from generator.text import nearest
from generator.urls import TERM
from generator.yamltext import read_yaml

# Not from `inputs`, which brings themes in: an editor waits for the answer.
_SETTINGS, _CONTENT, _STATIC = "site.yml", "content", "static"


def check_text(source: Path, path: str, text: str) -> tuple[Diagnostic, ...]:
    """What is wrong with the text as the content of that file, links to other files included.

    `path` is relative to the site folder, or absolute. Links from the site's root are not followed:
    what lies there, only the whole site knows.
    """
    relative = _relative(source, path)
    timezone, severities, math = _settings(source)
    zone = load_zone(timezone)
    page, _ = read_page(text, relative, zone, "", _dialect(math))
    others: dict[str, Page | None] = {relative: page}
    found = [*page.diagnostics]
    terms = [one for one in page.links if one.target.startswith(TERM)]
    found += _terms_told(source, terms) if terms else []
    for link in page.links:
        found += [] if link in terms else _told(source, page, link, others, zone)
    sources = Sources(source)
    placed = (sources.placed(one) for one in graded(found, severities))
    return tuple(sorted(dict.fromkeys(placed), key=lambda one: one.span.line if one.span else 0))


def _relative(source: Path, path: str) -> str:
    """The path from the site folder, `/` between parts; as it is when it lies elsewhere."""
    place = Path(path)
    if place.is_absolute() and place.is_relative_to(source.resolve()):
        return place.relative_to(source.resolve()).as_posix()
    return place.as_posix().removeprefix("./")


def _settings(source: Path) -> tuple[str, dict[str, str], bool]:
    """Time zone, severities and `math` of site.yml, as far as they are right.

    Checking all takes longer.
    """
    if not (source / _SETTINGS).is_file():
        message = f"`{source}` is no site folder: it has no site.yml"
        hint = "name the site folder with --source"
        raise GeneratorError([unusable("missing-site-yml", message, Span(_SETTINGS), hint=hint)])
    document, _ = read_yaml(files.read_text(source, _SETTINGS), _SETTINGS)
    data = document.data if document else {}
    given = data.get("severities")
    severities = {
        code: "off" if grade is False else grade
        for code, grade in (given.items() if isinstance(given, dict) else ())
        if grade in ("error", "warning", "note", "off", False)
    }
    name = data.get("timezone")
    try:
        load_zone(str(name or "UTC"))
    except GeneratorError:
        name = None
    return str(name or "UTC"), severities, data.get("math") is True


def _dialect(math: bool = False) -> Dialect:
    """How files are read here: without what only other pages need."""
    return Dialect(math=math, vectors=False, written=False)


def _terms_told(source: Path, links: Sequence[Link]) -> Iterator[Diagnostic]:
    """What is wrong with links to terms; nothing where the glossary itself is wrong."""
    from generator.naming import Names, find_term, term_name
    from generator.reference import GLOSSARY, read_glossary

    text = files.read_text(source, GLOSSARY) if (source / GLOSSARY).is_file() else ""
    terms, problems = read_glossary(text)
    if any(one.severity == "error" for one in problems):
        return
    names = Names(terms)
    for link in links:
        found = find_term(names, term_name(link.target), link.span)
        if not isinstance(found, str):
            yield found


def _told(
    source: Path, page: Page, link: Link, others: dict[str, Page | None], zone: tzinfo
) -> Iterator[Diagnostic]:
    address, _, fragment = link.target.partition("#")
    address, fragment = unquote(address.partition("?")[0]), unquote(fragment)
    if address.startswith("/"):
        return
    path = posixpath.normpath(posixpath.join(posixpath.dirname(page.path), address))
    path = path if address else page.path
    if _is_there(source, path, page) and not (fragment and path.endswith(".md")):
        return
    to = _page(source, path, others, zone) if path.startswith(f"{_CONTENT}/") else None
    if to is None:
        known = [f"{one.name}" for one in (source / _CONTENT).glob("*.md")]
        close = nearest(posixpath.basename(path), known)
        message = f"`{link.target}` leads to nothing in this site"
        hint = f"did you mean `{close}`?" if close else "correct the address"
        yield error("missing-page", message, link.span, hint=hint)
    elif fragment and fragment not in to.anchors and not fragment.startswith("note-"):
        where = "this page" if to is page else f"`{to.path}`"
        close = nearest(fragment, to.anchors)
        message = f"{where} has no question or heading `#{fragment}`"
        hint = f"did you mean `#{close}`?" if close else "link to the page without `#…`"
        yield error("missing-anchor", message, link.span, hint=hint)


def _is_there(source: Path, path: str, page: Page) -> bool:
    """True for the page itself and for content, shipped files and pictures on the disk."""
    if path == page.path:
        return True
    is_content = path.startswith(f"{_CONTENT}/") and path.endswith(".md")
    is_shipped = path.startswith(f"{_STATIC}/") or (
        not path.startswith("../") and _is_picture(path)
    )
    return (is_content or is_shipped) and (source / path).is_file()


def _is_picture(path: str) -> bool:
    if path.endswith(".md"):
        return False
    # What knows of pictures takes long to load, and most links lead to pages.
    from generator.images import SUFFIXES

    return path.lower().endswith(SUFFIXES)


def _page(source: Path, path: str, others: dict[str, Page | None], zone: tzinfo) -> Page | None:
    """The page of another file, read once; None where there is no such file."""
    if path not in others:
        others[path] = None
        if (source / path).is_file() and path.endswith(".md"):
            try:
                text = files.read_text(source, path)
                others[path], _ = read_page(text, path, zone, "", _dialect())
            except GeneratorError:
                return None
    return others[path]
