"""Themes: folders of templates and static files, looked up in order; the home of jinja2.

A theme is searched in the site's own `themes/` first and then among the built-in ones, file by
file, and what it `extends` after it. So a site overrides one partial by a file of the same name
in `themes/NAME/templates/`.
"""

from __future__ import annotations

import traceback
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

from jinja2 import BaseLoader, StrictUndefined, TemplateError, TemplateNotFound, TemplateSyntaxError
from jinja2.exceptions import UndefinedError
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from generator import yamltext
from generator.diagnostics import Diagnostic, GeneratorError, Span, error, unusable
from generator.text import digest, nearest

# Scripts that every theme needs alike, such as search; a theme may replace them by name.
SHARED = "_search"
# Modules of nothing but frozen dataclasses: their fields hold no way out of the sandbox.
_PLAIN_DATA = frozenset({"generator.views", "generator.model"})
# The sheet that the site's tokens are added to.
SHEET = "style.css"
_FINGERPRINTED = (".css", ".js")
__all__ = ["Markup", "Theme", "built_in_themes", "load_theme"]


@dataclass(frozen=True, slots=True)
class StaticFile:
    """A file of a theme's `static/` folder."""

    name: str
    """Relative to the folder, `/` between parts."""
    content: bytes
    path: str
    """Relative to the assets folder of the site: the name with its fingerprint, if it has one."""


@dataclass(frozen=True, slots=True)
class Theme:
    """A theme, ready to render."""

    name: str
    environment: ImmutableSandboxedEnvironment
    shown: Mapping[str, str]
    """Template name → its file as a person would type it."""
    static: tuple[StaticFile, ...]
    digest: str
    """Of every template."""

    def render(self, template: str, context: Mapping[str, Any]) -> str:
        """The rendered template; raises `GeneratorError` with its file and line."""
        try:
            return self.environment.get_template(template).render(context)
        except TemplateNotFound as cause:
            raise GeneratorError([self._not_found(str(cause.name or template))]) from cause
        except Exception as cause:
            problem = self._problem(cause)
            if problem is None:
                raise
            raise GeneratorError([problem]) from cause

    def _not_found(self, name: str) -> Diagnostic:
        close = nearest(name, self.shown)
        return error(
            "missing-template",
            f"the theme `{self.name}` has no template `{name}`",
            hint=f"did you mean `{close}`?" if close else "add the file to the theme",
        )

    def _problem(self, cause: Exception) -> Diagnostic | None:
        """What went wrong inside a template; None when the fault is not in one."""
        if isinstance(cause, TemplateSyntaxError):
            return self._at("template-syntax", str(cause.message), cause.name or "", cause.lineno)
        frames = [
            one
            for one in traceback.extract_tb(cause.__traceback__)
            if one.filename in self.shown.values()
        ]
        if not frames:
            return None
        name = next(key for key, shown in self.shown.items() if shown == frames[-1].filename)
        code = "undefined-name" if isinstance(cause, UndefinedError) else "template-error"
        said = (
            str(cause) if isinstance(cause, TemplateError) else f"{type(cause).__name__}: {cause}"
        )
        return self._at(code, said, name, frames[-1].lineno or 0)

    def _at(self, code: str, said: str, name: str, line: int) -> Diagnostic:
        hints = {
            "template-syntax": "correct the template; docs/theming.md shows its language",
            "undefined-name": "docs/theming.md lists all that a template may use",
            "template-error": "correct the template",
        }
        loader = self.environment.loader
        assert isinstance(loader, _Loader)
        lines = loader.sources.get(name, "").split("\n")
        excerpt = lines[line - 1] if 0 < line <= len(lines) else ""
        indent = len(excerpt) - len(excerpt.lstrip())
        span = Span(
            self.shown.get(name, name), line, indent + 1, max(1, len(excerpt) - indent), excerpt
        )
        return error(code, said[:1].lower() + said[1:].rstrip("."), span, hint=hints[code])


class _Environment(ImmutableSandboxedEnvironment):
    """The sandbox, with a short way to the fields of views: it took half of a page's time."""

    def getattr(self, obj: Any, attribute: str) -> Any:
        if type(obj).__module__ in _PLAIN_DATA and attribute in type(obj).__dataclass_fields__:
            return getattr(obj, attribute)
        return super().getattr(obj, attribute)


class _Loader(BaseLoader):
    """Gives templates that were read beforehand: nothing outside the theme can be reached."""

    def __init__(self, sources: Mapping[str, str], shown: Mapping[str, str]) -> None:
        self.sources = sources
        self.shown = shown

    def get_source(self, environment: Any, template: str) -> tuple[str, str, Any]:
        if template not in self.sources:
            raise TemplateNotFound(template)
        return self.sources[template], self.shown[template], lambda: True

    def list_templates(self) -> list[str]:
        return sorted(self.sources)


def built_in_themes() -> Path:
    """The folder of the themes that come with the program, in a wheel or a checkout."""
    package = Path(__file__).resolve().parent
    inside = package / "themes"
    return inside if inside.is_dir() else package.parent / "themes"


