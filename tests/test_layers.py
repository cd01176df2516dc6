"""The house's law: a module imports only from the layers below its own."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "generator"
LAYERS = {
    0: {
        "model",
        "editorial",
        "diagnostics",
        "urls",
        "text",
        "views",
        "site",
        "matching",
        *("review", "corrections"),
        "colours",
        "shipped",
        *("hastening", "packing", "workers"),
        *("languages", "embedding"),
    },
    1: {"yamltext", "explanations"},
    2: {
        "frontmatter",
        "markdown",
        "config",
        "theme",
        "cache",
        "files",
        *("images", "version", "repository"),
        "web",
        *("locales", "naming", "reference", "wording"),
    },
    3: {
        *("borrowing", "illustrations", "translations", "written"),
        *("citations", "remarks", "duplicates", "neighbours", "typesetting", "vectors"),
        *("parse", "assemble", "ledger", "links", "related", "frames", "render"),
        *("outputs", "search", "convert", "formatting"),
        "contract",
        "weights",
    },
    4: {
        *(
            "build",
            "inputs",
            "planning",
            "reading",
            "rendering",
            "folders",
            "request",
            *("standing", "revision", "sheaves", "phases"),
            "searchdata",
            "recordsdata",
            *("pictures", "socialcards"),
            "conversion",
            "update",
        ),
        *("recording", "moving"),
        *(
            "siteclock",
            "drafting",
            "touchup",
            "preview",
            "querying",
            "scaffold",
            "check",
            "formatter",
            "publishing",
            *("changes", "doctor", "settings", "schemas"),
        ),
        "theming",
    },
    5: {"cli", "console"},
}
# Within the values and the operations, these are parts of a whole, each below the next.
PARTS = {
    "model": {"diagnostics", "hastening", "editorial"},
    "editorial": {"diagnostics"},
    "matching": {"text"},
    "review": {"model"},
    "corrections": {"model", "diagnostics", "text"},
    "views": {"hastening", "model"},
    "site": {"hastening", "model", "views"},
    "parse": {"citations", "remarks", "typesetting", "vectors", "written"},
    # Its stop words serve both.
    "vectors": {"search"},
    "neighbours": {"vectors"},
    "duplicates": {"links", "neighbours", "search", "vectors"},
    "related": {"neighbours"},
    "assemble": {"translations"},
    "borrowing": {"links", "translations"},
    "formatting": {"parse"},
    "build": {
        *("inputs", "planning", "reading", "recordsdata", "rendering", "searchdata"),
        *("folders", "phases", "pictures", "request", "revision", "sheaves", "socialcards"),
        "standing",
    },
    "inputs": {"folders"},
    "standing": {"folders", "request"},
    "revision": {"folders", "phases", "reading", "request", "sheaves", "standing"},
    "rendering": {"inputs", "reading", "sheaves"},
    "reading": {"inputs"},
    "planning": {"inputs", "pictures", "reading"},
    "pictures": {"inputs"},
    "searchdata": {"inputs", "reading"},
    "socialcards": {"folders", "inputs"},
    "recordsdata": {"inputs", "planning", "reading"},
    "preview": {"build", "touchup", "request", "inputs", "conversion", "drafting", "siteclock"},
    "drafting": {"conversion", "inputs"},
    "touchup": {"build", "reading"},
    "querying": {"inputs"},
    "recording": {"inputs", "reading", "moving"},
    "doctor": {"inputs", "recording"},
    "settings": {"inputs"},
    "scaffold": {"inputs", "recording", "schemas"},
    "formatter": {"inputs"},
    "check": {"inputs", "planning", "reading", "recordsdata", "rendering"},
    "theming": {"build", "inputs", "request"},
    "conversion": {"inputs", "update"},
    # The command that shows problems.
    "cli": {"console"},
}
HOMES = {
    "babel": {"locales"},
    "numpy": {"search"},
    "rjsmin": {"theme"},
    "markdown_it": {"written", "markdown", "parse", "citations", "remarks", "convert"},
    "pygments": {"markdown"},
    "latex2mathml": {"markdown"},
    "mdit_py_plugins": {"markdown"},
    "jinja2": {"theme"},
    "livereload": {"preview", "cli"},
    "tornado": {"preview", "cli"},
    "watchfiles": {"preview"},
    "rich": {"console"},
    "click": {"cli"},
    "yaml": {"yamltext"},
    "sqlite3": {"cache"},
    "lxml": {"convert"},
    "mammoth": {"convert"},
    "httpx": {"web"},
    "segno": {"preview"},
    "snowballstemmer": {"search"},
}


def modules() -> Iterator[tuple[str, Path]]:
    """The name of the top module or package below `generator`, and each of its files."""
    for path in sorted(PACKAGE.rglob("*.py")):
        parts = path.relative_to(PACKAGE).parts
        name = parts[0].removesuffix(".py")
        if name not in ("__init__", "__main__", "themes"):
            yield name, path


def layer_of(name: str) -> int:
    return next(number for number, names in LAYERS.items() if name in names)


def imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (one.name for one in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            if node.module == "generator":
                yield from (f"generator.{one.name}" for one in node.names)
            else:
                yield node.module


def test_every_module_has_its_layer() -> None:
    known = {name for names in LAYERS.values() for name in names}
    assert {name for name, _ in modules()} <= known


@pytest.mark.parametrize(("name", "path"), list(modules()), ids=lambda one: str(one))
def test_a_module_imports_only_downwards(name: str, path: Path) -> None:
    for imported in imports(path):
        parts = imported.split(".")
        if parts[0] != "generator" or len(parts) < 2 or parts[1] in (name, "__version__"):
            continue
        other = parts[1]
        downwards = layer_of(other) < layer_of(name)
        assert downwards or other in PARTS.get(name, set()), f"{path.name} imports {imported}"


@pytest.mark.parametrize(("name", "path"), list(modules()), ids=lambda one: str(one))
def test_a_library_is_imported_at_home(name: str, path: Path) -> None:
    for imported in imports(path):
        library = imported.split(".")[0]
        if library in HOMES:
            assert name in HOMES[library], f"{path.name} imports {library}"
