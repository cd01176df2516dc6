"""`glossary.yml` and `authors.yml` from text to values."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeVar

from generator.diagnostics import Diagnostic, Span
from generator.model import Author, Term
from generator.yamltext import Document, read_yaml, validate

if TYPE_CHECKING:
    from pydantic import BaseModel

    M = TypeVar("M", bound=BaseModel)
else:
    M = TypeVar("M")

GLOSSARY: Final = "glossary.yml"
AUTHORS: Final = "authors.yml"


def read_glossary(text: str) -> tuple[tuple[Term, ...], tuple[Diagnostic, ...]]:
    """The terms in the order of the file, and what is wrong with it; with errors there are none."""
    from generator.reference.models import WrittenGlossary

    document, written, problems = _read(text, GLOSSARY, WrittenGlossary)
    if written is None or document is None:
        return (), problems
    found = tuple(
        Term(name, one.term or name, one.text, one.also, _span(document, name, GLOSSARY))
        for name, one in written.root.items()
    )
    return found, problems


def read_authors(text: str) -> tuple[tuple[Author, ...], tuple[Diagnostic, ...]]:
    """The authors in the order of the file, and what is wrong with it."""
    from generator.reference.models import WrittenAuthors

    document, written, problems = _read(text, AUTHORS, WrittenAuthors)
    if written is None or document is None:
        return (), problems
    found = tuple(
        Author(
            id=name,
            name=one.name,
            role=one.role,
            text=one.text,
            url=one.url,
            also=one.also,
            span=_span(document, name, AUTHORS),
        )
        for name, one in written.root.items()
    )
    return found, problems


def _read(
    text: str, path: str, model: type[M]
) -> tuple[Document | None, M | None, tuple[Diagnostic, ...]]:
    document, problems = read_yaml(text, path)
    if document is None:
        return None, None, problems
    written, problems = validate(document, model, known=path)
    return document, written, problems


def _span(document: Document, name: str, path: str) -> Span:
    return document.spans.get((name,)) or Span(path)
