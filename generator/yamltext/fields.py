"""The kinds of value that people write in more than one file, as types for pydantic models.

Imported by models only: it brings pydantic in, which `import generator.yamltext` does not.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime
from typing import Annotated, Any, Final
from urllib.parse import unquote, urlsplit

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    PlainValidator,
    StrictBool,
    StrictInt,
    WithJsonSchema,
)

from generator.text import one_line
from generator.yamltext.scalars import read_date
from generator.yamltext.validation import problem

DATE_FORMS: Final = "write `2024-06-19`, `2024-06-19 23:31` or `2024-06-19T23:31:00+02:00`"
MAX_ADDRESS: Final = 2000
MAX_PATH: Final = 200
MAX_SEGMENT: Final = 100

_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff\ud800-\udfff]")
_LANGUAGE: Final = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8})*")
_REVIEW: Final = re.compile(r"[1-9][0-9]{0,3}[dwmy]")
_DOTTED_DATE: Final = re.compile(
    r"([0-3]?\d)\. ?([01]?\d)\. ?(\d{4})(?:[ ,–-]+([0-2]?\d)[:.]([0-5]\d))?", re.ASCII
)
# Names that Windows keeps for devices, with or without an ending.
_RESERVED: Final = re.compile(r"(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?:\..*)?", re.I)


class Written(BaseModel):
    """What a person writes: nothing but the keys it names."""

    model_config = ConfigDict(extra="forbid", frozen=True)


def segment_fault(text: str) -> str:
    """Why the text cannot be one part of a path on every system and server; empty when it can."""
    if not text.strip("."):
        return "holds nothing but dots" if text else "is empty"
    if len(text) > MAX_SEGMENT:
        return f"is longer than {MAX_SEGMENT} characters"
    if _CONTROL.search(text):
        return "holds a control character"
    if _RESERVED.fullmatch(text):
        return "is a name that Windows keeps for itself"
    if text[-1] in ". " or text[0] == " ":
        return "begins with a space or ends in a space or dot"
    return ""


def _is_word_character(one: str) -> bool:
    return one.isalnum() or one in "-_" or unicodedata.category(one) in ("Mn", "Mc")


def check_segment(text: str, code: str, *, use: str = "part of an address") -> str:
    """One part of a path, in letters, digits, hyphens and underscores; or empty.

    Raises `code`; `use` says in its message what the text cannot be.
    """
    text = unicodedata.normalize("NFC", text.strip())
    if not text:
        return ""
    odd = next((one for one in text if not _is_word_character(one)), None)
    fault = segment_fault(text) or (f"holds `{one_line(odd) or ' '}`" if odd else "")
    if fault:
        hint = "use letters, digits, hyphens and underscores"
        raise problem(code, f"`{text}` cannot be {use}: it {fault}", hint=hint)
    return text


def _moment(value: Any) -> date | datetime:
    found = value
    if isinstance(value, str):
        try:
            found = read_date(value.strip())
        except ValueError as reason:
            raise _bad_date(value.strip(), str(reason)) from None
    if not isinstance(found, date):
        raise problem("bad-date", f"{_described(found)} is not a date", hint=DATE_FORMS)
    # strftime does not pad earlier years; and at either end a change of zone overflows.
    if not 1000 <= found.year <= 9998:
        raise problem("bad-date", f"the year {found.year} is out of range", hint=DATE_FORMS)
    return found


def _bad_date(text: str, reason: str) -> Exception:
    dotted = _DOTTED_DATE.match(text)
    if dotted:
        day, month, year, hour, minute = dotted.groups()
        iso = f"{year}-{month:0>2}-{day:0>2}" + (f" {hour:0>2}:{minute}" if hour else "")
        return problem("bad-date", f"`{text}` is not a date as YAML has it", hint=f"write `{iso}`")
    known = reason if reason and "isoformat" not in reason else ""
    message = f"`{text}` is not a date" + (f": {known}" if known else "")
    return problem("bad-date", message, hint=DATE_FORMS)


def _review(value: Any) -> str:
    if isinstance(value, str) and _REVIEW.fullmatch(value.strip()):
        return value.strip()
    try:
        return _moment(value).isoformat()[:10]
    except Exception as failure:
        raise problem(
            "bad-review",
            f"{_described(value)} is neither a time span nor a date",
            hint="write `90d`, `12w`, `6m`, `1y` or a date such as `2025-06-19`",
        ) from failure


def _described(value: Any) -> str:
    if isinstance(value, list | dict):
        return "a list" if isinstance(value, list) else "a mapping"
    return f"`{value}`"


def _language(text: str) -> str:
    text = text.strip()
    if not text:
        return ""
    if not _LANGUAGE.fullmatch(text):
        mended = text.replace("_", "-")
        fits = mended != text and _LANGUAGE.fullmatch(mended)
        raise problem(
            "bad-language",
            f"`{text}` is not a language tag",
            hint=f"write `{_cased(mended)}`" if fits else "write `en`, `de`, `pt-BR` or the like",
        )
    return _cased(text)


def _cased(tag: str) -> str:
    """The tag in its usual case (RFC 5646, section 2.1.1): `en`, `zh-Hant`, `pt-BR`."""
    first, *others = tag.split("-")
    cased = [first.lower()]
    for one in others:
        alone = len(cased[-1]) == 1
        if len(one) == 2 and not alone:
            cased.append(one.upper())
        else:
            cased.append(one.title() if len(one) == 4 and one.isalpha() and not alone else one)
    return "-".join(cased)


def check_address(text: str) -> str:
    """A full http or https address, or empty. Raises `bad-address`."""
    text = text.strip()
    if not text:
        return ""
    fault = ""
    if re.search(r"\s", text) or _CONTROL.search(text) or "\\" in text:
        fault = "holds a space, a backslash or a control character"
    elif len(text) > MAX_ADDRESS:
        fault = f"is longer than {MAX_ADDRESS} characters"
    else:
        try:
            parts = urlsplit(text)
            good = parts.scheme in ("http", "https") and parts.hostname
            if not good or (parts.port == 0):
                fault = "does not begin with `https://` and a host"
        except ValueError:
            fault = "has a malformed host or port"
    if not fault:
        return text
    bare = re.fullmatch(r"[\w-]+(?:\.[\w-]+)+(?:/\S*)?", text)
    hint = f"write `https://{text}`" if bare else "write `https://example.org/page`"
    raise problem("bad-address", f"`{text[:80]}` {fault}", hint=hint)


def check_site_path(text: str) -> str:
    """A path inside the site, without leading slash; `""` is its home. Raises `unsafe-path`."""
    path = unicodedata.normalize("NFC", text.strip())
    decoded = unquote(path)
    fault = ""
    if ":" in decoded.split("/")[0] or decoded.startswith(("//", "\\\\")):
        fault = "names another place than this site"
    elif "\\" in decoded or "?" in decoded or "#" in decoded:
        fault = "holds `\\`, `?` or `#`"
    elif len(path) > MAX_PATH:
        fault = f"is longer than {MAX_PATH} characters"
    else:
        decoded = decoded.strip("/")
        segments = decoded.split("/") if decoded else []
        if ".." in segments:
            fault = "leads out of the site"
        else:
            fault = next(
                (f"has a part that {found}" for found in map(segment_fault, segments) if found), ""
            )
    if fault:
        hint = "write a path such as `old-name/` or `2023/old-name.html`"
        raise problem("unsafe-path", f"`{text.strip()[:80]}` {fault}", hint=hint)
    return path.removeprefix("/")


def as_list(value: Any) -> Any:
    """A single value as the list of it; None and lists as they are."""
    return [value] if isinstance(value, str | int | float | date) else value


Text = Annotated[str, AfterValidator(one_line)]
"""Text on one line; longer white space becomes one space."""

Switch = StrictBool
Count = StrictInt

Texts = Annotated[
    tuple[Text, ...],
    BeforeValidator(as_list),
    AfterValidator(lambda found: tuple(dict.fromkeys(one for one in found if one))),
    WithJsonSchema({"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]}),
]
"""A text or a list of them; no empty ones, no two equal."""

Moment = Annotated[
    date | datetime,
    PlainValidator(_moment),
    WithJsonSchema({"type": "string", "examples": ["2024-06-19", "2024-06-19T23:31:00+02:00"]}),
]
"""A date, or a moment with or without its zone."""

Review = Annotated[
    str,
    PlainValidator(_review),
    WithJsonSchema({"type": "string", "examples": ["90d", "12w", "6m", "1y", "2025-06-19"]}),
]
"""`90d`, `12w`, `6m`, `1y`, or a date as `2025-06-19`."""

Language = Annotated[str, AfterValidator(_language)]
Address = Annotated[str, AfterValidator(check_address)]
SitePath = Annotated[str, AfterValidator(check_site_path)]
Slug = Annotated[str, AfterValidator(lambda text: check_segment(text, "bad-slug"))]
Anchor = Annotated[
    str, AfterValidator(lambda text: check_segment(text, "bad-id", use="the id of a question"))
]
