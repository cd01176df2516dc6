"""A site folder as a build reads it: configuration, theme, and the files of content and static."""

from __future__ import annotations

import os
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from generator import config, files, theme
from generator.diagnostics import GeneratorError, Span, unusable
from generator.files import SourceFile
from generator.model import Config
from generator.theme import Theme

CONTENT, STATIC, THEMES, LEDGER, CACHE = "content", "static", "themes", "ledger", ".cache"
# A file written within this time of being looked at may change again without its times showing it.
UNSETTLED_NANOSECONDS = 2_000_000_000
_HAS_CHANGE_TIME = os.name != "nt"


@dataclass(frozen=True, slots=True)
class Inputs:
    """What a build is made from."""

    source: Path
    config: Config
    theme: Theme
    content: tuple[SourceFile, ...]
    """The Markdown files, relative to the content folder."""
    static: tuple[SourceFile, ...]
    ledgers: Mapping[str, SourceFile] | None
    """The files of the ledger by name; None on a site that has none."""
    looked_at_ns: int
    """When the folders were read."""


def read_inputs(source: Path) -> Inputs:
    """The inputs of a site folder; raises `GeneratorError` with all that is wrong with them."""
    looked_at = time.time_ns()
    if not source.is_dir():
        message = f"there is no folder `{source}`"
        raise GeneratorError([unusable("missing-source", message, hint="name a site folder")])
    settings = read_config(source)
    content = files.scan(source / CONTENT, suffix=".md")
    static = files.scan(source / STATIC)
    ledger = files.scan(source / LEDGER, suffix=".yml")
    problems = [*content.diagnostics, *static.diagnostics, *ledger.diagnostics]
    if any(one.severity == "error" for one in problems):
        raise GeneratorError(problems)
    if not content.files:
        raise GeneratorError(
            [
                unusable(
                    "empty-content",
                    f"there is no explainer in `{source / CONTENT}`",
                    hint="convert an article into it: explainer convert ARTICLE",
                )
            ]
        )
    return Inputs(
        source=source,
        config=settings,
        theme=theme.load_theme(settings.theme, source / THEMES, settings.tokens),
        content=content.files,
        static=static.files,
        ledgers={one.path: one for one in ledger.files} if (source / LEDGER).is_dir() else None,
        looked_at_ns=looked_at,
    )


def read_config(source: Path) -> Config:
    """The site's `site.yml`."""
    name = "site.yml"
    if not (source / name).is_file():
        raise GeneratorError(
            [
                unusable(
                    "missing-site-yml",
                    f"`{source}` is no site folder: it has no site.yml",
                    Span(name),
                    hint="create it with one line: `title: My explainers`",
                )
            ]
        )
    return config.load_config(files.read_text(source, name), name)


def facts(file: SourceFile, looked_at_ns: int) -> str:
    """By what a file is known to be unchanged without reading it; empty when nothing tells.

    The time of its inode's last change cannot be set by hand, so an edit that keeps size and
    modification time shows as well (where the system keeps that time: not on Windows).
    """
    latest = max(file.mtime_ns, file.ctime_ns)
    if not _HAS_CHANGE_TIME or latest > looked_at_ns - UNSETTLED_NANOSECONDS:
        return ""
    return f"{file.size}:{file.mtime_ns}:{file.ctime_ns}:{file.inode}"


def ledger_name(slug: str) -> str:
    """The name of an explainer's file in the ledger folder."""
    # No slug holds a dot, so two explainers never share a file.
    return slug.replace("/", ".") + ".yml"


def protected(source: Path) -> Sequence[Path]:
    """The folders that no output may touch."""
    return [source / one for one in (CONTENT, STATIC, THEMES, LEDGER, ".git")]
