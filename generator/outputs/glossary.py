"""The glossary: every term with what it means and where it is used."""

from __future__ import annotations

from collections.abc import Callable

from generator.model import Artifact, Term
from generator.naming import terms_used
from generator.outputs.head import page_head
from generator.site import Sheet, Site
from generator.views import Frame, GlossaryView, Head, TermView

_Uses = tuple[tuple[str, str, str], ...]
"""Title, site path and language of each page that links to a term."""


def glossary_page(site: Site, frame_for: Callable[[str], Frame]) -> list[Sheet | Artifact]:
    """The page of all terms; none without glossary.yml."""
    if not site.glossary:
        return []
    used = terms_used(site)
    entries = tuple(
        (
            one,
            tuple(
                (page.front.title, f"{page.slug}/", page.front.lang)
                for page in used.get(one.id, ())
            ),
        )
        for one in sorted(site.glossary, key=lambda one: (one.term.casefold(), one.id))
    )
    path = f"{site.config.paths.glossary}/"
    return [Sheet(path, "glossary.html", glossary, frame_for(""), (path, entries))]


def glossary(
    frame: Frame, path: str, entries: tuple[tuple[Term, _Uses], ...]
) -> tuple[GlossaryView, Head]:
    """The view and head of the page of all terms."""
    terms = tuple(TermView(one.id, one.term, one.text, one.also, uses) for one, uses in entries)
    title = frame.strings["glossary"]
    description = ", ".join(one.term for one in terms)
    return GlossaryView(path, terms), page_head(frame, path, title, description)
