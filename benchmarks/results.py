"""Figures written down: one file, a part for each benchmark."""

from __future__ import annotations

import os
import platform
import re
from datetime import UTC, datetime
from pathlib import Path

from generator import __version__

RESULTS = Path(__file__).parent / "RESULTS.md"


def write_part(path: Path, part: str) -> None:
    """Puts a part in the place of the one with the same `# ` heading, else at the end."""
    title = part.split("\n", 1)[0]
    text = path.read_text(encoding="utf-8") if path.exists() else ""
    parts = [one for one in re.split(r"^(?=# )", text, flags=re.M) if one.strip()]
    kept = [part if one.startswith(title + "\n") else one for one in parts]
    if part not in kept:
        kept.append(part)
    path.write_text("\n".join(one.strip("\n") + "\n" for one in kept), encoding="utf-8")


def circumstances() -> str:
    """When, with what and where something was measured."""
    return (
        f"{datetime.now(UTC):%Y-%m-%d}: Explainer {__version__} with Python"
        f" {platform.python_version()}; {os.cpu_count()} cores, {platform.system()}"
        f" {platform.machine()}, load {os.getloadavg()[0]:.1f}"
    )
