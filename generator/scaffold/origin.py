"""Where the running program was installed from: the publishing workflow installs the same.

By the record that installers leave (PEP 610): a repository, a wheel, a folder, or a package index.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from generator import __version__
from generator.repository import ask_git, web_address

NAME = "explainer"
_HEAD = "# What the publishing workflow installs.\n"
_UNKNOWN = (
    _HEAD
    + f"""# This copy of Explainer {__version__} came from a folder of one computer, which
# the workflow cannot reach. Name a repository or a wheel that it can:
# explainer @ git+https://github.com/OWNER/REPOSITORY@TAG
"""
)


@dataclass(frozen=True, slots=True)
class Origin:
    """How to get the program."""

    requirements: str
    """The text of a requirements.txt."""
    wheel: Path | None = None
    """A wheel that the site has to bring along as `vendor/NAME`."""
    is_known: bool = True
    """Whether the requirements name anything that another computer can reach."""


def find_origin() -> Origin:
    """The origin of the running program."""
    try:
        record = metadata.distribution(NAME).read_text("direct_url.json")
    except metadata.PackageNotFoundError:
        return Origin(_UNKNOWN, is_known=False)
    if not record:
        return Origin(f"{_HEAD}{NAME}=={__version__}\n")
    return origin_of(json.loads(record))


def origin_of(record: dict[str, Any]) -> Origin:
    """The origin that a `direct_url.json` tells."""
    url = str(record.get("url", ""))
    if "vcs_info" in record:
        version = record["vcs_info"].get("commit_id", "")
        return Origin(f"{_HEAD}{NAME} @ git+{url}{'@' + version if version else ''}\n")
    parts = urlsplit(url)
    if parts.scheme in ("http", "https"):
        return Origin(f"{_HEAD}{NAME} @ {url}\n")
    place = Path(unquote(parts.path))
    if place.suffix == ".whl" and place.is_file():
        return Origin(f"{_HEAD}./vendor/{place.name}\n", wheel=place)
    return _of_checkout(place)


def _of_checkout(folder: Path) -> Origin:
    """A checkout whose remote is on the web is installed from there, at the same commit."""
    remote = web_address(ask_git(folder, "remote", "get-url", "origin"))
    commit = ask_git(folder, "rev-parse", "HEAD")
    if not remote or not commit:
        return Origin(_UNKNOWN, is_known=False)
    return Origin(f"{_HEAD}{NAME} @ git+{remote}@{commit}\n")
