"""What to say about each kind of fault that pydantic finds."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final, get_args

from generator.diagnostics import Diagnostic, Span, error
from generator.text import nearest
from generator.yamltext.document import Document
from generator.yamltext.events import KeyPath
from generator.yamltext.writing import write_scalar

if TYPE_CHECKING:
    from pydantic import BaseModel
    from pydantic_core import ErrorDetails

_MISREAD: Final = {
    "boolean": ("yaml-boolean", "the switch `{read}`"),
    "sexagesimal": ("yaml-sexagesimal", "the number {read} (a count in sixties)"),
    "octal": ("yaml-octal", "the number {read} (octal)"),
    "number": ("yaml-number", "the number {read}"),
    "decimal": ("yaml-number", "the number {read}"),
    "date": ("yaml-date", "a date"),
}
# No key wants these, whatever its type: nobody who writes them means the number YAML reads.
ALWAYS_MISREAD: Final = frozenset({"sexagesimal", "octal"})

_WANTED: Final = {
    "string_type": "text",
    "bool_type": "`true` or `false`",
    "bool_parsing": "`true` or `false`",
    "int_type": "a whole number",
    "int_parsing": "a whole number",
    "int_from_float": "a whole number",
    "float_type": "a number",
    "float_parsing": "a number",
    "list_type": "a list",
    "tuple_type": "a list",
    "dict_type": "a mapping (`name: value` lines)",
    "mapping_type": "a mapping (`name: value` lines)",
    "model_type": "a mapping (`name: value` lines)",
    "model_attributes_type": "a mapping (`name: value` lines)",
    "date_type": "a date",
    "datetime_type": "a date",
}
_HINTS: Final = {
    "string_type": "write it as plain text",
    "bool_type": "write `true` or `false`, without quotation marks",
    "int_type": "write the number alone, without quotation marks",
    "list_type": "write `[one, two]`, or one `- item` a line",
    "tuple_type": "write `[one, two]`, or one `- item` a line",
    "dict_type": "indent one `name: value` a line below it",
    "mapping_type": "indent one `name: value` a line below it",
    "model_type": "indent one `name: value` a line below it",
}
_COMMENT: Final = re.compile(r"(?:-|:)[ \t]+(#\S.*)")
_LIMITS: Final = {
    "greater_than_equal": ("ge", "at least {}"),
    "greater_than": ("gt", "more than {}"),
    "less_than_equal": ("le", "at most {}"),
    "less_than": ("lt", "less than {}"),
}


def diagnostic_of(
    found: ErrorDetails, key: KeyPath, document: Document, model: type[BaseModel], known: str
) -> Diagnostic:
    """What pydantic found at the key, in our words."""
    kind = found["type"]
    context: Mapping[str, Any] = found.get("ctx", {})
    if kind == "missing":
        return _missing(found["loc"], key, document, known)
    if kind == "extra_forbidden":
        return _unknown(key, document, model, known)
    if key in document.written:
        written, form = document.written[key]
        if form == "null":
            return _empty(key, written, document)
        if form in ALWAYS_MISREAD or (kind in ("string_type", "model_type") and form in _MISREAD):
            return misread(document, key, "text" if kind == "string_type" else "")
    span = document.values[key] if key in document.values else document.span(key)
    if found["loc"][-1:] == ("[key]",):
        span = document.span(key)
    if "message" in context and "hint" in context:
        return error(kind, context["message"], span, hint=context["hint"])
    if kind == "string_type" and found["input"] is None:
        return error(
            "yaml-null", f"{_name(key)} has no value", span, hint="fill it in, or remove it"
        )
    if kind == "string_type" and isinstance(found["input"], dict):
        colon = _mapping_for_text(key, found["input"], span)
        if colon:
            return colon
    if kind == "literal_error":
        return _not_among(key, found, span)
    if kind in _LIMITS:
        bound, wanted = _LIMITS[kind]
        return error("bad-value", f"{_name(key)} is {_shown(found['input'])}, but must be "
                     + wanted.format(context[bound]), span)  # fmt: skip
    if kind in _WANTED:
        given = ("the text " * isinstance(found["input"], str)) + _shown(found["input"])
        message = f"{_name(key)} wants {_WANTED[kind]}, not {given}"
        return error("wrong-type", message, span, hint=_HINTS.get(kind, ""))
    return error("bad-value", f"{_name(key)}: {found['msg'].lower()}", span)


def misread(document: Document, key: KeyPath, wanted: str) -> Diagnostic:
    """An unquoted word that YAML reads as something else than the text it looks like."""
    written, form = document.written[key]
    code, read = _MISREAD[form]
    read_as = read.format(read=_shown(_at(document.data, key)))
    span = document.values[key]
    if form == "octal" and wanted != "text":
        plain = written.lstrip("+0_") or "0"
        hint = f'write `{plain}` for the number, `"{written}"` for text'
        return error(code, f"YAML reads `{written}` as {read_as}", span, hint=hint)
    # In a list on one line the word alone says it better than the line up to it.
    head = "" if isinstance(key[-1], int) else span.excerpt[: span.column - 1].lstrip()
    return error(
        code,
        f"YAML reads `{written}` as {read_as}"
        + (f", but {_name(key)} wants {wanted}" * bool(wanted)),
        span,
        hint=f'quote it: `{head}"{written}"`',
    )


def _missing(
    where: tuple[int | str, ...], around: KeyPath, document: Document, known: str
) -> Diagnostic:
    name = where[-1]
    place = f"{_name(around)} of the {known}" if around else f"the {known}"
    return error(
        "missing-key", f"{place} lacks `{name}`", document.span(around), hint=f"add `{name}: …`"
    )


def _unknown(key: KeyPath, document: Document, model: type[BaseModel], known: str) -> Diagnostic:
    name = str(key[-1])
    names = keys_around(model, key)
    close = nearest(name, names)
    hint = f"did you mean `{close}`?" if close else f"the keys are {', '.join(names)}"
    place = f" in {_name(key[:-1])}" if len(key) > 1 else ""
    return error("unknown-key", f"unknown key `{name}`{place} of the {known}", document.span(key),
                 hint=hint)  # fmt: skip


def keys_around(model: type[BaseModel], key: KeyPath) -> list[str]:
    """The keys of the (nested) model that an unknown key stands in."""
    from pydantic import BaseModel

    for part in key[:-1]:
        if isinstance(part, int):
            continue
        # A root model is a mapping whose keys are anybody's.
        field = model.model_fields.get(part) or model.model_fields.get("root")
        nested = _models_in(field.annotation) if field else []
        if not nested or not issubclass(nested[0], BaseModel):
            break
        model = nested[0]
    return [field.alias or name for name, field in model.model_fields.items()]


def _models_in(annotation: Any) -> list[Any]:
    from pydantic import BaseModel

    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [model for one in get_args(annotation) for model in _models_in(one)]


def _empty(key: KeyPath, written: str, document: Document) -> Diagnostic:
    span = document.span(key)
    if written:
        message = f"YAML reads `{written}` as nothing, but {_name(key)} wants a value"
        hint = f'quote it: `"{written}"`; or remove the key'
        return error("yaml-null", message, document.values[key], hint=hint)
    comment = _COMMENT.search(span.excerpt, max(0, span.column - 3))
    if comment:
        start = comment.start(1)
        value = span.excerpt[start:].rstrip()
        return error(
            "yaml-comment",
            f"what follows ` #` is a comment, so {_name(key)} has no value",
            replace(span, column=start + 1, length=len(value)),
            hint=f"quote it: `{span.excerpt[:start].lstrip()}{write_scalar(value)}`",
        )
    return error("yaml-null", f"{_name(key)} has no value", span, hint="fill it in, or remove it")


def _mapping_for_text(key: KeyPath, found: dict[str, Any], span: Span) -> Diagnostic | None:
    """`- Why: because` in a list of texts is a mapping for YAML, hardly for its author."""
    if len(found) != 1 or ": " not in span.excerpt:
        return None
    text = span.excerpt[span.column - 1 :].strip()
    head = span.excerpt[: span.column - 1].lstrip()
    return error(
        "yaml-colon",
        f"a colon in {_name(key)}, which is not quoted",
        span,
        hint=f"write `{head}{write_scalar(text)}`",
    )


def _not_among(key: KeyPath, found: ErrorDetails, span: Span) -> Diagnostic:
    expected = str(found["ctx"]["expected"]).replace("'", "`")
    close = nearest(str(found["input"]), [one for one in expected.split("`") if one.isidentifier()])
    return error(
        "bad-value",
        f"{_name(key)} is {expected}, not {_shown(found['input'])}",
        span,
        hint=f"did you mean `{close}`?" if close else "",
    )


def _at(data: Any, key: KeyPath) -> Any:
    for part in key:
        data = data[part]
    return data


def _name(key: KeyPath) -> str:
    """`nav`, item 2 of `nav`, `title` of item 2 of `nav`."""
    parts = [f"`{one}`" if isinstance(one, str) else f"item {one + 1}" for one in reversed(key)]
    return " of ".join(parts) or "the document"


def _shown(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return f"`{value if len(value) <= 60 else value[:59] + '…'}`"
    if isinstance(value, dict):
        return "a mapping"
    if isinstance(value, list):
        return "a list"
    return "nothing" if value is None else f"`{value}`"
