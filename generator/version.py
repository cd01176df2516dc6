"""Which program this is: what cached results are only good for."""

from __future__ import annotations

import contextlib
import os
import re
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from generator import __version__
from generator.text import digest

# Libraries whose version can change what a page looks like.
_LIBRARIES = (
    *("markdown-it-py", "mdit-py-plugins", "pygments", "latex2mathml", "pillow"),
    *("jinja2", "markupsafe", "pyyaml", "pydantic", "babel"),
)
# `markdown_it_py-3.0.0.dist-info`
_INSTALLED = re.compile(r"([^-]+)-([^-]+)(?:-py[0-9.]+)?\.(?:dist|egg)-info")


@cache
def program_digest() -> str:
    """The digest of the program's files and of the libraries that shape its output."""
    package = str(Path(__file__).resolve().parent)
    parts = [__version__, sys.version, *sorted(_files(package, ""))]
    installed = _installed()
    parts += [f"{name} {installed.get(name) or _asked(name)}" for name in _LIBRARIES]
    return digest(*parts)


def _files(folder: str, within: str) -> Iterator[str]:
    """Name, size and time of each file that shapes the output, in any order."""
    with os.scandir(folder) as entries:
        for one in entries:
            if one.is_dir():
                yield from _files(one.path, f"{within}{one.name}/")
            elif one.name.endswith((".py", ".yml", ".toml", ".json")):
                facts = one.stat()
                yield f"{within}{one.name}:{facts.st_size}:{facts.st_mtime_ns}"


def _installed() -> dict[str, str]:
    """The version of each library by the names of folders: `importlib.metadata` loads slowly."""
    found: dict[str, str] = {}
    for folder in filter(None, sys.path):
        with contextlib.suppress(OSError), os.scandir(folder) as entries:
            for entry in entries:
                if entry.name.endswith("-info") and (one := _INSTALLED.fullmatch(entry.name)):
                    found.setdefault(one[1].lower().replace("_", "-"), one[2])
    return found


def _asked(name: str) -> str:
    """The version of a library that is installed in some other way."""
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version(name)
    except PackageNotFoundError:
        return "?"
