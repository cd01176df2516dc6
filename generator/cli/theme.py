"""`explainer theme`: list themes, begin one, take over a file of one, try one out."""

from __future__ import annotations

from pathlib import Path

import click

from generator.cli.options import source_option

_theme_option = click.option(
    "--theme", "name", default="", metavar="NAME", help="Another theme than that of site.yml."
)


@click.group(
    epilog="Example: explainer theme new harbour --extends broadsheet",
    short_help="List, begin, change and check themes.",
)
def theme() -> None:
    """List, begin, change and check themes.

    A theme is a folder of templates and style sheets that extends another one. Docs: theming.md.
    """


@theme.command("list", short_help="Show all themes.", epilog="Example: explainer theme list")
@source_option
def list_(source: Path) -> int:
    """Show every theme that site.yml could name, and the files of the site's own."""
    from generator import console
    from generator.inputs import THEMES
    from generator.theme import list_themes, own_files

    used = _theme_in_use(source)
    for name, manifest in list_themes(source / THEMES).items():
        mark = "*" if name == used else " "
        extends = f" (extends {manifest.extends})" if manifest.extends else ""
        console.summary(f"{mark} {name}{extends}: {manifest.description or manifest.name}")
        for path in own_files(name, source / THEMES):
            console.summary(f"    {path}")
    return 0


@theme.command(
    short_help="Begin a theme.", epilog="Example: explainer theme new harbour --extends broadsheet"
)
@click.argument("name", metavar="NAME")
@click.option(
    "--extends",
    "parent",
    default="default",
    metavar="THEME",
    help="The parent.  [default: default]",
)
@source_option
def new(name: str, parent: str, source: Path) -> int:
    """Begin a theme NAME in themes/ that extends another one."""
    from generator import console
    from generator.theming import new_theme

    for path in new_theme(source, name, parent):
        console.summary(f"  {path}")
    console.note(f"Next: write `theme: {name}` in site.yml, then: explainer serve --open")
    return 0


@theme.command(
    short_help="Copy a file of the theme to edit it.",
    epilog="Example: explainer theme eject partials/question.html",
)
@click.argument("file", metavar="PARTIAL")
@_theme_option
@source_option
def eject(file: str, name: str, source: Path) -> int:
    """Copy a template, sheet or static file of the theme into the site, to be edited there.

    From then on the site's copy is used. PARTIAL is a name such as footer.html,
    partials/question.html (question.html is the page of one question) or footer.css.
    """
    from generator import console
    from generator.theming import eject as copy

    path, origin = copy(source, name or _theme_in_use(source), file)
    console.summary(f"{path}: a copy of {origin.shown}, now yours to edit")
    return 0


@theme.command(
    short_help="Try a theme on difficult pages.", epilog="Example: explainer theme check harbour"
)
@click.argument("wanted", metavar="[THEME]", default="")
@source_option
def check(wanted: str, source: Path) -> int:
    """Build difficult pages with the theme and hold them to what every page must keep to.

    Pages with none, one and forty questions, in Arabic, with long words, without summary, with many
    sources: one h1, every id, the whole list, the dates, contrast, nothing from other hosts. THEME
    is a name or the folder in themes/; without it, the theme of site.yml is tried.
    """
    from generator import console
    from generator.diagnostics import GeneratorError
    from generator.theming import check_theme

    name = _theme_named(wanted, source) if wanted else _theme_in_use(source)
    checked = check_theme(source, name)
    if any(one.severity == "error" for one in checked.problems):
        raise GeneratorError(checked.problems)
    console.show_diagnostics(checked.problems)
    console.summary(
        f"the theme `{name}` keeps to the contract:"
        f" {checked.pages} pages, {checked.pairs} pairs of colours"
    )
    return 0


def _theme_named(wanted: str, source: Path) -> str:
    """The name of a theme that is given by its name or by its folder, `themes/harbour/`."""
    from generator.inputs import THEMES

    place = Path(wanted)
    if place.name == wanted:
        return wanted
    if place.resolve().parent != (source / THEMES).resolve():
        message = f"`{wanted}` is not in {THEMES}/ of this site, where themes are looked for"
        raise click.BadParameter(message, param_hint="THEME")
    return place.resolve().name


def _theme_in_use(source: Path) -> str:
    from generator.inputs import read_config

    return read_config(source).theme
