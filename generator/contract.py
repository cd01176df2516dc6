"""What every page of every theme must keep to, read off its markup alone.

The rules are those of docs/theming.md. This is no validator: the Nu checker in `make audit` is.
It finds what a theme's author gets wrong: tags that do not match, ids that are missing or used
twice, a question that is not listed, a date that is not shown, something from another host.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import unquote, urlsplit

from generator.model import Page

_VOID = frozenset(
    [
        *("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source"),
        *("track", "wbr"),
    ]
)
_P_ENDS = frozenset(
    [
        *("address", "article", "aside", "blockquote", "details", "div", "dl", "fieldset"),
        *("figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header"),
        *("hgroup", "hr", "main", "menu", "nav", "ol", "p", "pre", "search", "section", "table"),
        "ul",
    ]
)
# Elements that end without an end tag where one of these begins.
_IMPLIED_END = {
    "li": {"li"},
    "dt": {"dt", "dd"},
    "dd": {"dt", "dd"},
    "tr": {"tr", "tbody", "tfoot"},
    "td": {"td", "th", "tr", "tbody", "tfoot"},
    "th": {"td", "th", "tr", "tbody", "tfoot"},
    "thead": {"tbody", "tfoot"},
    "tbody": {"tbody", "tfoot"},
    "option": {"option", "optgroup"},
    "p": _P_ENDS,
}
_FETCHING = {"src", "srcset", "poster", "data", "action", "formaction"}
_FETCHING_LINKS = {"stylesheet", "icon", "preload", "modulepreload", "prefetch", "manifest"}
_REFERRING = ("aria-labelledby", "aria-describedby", "aria-controls", "aria-owns", "for")
_DATA_SCRIPTS = ("application/ld+json", "application/json", "speculationrules")
_HEADING = re.compile("h[1-6]")


@dataclass(slots=True)
class Outline:
    """What a page's markup holds, gathered while it is read."""

    faults: list[str] = field(default_factory=list)
    ids: Counter[str] = field(default_factory=Counter)
    references: set[str] = field(default_factory=set)
    headings: list[tuple[str, str]] = field(default_factory=list)
    """Element and id, in order."""
    elements: Counter[str] = field(default_factory=Counter)
    nav_targets: set[str] = field(default_factory=set)
    """Ids that links inside `nav` lead to."""
    times: set[str] = field(default_factory=set)
    """Each `datetime` of a `time` that has words in it."""
    fetched: set[str] = field(default_factory=set)
    lang: str = ""
    title: str = ""
    text: list[str] = field(default_factory=list)


def read_outline(html: str) -> Outline:
    """The outline of a page."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    reader.finish()
    return reader.outline


def page_faults(outline: Outline, site_url: str) -> list[str]:
    """What is wrong with any page."""
    return [*outline.faults, *_structure(outline), *_foreign(outline, site_url)]


def explainer_faults(outline: Outline, page: Page) -> Iterator[str]:
    """What an explainer's page lacks of the explainer."""
    heads = {id_ for _, id_ in outline.headings}
    for question in page.questions:
        if question.id not in heads:
            yield f"no heading has the id `{question.id}` of the question “{question.text}”"
    missing = [one.id for one in page.questions if one.id not in outline.nav_targets]
    if missing:
        some = ", ".join(f"`#{one}`" for one in missing[:3])
        yield f"the list of questions lacks {len(missing)} of {len(page.questions)}: {some}"
    front = page.front
    for name, moment in (("published", front.date), ("updated", front.updated)):
        if moment is not None and moment.isoformat() not in outline.times:
            yield f'it does not show when it was {name}: <time datetime="{moment.isoformat()}">'
    if page.front.title not in " ".join(outline.text):
        yield f"it does not show its title, “{page.front.title}”"


def _structure(outline: Outline) -> Iterator[str]:
    if not outline.lang:
        yield "`html` has no `lang`"
    if not outline.title.strip():
        yield "`title` is empty"
    for name in ("h1", "main"):
        if outline.elements[name] != 1:
            yield f"it has {outline.elements[name]} `{name}` instead of one"
    for id_, count in outline.ids.items():
        if count > 1:
            yield f"the id `{id_}` stands {count} times"
    for id_ in sorted(outline.references - set(outline.ids) - {"", "top"}):
        yield f"`#{id_}` leads to no id of the page"
    level = 0
    for element, id_ in outline.headings:
        if int(element[1]) > level + 1:
            named = f" (`{id_}`)" if id_ else ""
            yield f"an `{element}`{named} follows on {f'an `h{level}`' if level else 'no `h1`'}"
        level = int(element[1])


