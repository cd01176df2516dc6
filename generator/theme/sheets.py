"""The sheets of a theme: its `styles/` and its parents' joined, and names that change with content.

What explainers need is one sheet, one request; folders of `styles/` become further sheets, for
pages that ask for them. Cascade layers, not the order of files, decide which rule wins, so that a
theme adds or replaces a file without knowing the others.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import partial

from generator.diagnostics import Diagnostic, GeneratorError, Span, error, unusable
from generator.text import digest, nearest

SHEET = "style.css"
LAYERS = ("tokens", "base", "layout", "components", "theme", "print")
# Strings first, so that what looks like a comment inside one is left alone.
_NOISE = re.compile(r"""("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')|/\*.*?\*/|\s+""", re.S)
_TIGHT = re.compile(
    r"""("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')"""
    r"""| ?;? ?(}) ?| ?([{;,]) ?|(?<=[\w-]): (?=[^{}]*[;}])"""
)
_PART = re.compile(r"""((?:[^{};"']|"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')*)([{};])""")
_TOKEN = re.compile(r"--([\w-]+):(.+)", re.S)
_URL = re.compile(r"""url\(\s*(["']?)([^"')\s]+)\1\s*\)""")


@dataclass(frozen=True, slots=True)
class StaticFile:
    """A file that every page of a theme may ask for."""

    name: str
    """As templates call it: relative to the folder `static/`."""
    content: bytes
    path: str
    """Relative to the assets folder of the site: the name with its fingerprint."""


def bundle_of(name: str) -> str:
    """The sheet that a file of `styles/` becomes part of: `style.css`, or its folder's own."""
    folder, slash, _ = name.partition("/")
    return f"{folder}.css" if slash else SHEET


def join_sheets(parts: Iterable[str], tokens: Mapping[str, str]) -> str:
    """One sheet: the order of the layers, every part, and the site's own `tokens` over the theme's.

    The tokens stand in the layer `theme`, so that paper keeps its own.
    """
    own = "".join(f"--{name}:{value};" for name, value in sorted(tokens.items()))
    last = f"@layer theme{{:root:root{{{own}}}}}" if own else ""
    return f"@layer {', '.join(LAYERS)};\n" + _squeezed("\n".join([*parts, last]))


def tokens_of(sheet: str) -> dict[str, str]:
    """Every custom property that a joined sheet sets on `:root` for the screen, with its value.

    Rules inside `@media` and `@supports` are for readers with special wishes and count for nothing.
    """
    found: dict[str, tuple[int, str]] = {}
    stack: list[str] = []
    for part in _PART.finditer(sheet):
        text, end = part[1].strip(), part[2]
        if end == "{":
            stack.append(text)
            continue
        token = _TOKEN.fullmatch(text)
        if token and len(stack) == 2 and stack[1] in (":root", ":root:root"):
            rank = LAYERS.index(stack[0][7:]) if stack[0][7:] in LAYERS else len(LAYERS)
            if rank >= found.get(token[1], (-1, ""))[0]:
                found[token[1]] = rank, token[2]
        if end == "}" and stack:
            stack.pop()
    return {name: value for name, (_, value) in found.items()}


def unknown_tokens(tokens: Mapping[str, str], known: Mapping[str, str]) -> list[Diagnostic]:
    """An error for each of the site's tokens that the theme does not have."""
    return [
        unusable(
            "unknown-token",
            f"the theme has no token `{name}`",
            Span("site.yml"),
            hint=f"did you mean `{close}`?"
            if (close := nearest(name, known))
            else f"it has {', '.join(known)}",
        )
        for name in tokens
        if name not in known
    ]


def fingerprint(static: Mapping[str, bytes], written: Mapping[str, str]) -> tuple[StaticFile, ...]:
    """The files under names that change with their content, and sheets that speak of those names.

    `written`: the texts of which sheets were made, by their files. Raises `GeneratorError` when a
    sheet refers to a file that the theme does not have.
    """
    plain = [one for one in sorted(static) if not one.endswith(".css")]
    made = {name: _named(name, static[name]) for name in plain}
    for name in sorted(set(static) - set(plain)):
        text = static[name].decode("utf-8")
        content = _URL.sub(partial(_address, sheet=name, made=made, written=written), text).encode()
        made[name] = _named(name, content)
    return tuple(made[name] for name in sorted(made))


def _named(name: str, content: bytes) -> StaticFile:
    stem, dot, suffix = name.rpartition(".")
    if not stem or "/" in suffix:
        stem, dot, suffix = name, "", ""
    return StaticFile(name, content, f"{stem}.{digest(content)[:10]}{dot}{suffix}")


def _address(
    url: re.Match[str], sheet: str, made: Mapping[str, StaticFile], written: Mapping[str, str]
) -> str:
    target = url[2]
    if target.startswith(("data:", "#")):
        return url[0]
    folder = posixpath.dirname(sheet)
    plain, mark, fragment = target.partition("#")
    name = posixpath.normpath(posixpath.join(folder, plain))
    if name not in made:
        close = nearest(name, made)
        raise GeneratorError(
            [
                error(
                    "missing-asset",
                    f"the sheet asks for `{target}`, which is no file of the theme's `static/`",
                    _first_place(url, written) or Span(sheet),
                    hint=f"did you mean `{close}`?"
                    if close
                    else "a sheet may use its own files only",
                )
            ]
        )
    return f'url("{posixpath.relpath(made[name].path, folder or ".")}{mark}{fragment}")'


def _first_place(url: re.Match[str], written: Mapping[str, str]) -> Span | None:
    """Where the author wrote an address that a joined sheet holds."""
    for file, text in written.items():
        for number, line in enumerate(text.split("\n"), 1):
            for one in _URL.finditer(line):
                if one[2] == url[2]:
                    return Span(file, number, one.start(2) + 1, len(one[2]), line)
    return None


def _squeezed(sheet: str) -> str:
    """The sheet without comments and spare white space."""
    plain = _NOISE.sub(lambda one: one[1] or " ", sheet)
    return _TIGHT.sub(_tight, plain).strip() + "\n"


def _tight(one: re.Match[str]) -> str:
    return one[1] or (one[2] and "}\n") or one[3] or ":"
