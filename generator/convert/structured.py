"""JSON and XML as data, or the refusal of what is broken, hostile or absurdly nested.

The home of lxml for the article formats. Nothing is ever fetched, no DTD loaded, no entity
expanded: a document that declares entities is refused.
"""

from __future__ import annotations

import json
import re
from html.entities import html5
from typing import TYPE_CHECKING, Any

from generator.convert.refusal import refused

if TYPE_CHECKING:
    from lxml import etree

MAX_DEPTH = 200
"""No article format nests so deep; Python's own recursion limit lies higher."""

_DECLARATION = re.compile(r"\s*<\?xml\b[^>]{0,400}\?>")
_ENTITY_DECLARED = re.compile(r"<!ENTITY\b", re.IGNORECASE)
_PROLOG = 65_536
_NAMED = re.compile(r"&([A-Za-z][A-Za-z0-9]{1,31};)")
_XML_OWN = frozenset(("amp;", "lt;", "gt;", "quot;", "apos;"))


def load_json(text: str, name: str) -> Any:
    """The data of a JSON text. Raises the refusal of broken or too deeply nested JSON."""
    try:
        data = json.loads(text.lstrip("\ufeff"))
    except RecursionError as error:
        raise _too_deep("JSON", name) from error
    except ValueError as error:
        place = f" in line {error.lineno}" if isinstance(error, json.JSONDecodeError) else ""
        raise refused("broken-json", f"is broken JSON{place}", name, hint=_COMPLETE) from error
    if _depth(data) > MAX_DEPTH:
        raise _too_deep("JSON", name)
    return data


def load_xml(text: str, name: str) -> etree._Element:
    """The root element of an XML text, without comments and processing instructions.

    HTML's named characters (`&nbsp;`) are understood even without the DTD that defines them.
    """
    from lxml import etree

    if _ENTITY_DECLARED.search(text[:_PROLOG]):
        message = "declares XML entities, which are never resolved"
        raise refused("unsafe-xml", message, name, hint="an export without a DTD of its own")
    # Without its declaration (the text is decoded already), but with its lines.
    undeclared = _DECLARATION.sub(lambda found: "\n" * found[0].count("\n"), text, count=1)
    plain = _NAMED.sub(_character, undeclared)
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(plain.encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError as error:
        if "depth" in str(error).lower():
            raise _too_deep("XML", name) from error
        line = f" in line {error.lineno}" if error.lineno else ""
        raise refused("broken-xml", f"is broken XML{line}", name, hint=_COMPLETE) from error
    if any(not isinstance(element.tag, str) for element in root.iter()):
        message = "refers to XML entities, which are never resolved"
        raise refused("unsafe-xml", message, name, hint="an export without a DTD of its own")
    return root


_COMPLETE = "the complete file, as it was delivered"


def _character(found: re.Match[str]) -> str:
    name = found[1]
    return found[0] if name in _XML_OWN else html5.get(name, found[0])


def _depth(data: Any) -> int:
    """How deep lists and objects nest; without recursion, so that any depth can be told."""
    depth, level = 0, [data]
    while level and depth <= MAX_DEPTH:
        level = [
            inner
            for one in level
            if isinstance(one, (dict, list))
            for inner in (one.values() if isinstance(one, dict) else one)
        ]
        depth += 1
    return depth


def _too_deep(kind: str, name: str) -> Exception:
    return refused("too-deep", f"is {kind} nested deeper than any article", name)


def load_html(html: str, name: str) -> etree._Element | None:
    """The root of a scrap of HTML, mended as browsers mend it; None when there is nothing in it."""
    from lxml import etree

    # Without huge_tree, what nests deeper than 256 elements is left out without a word; with it,
    # from 2048 on. The size of the document was checked before.
    parser = etree.HTMLParser(
        encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True, huge_tree=True
    )
    plain = _DECLARATION.sub("", html, count=1)
    try:
        root = etree.fromstring(plain.encode("utf-8", "replace"), parser)
    except (etree.XMLSyntaxError, etree.ParserError) as error:
        if "empty" in str(error).lower():
            return None
        raise refused("broken-html", "holds HTML that cannot be read", name) from error
    if any("depth" in entry.message.lower() for entry in parser.error_log):
        raise _too_deep("HTML", name)
    return root
