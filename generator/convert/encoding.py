"""From bytes to text, as browsers do it, but wary of wrong declarations.

In order: a byte order mark; the look of UTF-16 and UTF-32 without one; UTF-8, when the bytes are
valid and not plain ASCII; the declared encoding (HTTP header, then XML declaration or HTML meta);
UTF-8 with a few broken bytes; windows-1252. Labels mean what browsers take them for (WHATWG
Encoding Standard, section 4.2): `iso-8859-1` is windows-1252, `gb2312` is gb18030.
"""

from __future__ import annotations

import codecs
import re

from generator.convert.characters import clean
from generator.convert.refusal import refused

MAX_BYTES = 50_000_000
"""No article comes near; a file larger than this is something else."""

_BOMS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_LABELS = {
    **dict.fromkeys(
        ("iso-8859-1", "latin1", "latin-1", "l1", "ascii", "us-ascii", "ansi", "cp1252"),
        "windows-1252",
    ),
    **dict.fromkeys(("iso-8859-9", "latin5", "iso-8859-9-windows-latin-5"), "cp1254"),
    **dict.fromkeys(("gb2312", "gbk", "gb_2312-80", "x-gbk", "chinese", "csgb2312"), "gb18030"),
    **dict.fromkeys(("big5", "big5-hkscs", "x-x-big5", "cn-big5"), "big5hkscs"),
    **dict.fromkeys(("shift_jis", "shift-jis", "sjis", "x-sjis", "windows-31j", "ms932"), "cp932"),
    **dict.fromkeys(("euc-kr", "ks_c_5601-1987", "korean", "ksc5601", "windows-949"), "cp949"),
    **dict.fromkeys(("tis-620", "iso-8859-11", "windows-874"), "cp874"),
    **dict.fromkeys(("utf8", "unicode-1-1-utf-8", "x-unicode20utf8"), "utf-8"),
    **dict.fromkeys(("utf-16", "unicode", "ucs-2", "csunicode"), "utf-16-le"),
    **dict.fromkeys(("macintosh", "mac", "x-mac-roman"), "mac-roman"),
    "iso-8859-8-i": "iso-8859-8",
    "x-mac-cyrillic": "mac-cyrillic",
    "koi8": "koi8-r",
}
# Codecs of Python that are no encodings of texts on paper.
_NEVER = frozenset(
    ("idna", "punycode", "unicode_escape", "raw_unicode_escape", "utf-7", "undefined", "mbcs")
)
_XML_DECLARED = re.compile(
    rb"\s{0,64}<\?xml[^>]{0,256}?encoding\s{0,8}=\s{0,8}[\"']([\w.:\-]{1,40})"
)
_META_DECLARED = re.compile(
    rb"<meta[^>]{0,512}?charset\s{0,8}=\s{0,8}[\"']?\s{0,8}([\w.:\-]{1,40})", re.I
)
_MULTIBYTE = frozenset(("gb18030", "big5hkscs", "cp932", "cp949", "euc-jp", "euc_jp"))
# windows-1252 with its five holes filled by the control characters, as browsers fill them.
_WINDOWS_1252 = "".join(
    bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in range(256)
)
_ODD_CONTROL = re.compile(r"[\x00-\x06\x08\x0e-\x1a\x1c-\x1f]")
_SCANNED = 4096


def read_text(data: bytes, *, name: str, declared: str = "") -> str:
    """The text of the bytes with line ends and characters in order (see `characters.clean`).

    `declared` is what an HTTP header said. Raises the refusal of input that is empty, too large,
    or no text.
    """
    return clean(decode(data, name=name, declared=declared))


def decode(data: bytes, *, name: str, declared: str = "") -> str:
    """The text of the bytes, character by character, without a byte order mark."""
    check_size(data, name)
    text = _decode(data, name, declared)
    if not text.strip("\x00\ufeff \t\r\n"):
        raise refused("empty-input", "is empty", name, hint="an article with at least one word")
    odd = len(_ODD_CONTROL.findall(text, 0, 65_536))
    if odd > 8 and odd * 20 > min(len(text), 65_536):
        raise refused("binary-input", "is no text", name, hint="save the article as text or HTML")
    return text


def check_size(data: bytes, name: str) -> None:
    """Refuses what is empty or larger than any article."""
    if not data:
        raise refused("empty-input", "is empty", name, hint="an article with at least one word")
    if len(data) > MAX_BYTES:
        size = f"{len(data) / 1e6:.0f} MB"
        limit = f"{MAX_BYTES / 1e6:.0f} MB"
        raise refused("too-large", f"is {size} large; an article may have {limit}", name)


