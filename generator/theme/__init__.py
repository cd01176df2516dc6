"""Themes: folders of templates, style sheets and static files, looked up in order.

The home of jinja2. A theme is searched in the site's own `themes/` first and then among the
built-in ones, file by file, and what it `extends` after it. So a site overrides one partial by a
file of the same name in `themes/NAME/templates/`.
"""

from markupsafe import Markup

from generator.theme.linting import syntax_problems, undefined_attributes
from generator.theme.loading import Theme, load_templates, load_theme
from generator.theme.lookup import (
    Manifest,
    ThemeFile,
    built_in_themes,
    list_themes,
    own_files,
    theme_files,
)
from generator.theme.proofing import sheet_problems
from generator.theme.sheets import LAYERS, SHEET
from generator.theme.templates import MissingAsset

__all__ = [
    "LAYERS",
    "SHEET",
    "Manifest",
    "Markup",
    "MissingAsset",
    "Theme",
    "ThemeFile",
    "built_in_themes",
    "list_themes",
    "load_templates",
    "load_theme",
    "own_files",
    "sheet_problems",
    "syntax_problems",
    "theme_files",
    "undefined_attributes",
]