def _foreign(outline: Outline, site_url: str) -> Iterator[str]:
    for address in sorted(outline.fetched):
        host = urlsplit(address).netloc
        if host and host != urlsplit(site_url).netloc:
            yield f"it fetches something from another host: {address}"


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.outline = Outline()
        self.open: list[str] = []
        self.time = ""

    def handle_decl(self, decl: str) -> None:
        self.outline.elements[decl.lower()] += 1

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        self._imply_ends(tag)
        self._nesting(tag)
        self._attributes(tag, values)
        self.outline.elements[tag] += 1
        if tag not in _VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in _VOID and self.open:
            self.open.pop()
            if not {"svg", "math"} & set(self.open) and tag not in ("svg", "math"):
                self.outline.faults.append(f"`<{tag}/>` does not end the element")

    def handle_endtag(self, tag: str) -> None:
        while self.open and self.open[-1] != tag and self.open[-1] in _IMPLIED_END:
            if tag not in self.open:
                break
            self.open.pop()
        if tag not in self.open:
            self.outline.faults.append(f"`</{tag}>` ends nothing")
            return
        while self.open[-1] != tag:
            self.outline.faults.append(f"`{self.open.pop()}` is not closed")
        self.open.pop()
        if tag == "time":
            self.time = ""

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] in ("script", "style"):
            return
        if self.open[-1:] == ["title"] and "svg" not in self.open:
            self.outline.title += data
            return
        words = data.strip()
        if words:
            self.outline.text.append(data)
        if words and self.time:
            self.outline.times.add(self.time)

    def finish(self) -> None:
        left = [one for one in self.open if one not in _IMPLIED_END and one not in ("html", "body")]
        if left:
            self.outline.faults.append(f"`{left[-1]}` is not closed")
        if not self.outline.elements["doctype html"]:
            self.outline.faults.append("it does not begin with `<!doctype html>`")

    def _imply_ends(self, tag: str) -> None:
        while self.open and tag in _IMPLIED_END.get(self.open[-1], ()):
            self.open.pop()

    def _nesting(self, tag: str) -> None:
        parent = self.open[-1] if self.open else ""
        if tag in ("a", "button", "input", "select") and {"a", "button"} & set(self.open):
            self.outline.faults.append(f"a `{tag}` stands inside a link or button")
        if parent in ("ul", "ol") and tag not in ("li", "script", "template"):
            self.outline.faults.append(f"a `{tag}` stands in `{parent}` outside of `li`")
        if tag == "li" and parent not in ("ul", "ol", "menu", "template"):
            self.outline.faults.append("an `li` stands outside of a list")

    def _attributes(self, tag: str, values: dict[str, str]) -> None:
        out = self.outline
        if tag == "html":
            out.lang = values.get("lang", "")
        if "id" in values:
            out.ids[values["id"]] += 1
        if _HEADING.fullmatch(tag):
            out.headings.append((tag, values.get("id", "")))
        if tag == "time":
            self.time = values.get("datetime", "")
        if tag == "img" and "alt" not in values:
            out.faults.append(f"an `img` has no `alt`: {values.get('src', '')}")
        self._links(tag, values)
        for name in values:
            if name == "style" or name.startswith("on"):
                out.faults.append(f"`{tag}` has `{name}`, which the content policy forbids")
        if tag == "style" or (
            tag == "script" and "src" not in values and values.get("type") not in _DATA_SCRIPTS
        ):
            out.faults.append(f"an inline `{tag}`, which the content policy forbids")

    def _links(self, tag: str, values: dict[str, str]) -> None:
        out = self.outline
        href = values.get("href", "")
        if tag == "a" and href.startswith("#"):
            out.references.add(unquote(href[1:]))
            if "nav" in self.open:
                out.nav_targets.add(unquote(href[1:]))
        for name in _REFERRING:
            out.references.update(values.get(name, "").split())
        for name in _FETCHING & set(values):
            parts = values[name].split(",") if name == "srcset" else [values[name]]
            out.fetched.update(one.split()[0] for one in parts if one.split())
        if tag == "link" and set(values.get("rel", "").lower().split()) & _FETCHING_LINKS:
            out.fetched.add(href)
