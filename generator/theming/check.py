"""Trying a theme out: the kitchen sink is built with it, and every page held to the contract."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from pathlib import Path

from generator import build, theme, urls, views
from generator.colours import Scheme, contrast, in_scheme, parse_colour
from generator.contract import explainer_faults, page_faults, read_outline
from generator.diagnostics import Diagnostic, Span, error, raise_errors, warning
from generator.inputs import THEMES, read_config
from generator.request import Request, Result
from generator.theming.kitchen_sink import write_sink
from generator.wording import interface_words

LEAST_CONTRAST = 4.5
INKS = ("ink", "ink-soft", "accent")
GROUNDS = ("paper", "wash", "mark")
_SCHEMES: tuple[Scheme, ...] = ("light", "dark")


@dataclass(frozen=True, slots=True)
class Checked:
    """What came of a try."""

    pages: int
    pairs: int
    """Pairs of colours that were compared."""
    problems: tuple[Diagnostic, ...]


def check_theme(source: Path, name: str) -> Checked:
    """Builds the kitchen sink with the site's theme of that name and reads every page.

    Nothing is written into the site. Raises `GeneratorError` when the theme cannot be built at all.
    """
    config = replace(read_config(source), theme=name)
    loaded = theme.load_theme(name, source / THEMES, config.tokens)
    written = _sheet_problems(loaded, source / THEMES)
    problems = [*theme.undefined_attributes(loaded, _known_names()), *written]
    raise_errors(problems)
    pairs, faint = _contrasts(loaded)
    with tempfile.TemporaryDirectory(prefix="explainer-theme-") as folder:
        sink = Path(folder)
        if (source / THEMES).is_dir():
            shutil.copytree(source / THEMES, sink / THEMES, symlinks=True)
        write_sink(sink, config)
        request = Request(source=sink, output=sink / "output", drafts=True, jobs=1)
        result = build.build(request)
        pages = {
            path.relative_to(sink / "output").as_posix(): path.read_text(encoding="utf-8")
            for path in sorted((sink / "output").rglob("*.html"))
        }
    found = _faults(pages, result, name)
    return Checked(len(pages), pairs, (*written, *faint, *found))


def _sheet_problems(loaded: theme.Theme, site_themes: Path) -> list[Diagnostic]:
    """What is wrong with the theme's sheets as they were written."""
    files = [
        *theme.theme_files(loaded.name, "styles", site_themes).values(),
        *theme.theme_files(loaded.name, "static", site_themes).values(),
    ]
    sheets = {
        one.shown: one.path.read_text(encoding="utf-8-sig")
        for one in files
        if one.name.endswith(".css")
    }
    scripts = (one.content.decode() for one in loaded.static if one.name.endswith(".js"))
    return theme.sheet_problems(sheets, [*loaded.sources.values(), *scripts], loaded.tokens)


def _known_names() -> dict[str, frozenset[str]]:
    def names(*classes: type) -> frozenset[str]:
        return frozenset(one.name for each in classes for one in fields(each))

    return {
        "page": names(*views.View.__args__),
        "site": names(views.Frame),
        "head": names(views.Head),
        "t": frozenset(interface_words("en")),
    }


def _contrasts(loaded: theme.Theme) -> tuple[int, list[Diagnostic]]:
    """How many pairs of tokens were compared, and those that are hard to read."""
    problems: list[Diagnostic] = []
    pairs = 0
    for scheme in _SCHEMES:
        colours = {
            token: parse_colour(in_scheme(loaded.tokens.get(token, ""), scheme))
            for token in (*INKS, *GROUNDS)
        }
        unread = [token for token, colour in colours.items() if colour is None]
        if unread:
            problems.append(_unread(loaded, scheme, unread))
        for ink in INKS:
            for ground in GROUNDS:
                one, other = colours[ink], colours[ground]
                if one is None or other is None:
                    continue
                pairs += 1
                ratio = contrast(one, other)
                if ratio < LEAST_CONTRAST:
                    problems.append(
                        error(
                            "theme-contrast",
                            f"`{ink}` on `{ground}` has a contrast of {ratio:.2f} in the {scheme}"
                            f" scheme, less than {LEAST_CONTRAST}",
                            Span(f"theme {loaded.name}"),
                            hint="darken one or lighten the other, in the theme or in `tokens:`",
                        )
                    )
    return pairs, problems


def _unread(loaded: theme.Theme, scheme: str, tokens: list[str]) -> Diagnostic:
    named = ", ".join(f"`{one}`" for one in tokens)
    return warning(
        "theme-contrast",
        f"the contrast of {named} in the {scheme} scheme is not checked: it is no plain colour",
        Span(f"theme {loaded.name}"),
        hint="write it as `#0b5c46`, `rgb(…)`, `hsl(…)` or `oklch(…)`",
    )


def _faults(pages: dict[str, str], result: Result, name: str) -> Iterator[Diagnostic]:
    site = result.site
    assert site is not None, "the sink is new"
    explainers = {urls.output_path(f"{one.slug}/"): one for one in site.explainers}
    seen: dict[str, list[str]] = {}
    for path, html in pages.items():
        outline = read_outline(html)
        if path not in explainers and not outline.elements["main"] and "http-equiv" in html:
            # An old address that leads on is no page to be read.
            continue
        found = page_faults(outline, site.config.url)
        if path in explainers:
            found += explainer_faults(outline, explainers[path])
        for one in found:
            seen.setdefault(one, []).append(path)
    for fault, places in seen.items():
        more = f" and {len(places) - 1} more pages" if len(places) > 1 else ""
        yield error(
            "theme-contract",
            f"{fault}",
            Span(f"theme {name}: {places[0]}{more}"),
            hint="docs/theming.md says what pages must keep to",
        )
