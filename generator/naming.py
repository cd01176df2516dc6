"""Names that stand for an entry of a list: a term of the glossary, an author."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING
from urllib.parse import unquote

from generator.diagnostics import Diagnostic, Span, error, warning
from generator.model import Author, Page, Term
from generator.text import nearest, slugify
from generator.urls import TERM

if TYPE_CHECKING:
    from generator.site import Site


class Names:
    """The entries of a list by all the names that they go by; writing and case do not matter."""

    def __init__(self, entries: Sequence[Term | Author]) -> None:
        self._owners: dict[str, dict[str, None]] = defaultdict(dict)
        for one in entries:
            own = one.term if isinstance(one, Term) else one.name
            for name in (one.id, own, *one.also):
                self._owners[slugify(name)][one.id] = None

    def owners(self, name: str) -> Collection[str]:
        """The ids of the entries that a name may mean."""
        return tuple(self._owners.get(slugify(name), ()))

    def nearest(self, name: str) -> str | None:
        """The id of the entry that a misspelt name most likely means."""
        close = nearest(slugify(name), self._owners)
        return next(iter(self._owners[close])) if close else None

    def ambiguous(self) -> Iterator[tuple[str, Sequence[str]]]:
        """The names that more than one entry goes by, and the ids of these."""
        for name, owners in self._owners.items():
            if len(owners) > 1:
                yield name, tuple(owners)


class Called:
    """How authors are called: as authors.yml names them, else as they are written."""

    def __init__(self, authors: Sequence[Author]) -> None:
        self._names = Names(authors)
        self._by_id = {one.id: one for one in authors}

    def known(self, name: str) -> Author | None:
        """The entry of authors.yml that a name surely means."""
        owners = self._names.owners(name) if self._by_id else ()
        return self._by_id[next(iter(owners))] if len(owners) == 1 else None

    def names(self, written: tuple[str, ...]) -> tuple[str, ...]:
        """The names of a page's authors."""
        if not self._by_id:
            return written
        return tuple(known.name if (known := self.known(one)) else one for one in written)


def find_term(names: Names, name: str, span: Span) -> str | Diagnostic:
    """The id of the term that a link names, or why it names none."""
    owners = names.owners(name)
    if len(owners) == 1:
        return next(iter(owners))
    if owners:
        return error(
            "ambiguous-term",
            f"`{name}` is {' and '.join(f'`{one}`' for one in owners)} in glossary.yml",
            span,
            hint=f"write the id: `{TERM}{next(iter(owners))}`",
        )
    close = names.nearest(name)
    return error(
        "undefined-term",
        f"glossary.yml explains no `{name}`",
        span,
        hint=f"did you mean `{TERM}{close}`?" if close else f"add `{slugify(name)}:` to it",
    )


def terms_used(site: Site) -> Mapping[str, Sequence[Page]]:
    """For each term's id the pages that link to it, newest first."""
    names = Names(site.glossary)
    used: dict[str, dict[str, Page]] = defaultdict(dict)
    for page in (*site.explainers, *site.plain_pages):
        for link in page.links:
            if link.target.startswith(TERM):
                for one in names.owners(term_name(link.target)):
                    used[one][page.path] = page
    return {one: tuple(pages.values()) for one, pages in used.items()}


def term_name(target: str) -> str:
    """The name in a link's target: `term:nato` names `nato`."""
    return unquote(target.removeprefix(TERM))


def written_by(site: Site) -> Mapping[str, Sequence[Page]]:
    """For each author's id the explainers that name them, newest first."""
    names = Names(site.authors)
    found: dict[str, list[Page]] = defaultdict(list)
    for page in site.listed:
        for name in page.front.authors:
            owners = names.owners(name)
            if len(owners) == 1:
                found[next(iter(owners))].append(page)
    return found


def register_problems(site: Site) -> tuple[Diagnostic, ...]:
    """Terms and authors that nothing names, and names that lead to none or to several."""
    return (*_glossary_problems(site), *_author_problems(site))


def _glossary_problems(site: Site) -> Iterator[Diagnostic]:
    used = terms_used(site) if site.glossary else {}
    for term in site.glossary:
        if term.id not in used:
            yield warning(
                "unused-term",
                f"no page links to the term `{term.id}`",
                term.span,
                hint=f"link to it with `[{term.term}]({TERM}{term.id})`, or remove it",
            )


def _author_problems(site: Site) -> Iterator[Diagnostic]:
    if not site.authors:
        return
    names = Names(site.authors)
    used: set[str] = set()
    for page in site.explainers:
        for name in page.front.authors:
            owners = names.owners(name)
            used.update(owners)
            if len(owners) > 1:
                yield warning(
                    "ambiguous-author",
                    f"`{name}` is {' and '.join(f'`{one}`' for one in owners)} in authors.yml",
                    Span(page.path),
                    hint=f"write the id: `{next(iter(owners))}`",
                )
            elif not owners:
                close = names.nearest(name)
                yield warning(
                    "unknown-author",
                    f"authors.yml knows no `{name}`",
                    Span(page.path),
                    hint=f"did you mean `{close}`?" if close else f"add `{slugify(name)}:` to it",
                )
    for author in site.authors:
        if author.id not in used:
            yield warning(
                "unused-author",
                f"no explainer names the author `{author.id}`",
                author.span,
                hint="remove the entry, or name it in `authors`",
            )
