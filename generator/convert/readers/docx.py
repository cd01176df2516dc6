"""Word documents: mammoth makes HTML of the text, the core properties say the rest.

Word's own styles are known by their English names in every language version. Headers, footers,
comments and deleted text are no part of the article; footnotes follow it.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from generator.convert.blocks import Block, BlockStream, Declared, RawArticle
from generator.convert.encoding import check_size
from generator.convert.readers.bodies import html_body
from generator.convert.readers.bylines import read_byline
from generator.convert.readers.inline import local_name
from generator.convert.readers.markup import MarkupReader, number
from generator.convert.readers.wire import field
from generator.convert.refusal import refused
from generator.convert.structured import load_xml
from generator.diagnostics import GeneratorError

MAX_UNPACKED = 200_000_000
"""Bytes of all parts together; pictures make large documents, bombs make larger ones."""
MAX_PART = 40_000_000
"""Bytes of one XML part: a book of 5,000 pages stays below."""
MAX_PARTS = 5_000

_STYLES = """
p[style-name='Title'] => h1.docx-title:fresh
p[style-name='Subtitle'] => p.docx-subtitle:fresh
p[style-name='Quote'] => blockquote > p:fresh
p[style-name='Intense Quote'] => blockquote > p:fresh
p[style-name='Caption'] => p.docx-caption:fresh
p[style-name='Abstract'] => p.docx-subtitle:fresh
p[style-name='Byline'] => p.docx-byline:fresh
p[style-name='Author'] => p.docx-byline:fresh
p[style-name='Kicker'] => p.docx-kicker:fresh
p[style-name='Footnote Text'] => p:fresh
"""
_ROLES = {
    "docx-title": "title",
    "docx-subtitle": "lead",
    "docx-byline": "byline",
    "docx-kicker": "kicker",
    "docx-caption": "caption",
}
_DAMAGED = (
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    zlib.error,
    OSError,
    EOFError,
    KeyError,
    ValueError,
    RuntimeError,
    NotImplementedError,
)
# What the template of a library says, not the author.
_NO_AUTHOR = ("python-docx", "microsoft office user", "un-named", "docx4j")


def read(article: RawArticle) -> BlockStream:
    """The stream of a Word document."""
    name = article.name
    check_size(article.data, name)
    core = _check(article.data, name)
    html = _to_html(article.data, name)
    reader = MarkupReader(base=article.address)
    html_body(html, name, reader)
    blocks = number(_with_roles(reader.blocks))
    if not any(block.text for block in blocks):
        raise refused("empty-input", "is a Word document without words", name)
    declared = tuple(_declared(core))
    language = next((one.value for one in declared if one.field == "lang"), "")
    return BlockStream(blocks, declared, language, (), tuple(reader.containers), "docx")


def _check(data: bytes, name: str) -> Any:
    """The root of the core properties, or None; refuses bombs and what is damaged or hostile."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            unpacked = sum(part.file_size for part in parts)
            if len(parts) > MAX_PARTS or unpacked > MAX_UNPACKED:
                message = f"unpacks to {unpacked / 1e6:.0f} MB in {len(parts)} parts"
                raise refused("too-large", message, name, hint="a document with fewer pictures")
            roots = {
                part.filename: load_xml(_unpack(archive, part, name), f"{name}: {part.filename}")
                for part in parts
                if part.filename.endswith((".xml", ".rels"))
            }
    except GeneratorError:
        raise
    except _DAMAGED as error:
        raise _damaged(name) from error
    if "word/document.xml" not in roots:
        raise refused("broken-docx", "is a Word document without its text", name)
    return roots.get("docProps/core.xml")


def _unpack(archive: zipfile.ZipFile, part: zipfile.ZipInfo, name: str) -> str:
    """The text of an XML part, never more of it than is allowed."""
    with archive.open(part) as opened:
        data = opened.read(MAX_PART + 1)
    if len(data) > MAX_PART:
        raise refused("too-large", f"has a part `{part.filename}` too large to read", name)
    encoding = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    return data.decode(encoding, "replace")


def _to_html(data: bytes, name: str) -> str:
    import mammoth

    pictures = iter(range(1, MAX_PARTS))

    def refer(image: Any) -> dict[str, str]:
        kind = re.sub(r"\W.*", "", str(image.content_type or "").rpartition("/")[2]) or "png"
        suffix = {"jpeg": "jpg", "svg": "svg"}.get(kind, kind)
        return {"src": f"image{next(pictures)}.{suffix}"}

    try:
        result = mammoth.convert_to_html(
            io.BytesIO(data),
            style_map=_STYLES,
            convert_image=mammoth.images.img_element(refer),
            id_prefix="note-",
        )
    except RecursionError as error:
        raise refused("too-deep", "is nested deeper than any article", name) from error
    except Exception as error:  # On damaged documents mammoth raises whatever comes to pass.
        raise _damaged(name) from error
    return str(result.value)


def _damaged(name: str) -> GeneratorError:
    hint = "open it in Word and save it again as .docx"
    return refused("broken-docx", "is a damaged Word document", name, hint=hint)


def _with_roles(blocks: list[Block]) -> Iterator[Block]:
    """The blocks with the roles that their Word styles give them; only the first title is one."""
    seen: set[str] = set()
    for block in blocks:
        role = next((_ROLES[one] for one in block.style.names if one in _ROLES), "")
        if role == "lead" and "title" not in seen and _title_follows(blocks, block):
            role = "kicker"
        if role == "caption":
            yield replace(block, kind="caption")
        elif role and role not in seen:
            seen.add(role)
            yield replace(block, role=role)
        else:
            yield block


def _title_follows(blocks: list[Block], subtitle: Block) -> bool:
    place = blocks.index(subtitle)
    return any("docx-title" in block.style.names for block in blocks[place + 1 : place + 3])


def _declared(core: Any) -> Iterator[Declared]:
    """What the core properties say. Word fills them by itself, so they are weak evidence."""
    values: dict[str, str] = {}
    for element in core if core is not None else ():
        text = field(" ".join(element.itertext()))
        if text:
            values.setdefault(local_name(element), text)
    creator = values.get("creator", "")
    if creator.lower() in _NO_AUTHOR:
        return
    if "title" in values:
        yield Declared("title", values["title"], "docx title")
    for author in read_byline(creator):
        yield Declared("author", author, "docx author")
    for key, target in (("created", "date"), ("modified", "updated"), ("language", "lang")):
        if key in values:
            yield Declared(target, values[key], f"docx {key}")
    for tag in re.split(r"\s*[,;]\s*", values.get("keywords", "")):
        if tag:
            yield Declared("tag", tag, "docx keywords")