def load_theme(
    name: str, site_themes: Path, tokens: Mapping[str, str] = MappingProxyType({})
) -> Theme:
    """The theme of that name, its sheet with the site's `tokens`. `site_themes` need not exist.

    Raises `GeneratorError` for an unknown theme, a broken `theme.yml`, a circle of `extends`, or a
    template that is no UTF-8. Templates are compiled when they are first rendered.
    """
    roots = [site_themes, built_in_themes()]
    if site_themes.resolve() == roots[1].resolve():
        roots = roots[:1]
    folders = _chain(name, roots)
    shared = built_in_themes() / SHARED
    sources: dict[str, str] = {}
    shown: dict[str, str] = {}
    static: dict[str, bytes] = {}
    for folder in folders:
        for relative, path in _files(folder / "templates"):
            if relative not in sources:
                shown[relative] = _shown(path, site_themes)
                sources[relative] = _text(path, shown[relative])
        for relative, path in _files(folder / "static"):
            if relative not in static:
                static[relative] = path.read_bytes()
    for relative, path in _files(shared):
        if relative.endswith(".js"):
            static.setdefault(relative, path.read_bytes())
    if tokens and SHEET in static:
        static[SHEET] += _token_rule(tokens).encode()
    environment = _Environment(
        loader=_Loader(sources, shown),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        cache_size=-1,
    )
    return Theme(
        name=name,
        environment=environment,
        shown=shown,
        static=tuple(_static_file(one, static[one]) for one in sorted(static)),
        digest=digest(*(part for one in sorted(sources) for part in (one, sources[one]))),
    )


def _chain(name: str, roots: Sequence[Path]) -> list[Path]:
    """The theme's folders, the first to be searched first."""
    folders: list[Path] = []
    seen: list[str] = []
    while name:
        if name in seen:
            raise GeneratorError(
                [
                    error(
                        "theme-circle", f"the themes extend each other: {' → '.join([*seen, name])}"
                    )
                ]
            )
        seen.append(name)
        found = [one / name for one in roots if _is_theme(one / name)] if _is_name(name) else []
        if not found:
            raise GeneratorError([_unknown(name, roots)])
        folders += found
        name = next((one for one in map(_parent, found) if one), "")
    return folders


def _is_name(name: str) -> bool:
    return name not in ("", ".", "..") and not set(name) & set("/\\\0:") and name[0] not in "._"


def _is_theme(folder: Path) -> bool:
    return folder.is_dir() and not folder.is_symlink()


def _unknown(name: str, roots: Sequence[Path]) -> Diagnostic:
    known = sorted(
        {one.name for root in roots if root.is_dir() for one in root.iterdir() if one.is_dir()}
    )
    known = [one for one in known if _is_name(one)]
    close = nearest(name, known)
    return unusable(
        "unknown-theme",
        f"there is no theme `{name}`",
        Span("site.yml"),
        hint=f"did you mean `{close}`?" if close else f"there are: {', '.join(known)}",
    )


def _parent(folder: Path) -> str:
    """The name of the theme that this one extends; empty when it stands alone."""
    path = folder / "theme.yml"
    if not path.is_file():
        return ""
    document = yamltext.parse_yaml(_text(path, str(path)), str(path))
    known = ("name", "description", "extends", "author", "version", "licence")
    problems = [
        error(
            "unknown-key",
            f"theme.yml has no key `{key}`",
            document.spans.get((key,)),
            hint=f"did you mean `{close}`?"
            if (close := nearest(str(key), known))
            else f"it knows {', '.join(known)}",
        )
        for key in document.data
        if key not in known
    ]
    if problems:
        raise GeneratorError(problems)
    return str(document.data.get("extends") or "")


def _files(folder: Path) -> list[tuple[str, Path]]:
    """Every regular file below a folder, by its relative name; links are not followed."""
    if not folder.is_dir() or folder.is_symlink():
        return []
    found = []
    for path in folder.iterdir():
        if path.is_symlink() or path.name.startswith(".") or path.name.endswith("~"):
            continue
        if path.is_dir():
            found += [(f"{path.name}/{name}", one) for name, one in _files(path)]
        else:
            found.append((path.name, path))
    return sorted(found)


def _text(path: Path, shown: str) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as cause:
        raise GeneratorError(
            [unusable("not-utf8", "this file is not UTF-8", Span(shown))]
        ) from cause
    except OSError as cause:
        raise GeneratorError(
            [
                unusable(
                    "unreadable-file", f"this file cannot be read: {cause.strerror}", Span(shown)
                )
            ]
        ) from cause


def _shown(path: Path, site_themes: Path) -> str:
    for base in (site_themes.parent, built_in_themes().parent):
        if path.is_relative_to(base):
            return path.relative_to(base).as_posix()
    return path.as_posix()


def _token_rule(tokens: Mapping[str, str]) -> str:
    """The site's own values for the theme's custom properties, in whichever colour scheme."""
    values = "".join(f"--{name}:{value};" for name, value in sorted(tokens.items()))
    return f"\n:root:root{{{values}}}\n"


def _static_file(name: str, content: bytes) -> StaticFile:
    stem, dot, suffix = name.rpartition(".")
    if f".{suffix}" not in _FINGERPRINTED:
        return StaticFile(name, content, name)
    return StaticFile(name, content, f"{stem}.{digest(content)[:10]}{dot}{suffix}")
