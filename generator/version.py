"""Which program this is: what cached results are only good for."""

from __future__ import annotations

import sys
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from generator import __version__
from generator.text import digest

# Libraries whose version can change what a page looks like.
_LIBRARIES = (
    *("markdown-it-py", "mdit-py-plugins", "pygments", "latex2mathml", "pillow"),
    *("jinja2", "markupsafe", "pyyaml", "pydantic", "babel"),
)


@cache
def program_digest() -> str:
    """The digest of the program's files and of the libraries that shape its output."""
    package = Path(__file__).resolve().parent
    parts = [__version__, sys.version]
    for path in sorted(package.rglob("*")):
        if path.suffix in (".py", ".yml", ".toml", ".json"):
            facts = path.stat()
            parts.append(f"{path.relative_to(package)}:{facts.st_size}:{facts.st_mtime_ns}")
    for name in _LIBRARIES:
        try:
            parts.append(f"{name} {version(name)}")
        except PackageNotFoundError:
            parts.append(f"{name} ?")
    return digest(*parts)
