"""What pydantic finds wrong with a document, as diagnostics at the place it was written."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any, TypeVar

from generator.diagnostics import Diagnostic, Span
from generator.text import nearest
from generator.yamltext.document import Document
from generator.yamltext.events import KeyPath
from generator.yamltext.messages import ALWAYS_MISREAD, diagnostic_of, keys_around, misread

if TYPE_CHECKING:
    from pydantic import BaseModel
    from pydantic_core import PydanticCustomError

    M = TypeVar("M", bound=BaseModel)
else:
    M = TypeVar("M")


def problem(code: str, message: str, *, hint: str = "") -> PydanticCustomError:
    """What a field's validator raises: a diagnostic without its place."""
    from pydantic_core import PydanticCustomError

    # The message goes in as a value: pydantic would take braces in it for fields to fill.
    return PydanticCustomError(code, "{message}", {"message": message, "hint": hint})


def validate(
    document: Document, model: type[M], *, known: str
) -> tuple[M | None, tuple[Diagnostic, ...]]:
    """The document as the model, or None with every reason why not.

    `known` names the kind of document in messages: `front matter`, `site.yml`. What reading the
    document found wrong comes first in the diagnostics; the model is None when any is an error.
    """
    from pydantic import ValidationError

    value: M | None = None
    problems = list(document.problems)
    # A problem of reading often causes one of validation at the same place.
    told = {_start(one.span) for one in problems if one.severity == "error"}
    wrong: set[KeyPath] = set()
    try:
        value = model.model_validate(_numbers_as_text(document, model))
    except ValidationError as failure:
        errors = [
            (one, _located(one["loc"], document)) for one in failure.errors(include_url=False)
        ]
        wrong = {key for _, key in errors}
        # A key that is lacking because it is misspelt is one slip, not two.
        meant = {
            (*key[:-1], nearest(str(key[-1]), keys_around(model, key)))
            for one, key in errors
            if one["type"] == "extra_forbidden"
        }
        for one, key in errors:
            is_missing = one["type"] == "missing"
            if is_missing and (*key, one["loc"][-1]) in meant:
                continue
            found = diagnostic_of(one, key, document, model, known)
            places = {_start(found.span), _start(document.values.get(key))}
            if is_missing or not places & told:
                problems.append(found)
            if not is_missing:
                told.add(_start(found.span))
    problems += [
        misread(document, key, "")
        for key, (_, form) in document.written.items()
        if form in ALWAYS_MISREAD and key not in wrong
    ]
    if any(one.severity == "error" for one in problems):
        value = None
    return value, tuple(problems)


def _numbers_as_text(document: Document, model: type[BaseModel]) -> dict[str, Any]:
    """The data, where text is wanted but `1984` was read with the number as it was written."""
    from pydantic import ValidationError

    decimals = [key for key, (_, form) in document.written.items() if form == "decimal"]
    if not decimals:
        return document.data
    try:
        model.model_validate(document.data)
    except ValidationError as failure:
        wrong = {
            _located(one["loc"], document)
            for one in failure.errors(include_url=False)
            if one["type"] == "string_type"
        }
    else:
        return document.data
    data: dict[str, Any] = copy.deepcopy(document.data)
    for key in decimals:
        if key in wrong:
            around: Any = data
            for part in key[:-1]:
                around = around[part]
            around[key[-1]] = document.written[key][0]
    return data


def _located(where: tuple[int | str, ...], document: Document) -> KeyPath:
    """The key path of pydantic's location, which also names the members of unions."""
    key: KeyPath = ()
    for part in where:
        if (*key, part) in document.spans:
            key = (*key, part)
    return key


def _start(span: Span | None) -> tuple[int, int] | None:
    return (span.line, span.column) if span else None
