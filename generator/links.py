"""The links between pages: each resolved to a site path, or reported where it is written."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import unquote

from generator.diagnostics import Diagnostic, error, warning
from generator.model import Link, Page, Retired, Target
from generator.naming import Names, find_term, term_name
from generator.site import Site
from generator.text import nearest, slugify
from generator.urls import TERM

_CONTENT = "content"
_STATIC = "static"
# The nearest name is sought among all pages: with thousands of broken links that takes minutes.
MOST_HINTS = 50
_WAYS = {
    True: "put the picture beside the file, or into static/ and write /picture.jpg",
    False: "link to a content file (other.md), a file of static/ (/plan.pdf) or an address",
}


def resolve_links(
    site: Site,
    static: Collection[str],
    own_paths: Collection[str],
    pictures: Mapping[str, Target],
) -> tuple[Mapping[str, tuple[Target, ...]], tuple[Diagnostic, ...]]:
    """For each page's file the site paths of its links, in their order; and what leads nowhere.

    `static` holds the files of the static folder, `own_paths` the site paths that no content file
    makes (`tags/energy/`), `pictures` what pages show of the images of
    the source, by file. A link that leads nowhere has an error, and leads home.
    """
    problems: list[Diagnostic] = []
    anchors: dict[str, frozenset[str]] = {}

    def anchors_of(page: Page) -> Collection[str]:
        if page.path not in anchors:
            anchors[page.path] = frozenset(page.anchors)
        return anchors[page.path]

    resolver = _Resolver(site, frozenset(static), frozenset(own_paths), pictures, anchors_of)
    resolved: dict[str, tuple[Target, ...]] = {}
    for page in (*site.explainers, *site.plain_pages):
        if not page.links:
            continue
        found: list[Target] = []
        for link in page.links:
            to = resolver.resolve(page, link)
            if isinstance(to, Diagnostic):
                problems.append(to)
                found.append("")
            else:
                found.append(to)
        resolved[page.path] = tuple(found)
    return resolved, tuple(problems)


Place = tuple[str, int]
"""A question: its page's file, and its number on the page from 0."""


@dataclass(frozen=True, slots=True)
class Pins:
    """What the comments of questions say of other questions."""

    related: Mapping[Place, tuple[Place, ...]]
    distinct: frozenset[tuple[Place, Place]]
    """Pairs, each in both orders."""


def resolve_pins(site: Site) -> tuple[Pins, tuple[Diagnostic, ...]]:
    """What `related:` and `distinct-from:` name, and a message for each that leads to no other."""
    related: dict[Place, tuple[Place, ...]] = {}
    distinct: set[tuple[Place, Place]] = set()
    problems: list[Diagnostic] = []
    resolver = _Resolver(site, frozenset(), frozenset(), {}, lambda page: page.anchors)
    for page in site.explainers:
        for at, question in enumerate(page.questions):
            own = (page.path, at)
            if question.related:
                related[own] = tuple(resolver.others(page, own, question.related, problems))
            if question.distinct_from:
                for other in resolver.others(page, own, question.distinct_from, problems):
                    distinct |= {(own, other), (other, own)}
    return Pins(related, frozenset(distinct)), tuple(problems)


def question_places(site: Site) -> Mapping[str, Place]:
    """Every question by its site path: `pact/#why-now`."""
    return {
        f"{page.slug}/#{one.id}": (page.path, at)
        for page in site.explainers
        for at, one in enumerate(page.questions)
    }