def _decode(data: bytes, name: str, declared: str) -> str:
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return _with_mark(data[len(mark) :], encoding, name)
    wide = _wide_encoding(data[:_SCANNED])
    if wide and (text := _strict(_whole(data, wide), wide)) is not None:
        return text
    utf8 = _strict(data, "utf-8")
    for label in (declared, _declared_inside(data)):
        encoding = _encoding(label)
        if utf8 is not None and not (encoding in _MULTIBYTE and len(data) - _ascii(data) < 12):
            break  # Legacy text is hardly ever valid UTF-8 by accident, declarations often wrong.
        if encoding and (text := _strict(data, encoding)) is not None:
            return text
    if utf8 is not None:
        return utf8
    return _rescued_utf8(data) or codecs.charmap_decode(data, "strict", _WINDOWS_1252)[0]


def _with_mark(data: bytes, encoding: str, name: str) -> str:
    text = _strict(_whole(data, encoding), encoding)
    if text is None and encoding == "utf-8":
        text = _rescued_utf8(data)
    if text is None:
        raise refused(
            "undecodable",
            f"begins as {encoding.upper()[:6]} but cannot be read as such",
            name,
            hint="save it again as UTF-8",
        )
    return text


def _wide_encoding(head: bytes) -> str:
    """UTF-16 or UTF-32, told by where the zero bytes lie; empty for anything else."""
    zeros = [head[place::4].count(0) for place in range(4)]
    if sum(zeros) < 3 or sum(zeros) * 50 < len(head):
        return ""
    quarter = len(head) // 4
    if min(zeros[1:]) > quarter * 0.9 and zeros[0] < quarter * 0.1:
        return "utf-32-le"
    if min(zeros[:3]) > quarter * 0.9 and zeros[3] < quarter * 0.1:
        return "utf-32-be"
    if zeros[0] + zeros[2] == 0:
        return "utf-16-le"
    if zeros[1] + zeros[3] == 0:
        return "utf-16-be"
    return ""


def _whole(data: bytes, encoding: str) -> bytes:
    """Without the rest of a character that a cut-off file ends in."""
    unit = 4 if "32" in encoding else 2 if "16" in encoding else 1
    return data[: len(data) - len(data) % unit]


def _declared_inside(data: bytes) -> str:
    head = data[:_SCANNED]
    found = _XML_DECLARED.match(head) or _META_DECLARED.search(head)
    label = found[1].decode("ascii", "ignore") if found else ""
    # Bytes in which this could be read are not UTF-16, whatever they say.
    return "" if label.lower().startswith(("utf-16", "utf-32", "unicode", "ucs")) else label


def _encoding(label: str) -> str:
    """The codec a label stands for; empty when it stands for none."""
    plain = label.strip(" \t\"'").lower()
    name = _LABELS.get(plain, plain)
    if not name or name in _NEVER:
        return ""
    if name in ("windows-1252", "x-cp1252"):
        return "windows-1252"
    try:
        b"a".decode(name)
    except (LookupError, UnicodeError, ValueError):
        return ""
    return codecs.lookup(name).name if name not in _MULTIBYTE else name


def _strict(data: bytes, encoding: str) -> str | None:
    if encoding == "windows-1252":
        return codecs.charmap_decode(data, "strict", _WINDOWS_1252)[0]
    try:
        return data.decode(encoding)
    except (UnicodeError, LookupError, ValueError):
        return None


def _ascii(data: bytes) -> int:
    return len(data.translate(None, bytes(range(128, 256))))


def _rescued_utf8(data: bytes) -> str | None:
    """UTF-8 with a few broken bytes, those read as windows-1252; None when there are many."""
    lenient = data.decode("utf-8", "replace")
    broken = lenient.count("\ufffd")
    good = sum(1 for one in lenient if one > "\x7f") - broken
    if broken > 64 or good < 4 * broken:
        return None
    parts, rest = [], data
    while True:
        try:
            parts.append(rest.decode("utf-8"))
            return "".join(parts)
        except UnicodeDecodeError as error:
            parts.append(rest[: error.start].decode("utf-8"))
            if error.reason == "unexpected end of data":
                return "".join(parts)
            wrong = rest[error.start : error.end]
            parts.append(codecs.charmap_decode(wrong, "strict", _WINDOWS_1252)[0])
            rest = rest[error.end :]
