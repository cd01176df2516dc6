"""A new theme of one's own, and copies of a theme's files to edit."""

from __future__ import annotations

import re
from pathlib import Path

from generator import files
from generator.diagnostics import GeneratorError, unusable
from generator.inputs import THEMES
from generator.text import nearest
from generator.theme import ThemeFile, list_themes, theme_files

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,60}")
KINDS = ("templates", "styles", "static")
_MANIFEST = """\
name: {title}
description: What it looks like, in one sentence.
extends: {parent}
"""
_SHEET = """\
/* {title}. What stands here wins over the theme it extends, by its layer; docs/theming.md has the
   tokens. `explainer theme eject footer.css` copies a sheet of the parent here, which replaces it;
   `explainer theme eject footer.html` does the same with a template. */
@layer theme {{
  :root {{
    --accent: light-dark(#0b5c46, #7fd6b4);
  }}

  .summary {{
    border-block-start-color: var(--accent);
  }}
}}
"""


def new_theme(source: Path, name: str, parent: str) -> list[str]:
    """Writes a theme that extends `parent` into the site's `themes/`; the files it wrote.

    Raises `GeneratorError` when there is such a theme already, or no such parent.
    """
    if not _NAME.fullmatch(name):
        raise _refused("bad-theme-name", f"`{name}` cannot be the name of a theme's folder")
    known = list_themes(source / THEMES)
    if name in known:
        raise _refused("theme-exists", f"there is a theme `{name}` already", "choose another name")
    theme_files(parent, "templates", source / THEMES)
    title = name.replace("-", " ").capitalize()
    folder = source / THEMES / name
    texts = {
        "theme.yml": _MANIFEST.format(title=title, parent=parent),
        f"styles/{name}.css": _SHEET.format(title=title),
    }
    return [_write(folder / one, text.encode(), source) for one, text in texts.items()]


def eject(source: Path, theme: str, wanted: str) -> tuple[str, ThemeFile]:
    """Copies a file of the theme to the site's `themes/THEME/`; the copy, and where it came from.

    `wanted` may leave out the folders: `footer.html` is `templates/partials/footer.html`. Of two
    files of a name it is the one in fewer folders: `question.html` is the page, not the partial.
    Raises `GeneratorError` when there is none of that name, or the site has its own.
    """
    kinds = {kind: theme_files(theme, kind, source / THEMES) for kind in KINDS}
    found = {f"{kind}/{name}": one for kind, all_ in kinds.items() for name, one in all_.items()}
    asked = wanted.replace("\\", "/").strip("/")
    names = [one for one in found if one == asked or one.endswith(f"/{asked}")]
    if not names:
        short = {one.rsplit("/", 1)[-1]: one for one in found}
        close = nearest(asked, [*short, *found])
        hint = f"did you mean `{close}`?" if close else f"it has {', '.join(sorted(short))}"
        raise _refused("missing-template", f"the theme `{theme}` has no file `{wanted}`", hint)
    name = min(names, key=lambda one: (one.count("/"), one))
    origin = found[name]
    target = source / THEMES / theme / name
    if target.exists():
        message = f"`{THEMES}/{theme}/{name}` is there already"
        raise _refused("theme-exists", message, "edit it, or delete it to have the theme's again")
    return _write(target, origin.path.read_bytes(), source), origin


def _write(path: Path, content: bytes, source: Path) -> str:
    files.write_new(path, content)
    return path.relative_to(source).as_posix()


def _refused(
    code: str, message: str, hint: str = "use letters, digits and hyphens"
) -> GeneratorError:
    return GeneratorError([unusable(code, message, hint=hint)])
