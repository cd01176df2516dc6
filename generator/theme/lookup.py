"""Which folders make up a theme, and which of their files wins."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from generator import yamltext
from generator.diagnostics import Diagnostic, GeneratorError, Span, error, unusable
from generator.shipped import shipped
from generator.text import nearest

# Scripts that every theme needs alike, such as search; a theme may replace them by name.
SHARED = "_search"
MANIFEST = "theme.yml"
_KEYS = ("name", "description", "extends", "author", "version", "licence")


@dataclass(frozen=True, slots=True)
class Manifest:
    """What `theme.yml` says."""

    name: str = ""
    """As people call it; empty when not said."""
    description: str = ""
    extends: str = ""
    """The folder name of the parent; empty when the theme stands alone."""


@dataclass(frozen=True, slots=True)
class ThemeFile:
    """A file of a theme, and the theme it comes from."""

    name: str
    """Relative to `templates/`, `styles/` or `static/`, `/` between parts."""
    path: Path
    theme: str
    shown: str
    """The path as a person would type it."""


def built_in_themes() -> Path:
    """The folder of the themes that come with the program."""
    return shipped("themes")


def list_themes(site_themes: Path) -> dict[str, Manifest]:
    """Every theme that a site could name, in alphabetical order, with its manifest.

    A folder of the site that only overrides files of a built-in theme has that theme's manifest.
    """
    roots = theme_roots(site_themes)
    names = {one.name for root in roots if root.is_dir() for one in root.iterdir()}
    found = {}
    for name in sorted(names):
        folders = _folders(name, roots)
        if folders:
            manifests = (_manifest(one, site_themes) for one in folders)
            found[name] = next((one for one in manifests if one != Manifest()), Manifest())
    return found


def own_files(name: str, site_themes: Path) -> list[str]:
    """The files of a theme that stand in the site itself, as a person would type them."""
    built_in = site_themes.resolve() == built_in_themes().resolve()
    found = [] if built_in or not is_theme_name(name) else walk(site_themes / name)
    return [show_path(path, site_themes) for _, path in found]


def theme_roots(site_themes: Path) -> list[Path]:
    """The folders in which themes are looked up, the first to be searched first."""
    built_in = built_in_themes()
    return [built_in] if site_themes.resolve() == built_in.resolve() else [site_themes, built_in]


def theme_files(name: str, kind: str, site_themes: Path) -> dict[str, ThemeFile]:
    """The files of a theme's `templates/`, `styles/` or `static/`: of each name the one that wins.

    Raises `GeneratorError` for an unknown theme, a broken `theme.yml` or a circle of `extends`.
    """
    found: dict[str, ThemeFile] = {}
    for folder in chain(name, site_themes):
        for relative, path in walk(folder / kind):
            shown = show_path(path, site_themes)
            found.setdefault(relative, ThemeFile(relative, path, folder.name, shown))
    return found


def chain(name: str, site_themes: Path) -> list[Path]:
    """The theme's folders, the first to be searched first."""
    roots = theme_roots(site_themes)
    folders: list[Path] = []
    seen: list[str] = []
    child = ""
    while name:
        if name in seen:
            circle = " → ".join([*seen, name])
            raise GeneratorError([error("theme-circle", f"the themes extend each other: {circle}")])
        seen.append(name)
        found = _folders(name, roots)
        if not found:
            raise GeneratorError([_unknown(name, child, roots)])
        folders += found
        child = show_path(found[0] / MANIFEST, site_themes)
        parents = (_manifest(one, site_themes).extends for one in found)
        name = next((one for one in parents if one), "")
    return folders


def walk(folder: Path) -> list[tuple[str, Path]]:
    """Every regular file below a folder, by its relative name; links are not followed."""
    if not folder.is_dir() or folder.is_symlink():
        return []
    return sorted(_walk(folder))


def _walk(folder: Path) -> Iterator[tuple[str, Path]]:
    for path in folder.iterdir():
        if path.is_symlink() or path.name.startswith(".") or path.name.endswith("~"):
            continue
        if path.is_dir():
            yield from ((f"{path.name}/{name}", one) for name, one in _walk(path))
        else:
            yield path.name, path


def read_text(path: Path, shown: str) -> str:
    """The text of a theme's file; raises `GeneratorError` when it is no UTF-8 or unreadable."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as cause:
        problem = unusable("not-utf8", "this file is not UTF-8", Span(shown))
        raise GeneratorError([problem]) from cause
    except OSError as cause:
        message = f"this file cannot be read: {cause.strerror}"
        raise GeneratorError([unusable("unreadable-file", message, Span(shown))]) from cause


def show_path(path: Path, site_themes: Path) -> str:
    """The path as a person would type it: below the site's folder, else in full."""
    base = site_themes.parent
    return (path.relative_to(base) if path.is_relative_to(base) else path).as_posix()


def is_theme_name(name: str) -> bool:
    """Whether the text can be the name of a theme's folder."""
    return name not in ("", ".", "..") and not set(name) & set("/\\\0:") and name[0] not in "._"


def _folders(name: str, roots: Sequence[Path]) -> list[Path]:
    if not is_theme_name(name):
        return []
    return [one for root in roots if (one := root / name).is_dir() and not one.is_symlink()]


def _unknown(name: str, child: str, roots: Sequence[Path]) -> Diagnostic:
    known = sorted(
        one.name
        for root in roots
        if root.is_dir()
        for one in root.iterdir()
        if _folders(one.name, roots)
    )
    close = nearest(name, known)
    return unusable(
        "unknown-theme",
        f"there is no theme `{name}`",
        Span(child or "site.yml"),
        hint=f"did you mean `{close}`?"
        if close
        else f"there are: {', '.join(dict.fromkeys(known))}",
    )


def _manifest(folder: Path, site_themes: Path) -> Manifest:
    path = folder / MANIFEST
    if not path.is_file():
        return Manifest()
    shown = show_path(path, site_themes)
    document = yamltext.parse_yaml(read_text(path, shown), shown)
    problems = [
        error(
            "unknown-key",
            f"theme.yml has no key `{key}`",
            document.spans.get((key,)),
            hint=f"did you mean `{close}`?"
            if (close := nearest(str(key), _KEYS))
            else f"it knows {', '.join(_KEYS)}",
        )
        for key in document.data
        if key not in _KEYS
    ]
    problems += [
        error(
            "bad-theme-key",
            f"`{key}` in theme.yml is not a text",
            document.spans.get((key,)),
            hint=f"write `{key}: …` with a name or a sentence",
        )
        for key, value in document.data.items()
        if key in _KEYS and isinstance(value, (list, dict))
    ]
    if problems:
        raise GeneratorError(problems)
    values = {key: str(document.data.get(key) or "") for key in ("name", "description", "extends")}
    return Manifest(**values)
