"""The folders of a site, and by what their files are known to be unchanged."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from generator.files import SourceFile

SETTINGS, GLOSSARY, AUTHORS = "site.yml", "glossary.yml", "authors.yml"
CONTENT, STATIC, THEMES, LEDGER, CACHE = "content", "static", "themes", "ledger", ".cache"
# A file written within this time of being looked at may change again without its times showing it.
UNSETTLED_NANOSECONDS = 2_000_000_000
_HAS_CHANGE_TIME = os.name != "nt"


def facts(file: SourceFile, looked_at_ns: int) -> str:
    """By what a file is known to be unchanged without reading it; empty when nothing tells.

    The time of its inode's last change cannot be set by hand, so an edit that keeps size and
    modification time shows as well (where the system keeps that time: not on Windows).
    """
    latest = looked_at_ns - UNSETTLED_NANOSECONDS
    if not _HAS_CHANGE_TIME or file.mtime_ns > latest or file.ctime_ns > latest:
        return ""
    return f"{file.size}:{file.mtime_ns}:{file.ctime_ns}:{file.inode}"


def protected(source: Path) -> Sequence[Path]:
    """The folders that no output may touch."""
    return [source / one for one in (CONTENT, STATIC, THEMES, LEDGER, ".git")]
