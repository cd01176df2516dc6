"""A site folder as a build reads it: configuration, theme, and the files of content and static."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from generator import config, files, theme
from generator.diagnostics import Diagnostic, GeneratorError, Span, raise_errors, unusable
from generator.files import SourceFile
from generator.folders import (
    AUTHORS,
    CACHE,
    CONTENT,
    GLOSSARY,
    LEDGER,
    SETTINGS,
    STATIC,
    THEMES,
    facts,
    protected,
)
from generator.images import SUFFIXES
from generator.model import Author, Config, Term
from generator.reference import read_authors, read_glossary
from generator.theme import Theme

__all__ = [
    "CACHE",
    "CONTENT",
    "LEDGER",
    "SETTINGS",
    "STATIC",
    "THEMES",
    "Inputs",
    "facts",
    "gather_inputs",
    "ledger_name",
    "protected",
    "read_config",
    "read_inputs",
]

T = TypeVar("T")
_PICTURES = (*SUFFIXES, *(one.upper() for one in SUFFIXES))


@dataclass(frozen=True, slots=True)
class Inputs:
    """What a build is made from."""

    source: Path
    config: Config
    theme: Theme
    content: tuple[SourceFile, ...]
    """The Markdown files, relative to the content folder."""
    static: tuple[SourceFile, ...]
    pictures: Mapping[str, SourceFile]
    """Images beside pages and in the static folder, by path relative to the site folder."""
    ledgers: Mapping[str, SourceFile] | None
    """The files of the ledger by name; None on a site that has none."""
    glossary: tuple[Term, ...]
    """The terms of glossary.yml; empty without that file, as are the authors."""
    authors: tuple[Author, ...]
    looked_at_ns: int
    """When the folders were read."""


def read_inputs(source: Path) -> Inputs:
    """The inputs of a site folder; raises `GeneratorError` with all that is wrong with them."""
    inputs, problems = gather_inputs(source)
    raise_errors(problems)
    return inputs


def gather_inputs(source: Path) -> tuple[Inputs, tuple[Diagnostic, ...]]:
    """The inputs of a site folder as far as they can be read, and what is wrong with them.

    With errors among the problems, the inputs are good for finding what else is wrong.
    """
    looked_at = time.time_ns()
    if not source.is_dir():
        message = f"there is no folder `{source}`"
        raise GeneratorError([unusable("missing-source", message, hint="name a site folder")])
    settings, problems = _gather_config(source)
    content = files.scan(source / CONTENT, suffix=(".md", *_PICTURES))
    static = files.scan(source / STATIC)
    ledger = files.scan(source / LEDGER, suffix=".yml")
    problems += [*content.diagnostics, *static.diagnostics, *ledger.diagnostics]
    pages = tuple(one for one in content.files if one.path.endswith(".md"))
    if not pages:
        problems.append(
            unusable(
                "empty-content",
                f"there is no explainer in `{source / CONTENT}`",
                hint="convert an article into it: explainer convert ARTICLE",
            )
        )
    terms, wrong_terms = _gather_register(source, GLOSSARY, read_glossary)
    authors, wrong_authors = _gather_register(source, AUTHORS, read_authors)
    problems += [*wrong_terms, *wrong_authors]
    inputs = Inputs(
        source=source,
        config=settings,
        theme=_gather_theme(settings, source / THEMES, problems),
        content=pages,
        static=static.files,
        pictures={
            f"{folder}/{one.path}": one
            for folder, found in ((CONTENT, content), (STATIC, static))
            for one in found.files
            if one.path.endswith(_PICTURES)
        },
        ledgers={one.path: one for one in ledger.files} if (source / LEDGER).is_dir() else None,
        glossary=terms,
        authors=authors,
        looked_at_ns=looked_at,
    )
    return inputs, tuple(problems)


def _gather_register(
    source: Path, name: str, read: Callable[[str], tuple[tuple[T, ...], tuple[Diagnostic, ...]]]
) -> tuple[tuple[T, ...], tuple[Diagnostic, ...]]:
    """The entries of a list that the site may have, and what is wrong with it."""
    if not (source / name).is_file():
        return (), ()
    try:
        return read(files.read_text(source, name))
    except GeneratorError as failure:
        return (), failure.diagnostics


def read_config(source: Path) -> Config:
    """The site's `site.yml`."""
    if not (source / SETTINGS).is_file():
        raise GeneratorError(
            [
                unusable(
                    "missing-site-yml",
                    f"`{source}` is no site folder: it has no site.yml",
                    Span(SETTINGS),
                    hint="create it with one line: `title: My explainers`",
                )
            ]
        )
    return config.load_config(files.read_text(source, SETTINGS), SETTINGS)


def _gather_config(source: Path) -> tuple[Config, list[Diagnostic]]:
    """The settings, or those of them that can be used, and what is wrong with the others."""
    try:
        return read_config(source), []
    except GeneratorError as failure:
        try:
            text = files.read_text(source, SETTINGS)
        except GeneratorError:
            text = ""
        return config.guess_config(text), list(failure.diagnostics)


def _gather_theme(settings: Config, folder: Path, problems: list[Diagnostic]) -> Theme:
    """The site's theme, else the one that comes along; adds to the problems."""
    try:
        return theme.load_theme(settings.theme, folder, settings.tokens)
    except GeneratorError as failure:
        problems += failure.diagnostics
    try:
        return theme.load_theme(settings.theme, folder)
    except GeneratorError:
        return theme.load_theme("default", folder / "none")


def ledger_name(slug: str) -> str:
    """The name of an explainer's file in the ledger folder."""
    # No slug holds a dot, so two explainers never share a file.
    return slug.replace("/", ".") + ".yml"
