"""What kind of article some bytes are, told by their content.

The file's name and the declared media type only decide between Markdown and plain text, and
between plain text and a scrap of HTML.
"""

from __future__ import annotations

import io
import re
from typing import Any, Literal

from generator.convert.encoding import check_size, decode
from generator.convert.refusal import refused
from generator.convert.structured import load_json

Format = Literal[
    "text", "markdown", "html", "docx",
    "dpa", "ninjs", "newsml-g2", "nitf", "newsml-1", "iptc-7901", "anpa",
]  # fmt: skip

_BINARY = (
    (b"%PDF-", "a PDF document", "copy its text, or open it in Word and save it as .docx"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old or a protected Office file", "save it as .docx"),
    (b"{\\rtf", "a Rich Text file", "save it as .docx"),
    (b"\x89PNG\r\n", "a PNG picture", ""),
    (b"\xff\xd8\xff", "a JPEG picture", ""),
    (b"GIF8", "a GIF picture", ""),
    (b"II*\x00", "a TIFF picture", ""),
    (b"MM\x00*", "a TIFF picture", ""),
    (b"BM", "a bitmap picture", ""),
    (b"\x00\x00\x01\x00", "an icon", ""),
    (b"ID3", "an MP3 recording", ""),
    (b"OggS", "an Ogg recording", ""),
    (b"fLaC", "a FLAC recording", ""),
    (b"\x1a\x45\xdf\xa3", "a Matroska video", ""),
    (b"\x1f\x8b", "a gzip archive", "unpack it"),
    (b"BZh", "a bzip2 archive", "unpack it"),
    (b"\xfd7zXZ\x00", "an xz archive", "unpack it"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive", "unpack it"),
    (b"Rar!\x1a", "a RAR archive", "unpack it"),
    (b"\x7fELF", "a program", ""),
    (b"MZ\x90", "a program", ""),
    (b"SQLite format 3\x00", "a database", ""),
    (b"wOFF", "a font", ""),
    (b"wOF2", "a font", ""),
)
_KNOWN = (
    "articles are HTML, Markdown, text, .docx, dpa digitalwires, ninjs, NewsML-G2, NewsML 1.2, "
    "NITF, IPTC 7901 and ANPA"
)
_WRAPPERS = ("entries", "items", "_items", "item")
_IDENTITIES = ("uri", "guid", "urn", "headline", "headlines")
_JSON_START = re.compile(r"\s{0,999}(?:\{\s{0,999}[\"}]|\[\s{0,999}\{)")
_PROLOG = re.compile(
    r"\s+|<\?[^>]{0,999}\?>|<!--.{0,9999}?-->|<!DOCTYPE\s+(?P<doctype>[\w.:\-]{1,60})[^>\[]{0,999}"
    r"(?:\[[^\]]{0,20000}\]\s{0,99})?>",
    re.IGNORECASE | re.DOTALL,
)
_ROOT = re.compile(r"<(?:[\w\-]{1,40}:)?([A-Za-z][\w.\-]{0,60})([^>]{0,4000})")
_XML_ROOTS: dict[str, Format] = {
    "newsmessage": "newsml-g2",
    "newsitem": "newsml-g2",
    "packageitem": "newsml-g2",
    "newsml": "newsml-1",
    "nitf": "nitf",
}
_HTML_NAMES = re.compile(
    "html|head|body|main|article|section|header|footer|nav|aside|div|p|h[1-6]|ul|ol|dl|li|table|"
    "span|a|b|i|em|strong|img|figure|blockquote|details|summary|meta|title|link|script|style|form|"
    "button|br|hr|pre|center|font|iframe"
)
_HTML_TAG = re.compile(
    r"</(?:p|div|h[1-6]|li|ul|ol|table|article|section|main|body|html|blockquote)\s{0,9}>",
    re.IGNORECASE,
)
_MARKDOWN = re.compile(
    r"(?m)^#{1,6}[ \t]+\S|^[^\s#].{0,400}\n={3,}[ \t]*$|^```|"
    r"(?<!\w)\*\*[^\s*][^*\n]{0,300}\*\*|\[[^\]\n]{1,300}\]\((?:https?:|mailto:|[./#])[^)\s]{0,500}\)"
)
_FRONT_MATTER = re.compile(r"---[ \t]*\n(?:[A-Za-z_][\w\-]*:|[ \t#\-].*\n|\n)")
_IPTC_HEADER = re.compile(r"[A-Za-z]{2,5}\d{2,6} [1-9] [A-Za-z]{1,4} +\d{1,6}(?: |$)", re.MULTILINE)
_ANPA_LINE = re.compile(r"(?m)^[ \t]*\^[^\n]{1,200}[<=][ \t\r]*$")
_LEAST_ANPA = 2
_SCANNED = 262_144


# Hugo's front matter in JSON: its closing brace in a line of its own, then text.
_JSON_MATTER = re.compile(r"\{\n(?:[ \t].*\n|\n)*\}[ \t]*\n\s*[^\s{\[]")


def sniff(data: bytes, name: str, content_type: str = "", charset: str = "") -> Format:
    """The format of an article.

    Raises the refusal of what is empty, too large, binary, or JSON or XML of an unknown kind.
    """
    check_size(data, name)
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _sniff_zip(data, name)
    _refuse_binary(data, name)
    text = decode(data, name=name, declared=charset)
    if _JSON_START.match(text) and not _JSON_MATTER.match(text):
        return _sniff_json(text, name)
    if text.lstrip().startswith("<"):
        known = _sniff_markup(text, name, content_type)
        if known:
            return known
    if _is_iptc_7901(text):
        return "iptc-7901"
    if len(_ANPA_LINE.findall(text[:2000])) >= _LEAST_ANPA:
        return "anpa"
    return _sniff_text(text[:_SCANNED], name, content_type)


def _refuse_binary(data: bytes, name: str) -> None:
    for magic, what, hint in _BINARY:
        if data.startswith(magic) and (len(magic) > 2 or b"\x00" in data[:64]):
            raise refused("binary-input", f"is {what}, not an article", name, hint=hint or _KNOWN)
    if data[4:8] == b"ftyp" or data[:4] == b"RIFF":
        raise refused("binary-input", "is a media file, not an article", name, hint=_KNOWN)


def _sniff_zip(data: bytes, name: str) -> Format:
    import zipfile
    import zlib

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
            kind = archive.read("mimetype")[:80] if "mimetype" in names else b""
    except (zipfile.BadZipFile, OSError, ValueError, KeyError, RuntimeError, EOFError) as error:
        message = "is a damaged or cut-off archive"
        raise refused("broken-docx", message, name, hint="save the document again") from error
    except (NotImplementedError, zipfile.LargeZipFile, zlib.error) as error:
        raise refused("broken-docx", "is a damaged archive", name) from error
    if "word/document.xml" in names:
        return "docx"
    if b"opendocument" in kind:
        raise refused("binary-input", "is an OpenDocument file", name, hint="save it as .docx")
    raise refused("binary-input", "is an archive, but no Word document", name, hint="unpack it")


def _sniff_json(text: str, name: str) -> Format:
    data = unwrap(load_json(text, name))
    if not isinstance(data, dict):
        raise refused("unknown-json", "is JSON, but no article", name, hint=_KNOWN)
    keys = {str(key).lower() for key in data}
    if str(data.get("format", "")).startswith("digitalwires") or "article_html" in keys:
        return "dpa"
    named = str(data.get("standard", "")).lower()
    body = any(
        key in ("bodies", "headlines", "headline") or key.startswith("body_") for key in keys
    )
    if "ninjs" in named or (body and keys & {"uri", "guid", "versioncreated", "pubstatus"}):
        return "ninjs"
    raise refused("unknown-json", "is JSON, but of no article format known here", name, hint=_KNOWN)


def unwrap(data: Any) -> Any:
    """The one article in what services wrap around it: a list of one, `{"total": 1, "item": […]}`.

    What names itself (`guid`) is an article, whatever lists it holds.
    """
    for _ in range(3):
        if isinstance(data, dict):
            inner = [data[key] for key in _WRAPPERS if key in data]
            is_item = any(key in data for key in _IDENTITIES)
            if is_item or len(inner) != 1 or not isinstance(inner[0], list):
                return data
            data = inner[0]
        if not isinstance(data, list) or len(data) != 1:
            return data
        data = data[0]
    return data


def _sniff_markup(text: str, name: str, content_type: str) -> Format | None:
    """The format of a text that begins with `<`; None when it is no markup after all."""
    place, doctype = 0, ""
    declared = text.lstrip().startswith("<?xml")
    while found := _PROLOG.match(text, place):
        doctype = doctype or (found["doctype"] or "").lower()
        place = found.end()
    root = _ROOT.match(text, place)
    local = root[1].lower() if root else ""
    if doctype == "html" or local == "html":
        return "html"
    if local in _XML_ROOTS:
        return _XML_ROOTS[local]
    if _HTML_NAMES.fullmatch(local) and not declared:
        return "html"
    is_xml = declared or doctype or (root is not None and "xmlns" in root[2])
    if is_xml or content_type.endswith("xml") or name.lower().endswith(".xml"):
        kind = f"with the root `{root[1][:40]}`, " if root else ""
        message = f"is XML {kind}of no article format known here"
        raise refused("unknown-xml", message, name, hint=_KNOWN)
    return None


def _is_iptc_7901(text: str) -> bool:
    """True for the header line of the format: service, priority, desk, words, agency."""
    lines = (line.strip("\x00\x01\x16 \t\r") for line in text[:400].splitlines())
    first = next((line for line in lines if line), "")
    return bool(_IPTC_HEADER.match(first))


def _sniff_text(text: str, name: str, content_type: str) -> Format:
    suffix = name.lower().rpartition(".")[2]
    tags = len(_HTML_TAG.findall(text))
    expected = "html" in content_type or suffix in ("html", "htm", "xhtml")
    as_markdown = _FRONT_MATTER.match(text) or re.search(r"(?m)^#{1,6} ", text)
    if tags >= (1 if expected else 3) and not as_markdown:
        return "html"
    if suffix in ("md", "markdown") or "markdown" in content_type:
        return "markdown"
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if _FRONT_MATTER.match(text) or _MARKDOWN.search(text):
        return "markdown"
    return "text"
