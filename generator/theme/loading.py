"""A theme's files, read once and ready to render."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from jinja2 import TemplateNotFound

from generator.diagnostics import GeneratorError, Span, unusable
from generator.text import digest
from generator.theme.compiling import Sandbox
from generator.theme.lookup import chain, read_text, show_path, walk
from generator.theme.scripts import shared_scripts
from generator.theme.sheets import (
    SHEET,
    StaticFile,
    bundle_of,
    fingerprint,
    join_sheets,
    tokens_of,
    unknown_tokens,
)
from generator.theme.templates import make_environment, missing_template, template_problem

_NOTHING: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Theme:
    """A theme, ready to render."""

    name: str
    fast: Sandbox
    exact: Sandbox
    """The same templates, for faults: told by file and line."""
    sources: Mapping[str, str]
    """Template name → its text."""
    shown: Mapping[str, str]
    """Template name → its file as a person would type it."""
    static: tuple[StaticFile, ...]
    tokens: Mapping[str, str]
    """Custom property without its hyphens → its value in light and dark, the site's own first."""
    digest: str
    """Of every template."""

    def render(self, template: str, context: Mapping[str, Any]) -> str:
        """The rendered template; raises `GeneratorError` with its file and line."""
        try:
            return self.fast.get_template(template).render(context)
        except Exception:
            # Whatever it was: the exact environment fails at the same place and tells it rightly.
            return self._render_exactly(template, context)

    def _render_exactly(self, template: str, context: Mapping[str, Any]) -> str:
        try:
            return self.exact.get_template(template).render(context)
        except TemplateNotFound as cause:
            name = str(cause.name or template)
            raise GeneratorError([missing_template(self.name, name, self.shown)]) from cause
        except Exception as cause:
            problem = template_problem(cause, self.sources, self.shown)
            if problem is None:
                raise
            raise GeneratorError([problem]) from cause


def load_theme(name: str, site_themes: Path, tokens: Mapping[str, str] = _NOTHING) -> Theme:
    """The theme of that name, its sheet with the site's `tokens`. `site_themes` need not exist.

    Raises `GeneratorError` for an unknown theme or token, a broken `theme.yml`, a circle of
    `extends`, or a text that is no UTF-8. Templates are compiled when they are first rendered.
    """
    folders = chain(name, site_themes)
    templates = _templates(name, folders, site_themes)
    styles: dict[str, str] = {}
    static: dict[str, bytes] = {}
    origins: dict[str, str] = {}
    places: dict[str, str] = {}
    depths: dict[str, int] = {}
    for depth, folder in enumerate(folders):
        for relative, path in walk(folder / "styles"):
            # A sheet in `static/` stands for what its parents have for it in `styles/`.
            if relative.endswith(".css") and bundle_of(relative) not in static:
                places.setdefault(relative, show_path(path, site_themes))
                styles.setdefault(relative, read_text(path, places[relative]))
                depths[relative] = depth
        for relative, path in walk(folder / "static"):
            if relative not in static:
                origins[relative] = show_path(path, site_themes)
                static[relative] = _static(path, origins[relative])
    for relative, content in shared_scripts().items():
        static.setdefault(relative, content)
    # What a theme adds stands behind all that it extends.
    ordered = sorted(styles, key=lambda one: (one != "tokens.css", -depths[one], one))
    written = {places[one]: styles[one] for one in ordered}
    written |= {origins[one]: static[one].decode() for one in origins if one.endswith(".css")}
    static |= _joined({one: styles[one] for one in ordered}, static, tokens)
    sheets = {one: content.decode() for one, content in static.items() if one.endswith(".css")}
    return replace(
        templates,
        static=fingerprint(static, written),
        tokens=MappingProxyType(tokens_of(sheets.get(SHEET, ""))),
    )


def load_templates(name: str, site_themes: Path) -> Theme:
    """As `load_theme`, without sheets and static files: enough to render pages."""
    return _templates(name, chain(name, site_themes), site_themes)


def _templates(name: str, folders: Sequence[Path], site_themes: Path) -> Theme:
    sources: dict[str, str] = {}
    shown: dict[str, str] = {}
    for folder in folders:
        for relative, path in walk(folder / "templates"):
            # By the theme's name too, so that a template can extend the one it replaces; a site's
            # own file of a built-in theme is not what that name means.
            qualified = f"{folder.name}:{relative}"
            shown[qualified] = show_path(path, site_themes)
            sources[qualified] = read_text(path, shown[qualified])
            shown.setdefault(relative, shown[qualified])
            sources.setdefault(relative, sources[qualified])
    fast, exact = _environments(tuple(sources.items()), tuple(shown.items()))
    return Theme(
        name=name,
        fast=fast,
        exact=exact,
        sources=sources,
        shown=shown,
        static=(),
        tokens=_NOTHING,
        digest=digest(*(part for one in sorted(sources) for part in (one, sources[one]))),
    )


@lru_cache(maxsize=2)
def _environments(
    sources: tuple[tuple[str, str], ...], shown: tuple[tuple[str, str], ...]
) -> tuple[Sandbox, Sandbox]:
    """The two environments of these templates.

    Kept: a preview loads the same theme at every save, and compiling it takes longer than a page.
    """
    names, texts = dict(shown), dict(sources)
    return make_environment(texts, names, fast=True), make_environment(texts, names, fast=False)


def _joined(
    styles: Mapping[str, str], static: Mapping[str, bytes], tokens: Mapping[str, str]
) -> dict[str, bytes]:
    """Every sheet that readers fetch, by name, the main one with the site's tokens."""
    parts: dict[str, list[str]] = {
        name: [content.decode()] for name, content in static.items() if name.endswith(".css")
    }
    for name, text in styles.items():
        parts.setdefault(bundle_of(name), []).append(text)
    sheets = {name: join_sheets(some, {}) for name, some in parts.items()}
    known: dict[str, str] = {}
    for sheet in sheets.values():
        known |= tokens_of(sheet)
    problems = unknown_tokens(tokens, known)
    if problems:
        raise GeneratorError(problems)
    if tokens and SHEET in parts:
        sheets[SHEET] = join_sheets(parts[SHEET], tokens)
    return {name: text.encode() for name, text in sheets.items()}


def _static(path: Path, shown: str) -> bytes:
    """The file's content; a sheet's as UTF-8 without a byte order mark."""
    if path.suffix == ".css":
        return read_text(path, shown).encode()
    try:
        return path.read_bytes()
    except OSError as cause:
        message = f"this file cannot be read: {cause.strerror}"
        raise GeneratorError([unusable("unreadable-file", message, Span(shown))]) from cause