class _Resolver:
    def __init__(
        self,
        site: Site,
        static: frozenset[str],
        own_paths: frozenset[str],
        pictures: Mapping[str, Target],
        anchors_of: Callable[[Page], Collection[str]],
    ) -> None:
        self.site = site
        self.static = static
        self.own_paths = own_paths
        self.pictures = pictures
        self.anchors_of = anchors_of
        self.hints_left = MOST_HINTS
        self.expired = {one.path: f"{one.slug}/" for one in site.expired}
        self.terms: Names | None = None
        self.by_site_path = {f"{one.slug}/": one for one in site.by_path.values()}

    def resolve(self, page: Page, link: Link) -> Target | Diagnostic:
        if link.target.startswith(TERM):
            if self.terms is None:
                self.terms = Names(self.site.glossary)
            found = find_term(self.terms, term_name(link.target), link.span)
            glossary = self.site.config.paths.glossary
            return f"{glossary}/#{found}" if isinstance(found, str) else found
        address, _, fragment = link.target.partition("#")
        address, fragment = unquote(address.partition("?")[0]), unquote(fragment)
        if not address:
            return self._to_page(page, page, link, fragment)
        path = _joined(page.path, address)
        if address.startswith("/"):
            picture = self.pictures.get(f"{_STATIC}/{address.lstrip('/')}")
            if picture is not None:
                return picture
            return self._absolute(page, link, address.lstrip("/"), fragment)
        if path in self.pictures:
            return self.pictures[path]
        if path in self.site.by_path:
            return self._to_page(page, self.site.by_path[path], link, fragment)
        if path in self.site.hidden:
            # The address of what is true no longer stays, and says so.
            return self.expired.get(path) or self._hidden(link, path)
        if path.startswith(f"{_STATIC}/") and path.removeprefix(f"{_STATIC}/") in self.static:
            return path.removeprefix(f"{_STATIC}/")
        return self._missing(page, link, address)

    def others(
        self, page: Page, own: Place, links: Iterable[Link], problems: list[Diagnostic]
    ) -> Iterator[Place]:
        """The questions that links lead to, but for the one that they belong to."""
        for link in links:
            found = self._question(page, link)
            if isinstance(found, Diagnostic):
                problems.append(found)
            elif found == own:
                message = f"`{link.target}` is the question that this comment belongs to"
                problems.append(warning("link-to-itself", message, link.span, hint="remove it"))
            else:
                yield found

    def _question(self, page: Page, link: Link) -> Place | Diagnostic:
        to = self.resolve(page, link)
        if isinstance(to, Diagnostic):
            return to
        path, _, anchor = (to if isinstance(to, str) else to.src).partition("#")
        owner = self.by_site_path.get(path)
        asked = [one.id for one in owner.questions] if owner else []
        if owner is None or anchor not in asked:
            close = nearest(anchor, asked)
            hint = f"did you mean `#{close}`?" if close else _known("it has", asked, "#")
            return error(
                "link-to-no-question",
                f"`{link.target}` leads to no question",
                link.span,
                hint=(retired_hint(owner, anchor) if owner else "") or hint,
            )
        return owner.path, asked.index(anchor)

    def _absolute(self, page: Page, link: Link, address: str, fragment: str) -> str | Diagnostic:
        """A link from the site's root: `/files/plan.pdf`, `/tags/energy/`, `/pact/#why-now`."""
        folder = address if not address or address.endswith("/") else address + "/"
        if folder in self.by_site_path:
            return self._to_page(page, self.by_site_path[folder], link, fragment)
        for path in (address, folder):
            if path in self.static or path in self.own_paths:
                return path + (f"#{fragment}" if fragment else "")
        return self._missing(page, link, "/" + address)

    def _to_page(self, page: Page, to: Page, link: Link, fragment: str) -> str | Diagnostic:
        if not fragment:
            return f"{to.slug}/"
        anchors = self.anchors_of(to)
        if fragment in anchors or fragment.startswith("note-") or _has_unread_ledger(to):
            return f"{to.slug}/#{_permanent(to, fragment)}"
        known = _retired_to(to, fragment) or _worded(to, fragment)
        if known:
            return known
        close = nearest(fragment, anchors)
        where = "this page" if to is page else f"`{to.path}`"
        return error(
            "missing-anchor",
            f"{where} has no question or heading `#{fragment}`",
            link.span,
            hint=f"did you mean `#{close}`?" if close else _known("it has", anchors, "#"),
        )

    def _hidden(self, link: Link, path: str) -> Diagnostic:
        reason = "a draft" if self.site.hidden[path] == "draft" else "dated in the future"
        return error(
            "link-to-hidden-page",
            f"`{link.target}` leads to a page that is not shown: it is {reason}",
            link.span,
            hint="remove the link, or publish that page",
        )

    def _missing(self, page: Page, link: Link, address: str) -> Diagnostic:
        self.hints_left -= 1
        if self.hints_left < 0:
            message = f"`{link.target}` leads to nothing in this site"
            return error("missing-page", message, link.span)
        near = nearest(_joined(page.path, address), self.site.by_path)
        if near is not None:
            near = posixpath.relpath(near, posixpath.dirname(page.path))
        elif address.startswith("/"):
            close = nearest(address.lstrip("/"), [*self.static, *self.by_site_path])
            near = f"/{close}" if close else None
        return error(
            "missing-page",
            f"`{link.target}` leads to nothing in this site",
            link.span,
            hint=f"did you mean `{near}`?" if near else _WAYS[link.is_image],
        )


def _has_unread_ledger(page: Page) -> bool:
    """True when nobody knows the page's ids, since its ledger cannot be read."""
    return any(
        one.severity == "error" and one.span is not None and one.span.path != page.path
        for one in page.diagnostics
    )


def _permanent(page: Page, anchor: str) -> str:
    """The id of the question that an earlier anchor stands for; else the anchor itself."""
    return next((one.id for one in page.questions if anchor in one.anchors), anchor)


def _worded(page: Page, anchor: str) -> str:
    """The way to the question whose wording makes this anchor, as other renderers have it."""
    for one in page.questions:
        if slugify(one.text) == anchor:
            return f"{page.slug}/#{one.id}"
    return ""


def _retired_to(page: Page, anchor: str) -> str:
    """The way to the notice that a retired question leaves."""
    one = _retired(page, anchor)
    return f"{page.slug}/#{one.id}" if one else ""


def retired_hint(page: Page, anchor: str) -> str:
    """What to do where a question is wanted and this one is retired; empty where it is not."""
    one = _retired(page, anchor)
    if one is None:
        return ""
    if not one.to:
        return "that question is retired: name another one, or remove this"
    return f"that question is retired and leads on to `{one.to}`: name that one, or remove this"


def _retired(page: Page, anchor: str) -> Retired | None:
    return next((one for one in page.retired if anchor in (one.id, *one.anchors)), None)


def _joined(path: str, address: str) -> str:
    return posixpath.normpath(posixpath.join(posixpath.dirname(path), address))


def _known(before: str, names: Iterable[str], mark: str) -> str:
    some = sorted(names)[:5]
    return f"{before} {', '.join(f'`{mark}{one}`' for one in some)}" if some else ""
