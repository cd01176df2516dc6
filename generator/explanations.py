"""The long help of every diagnostic: the entries of docs/errors.md, which is shipped along."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from generator.diagnostics import GeneratorError, unusable
from generator.text import nearest

_HEADING = re.compile(r"^## ([a-z0-9-]+)$", re.M)


@cache
def explanations() -> Mapping[str, str]:
    """Each code and its entry, in alphabetical order."""
    package = Path(__file__).resolve().parent
    inside = package / "errors.md"
    source = inside if inside.is_file() else package.parent / "docs" / "errors.md"
    _, *parts = _HEADING.split(source.read_text(encoding="utf-8"))
    return {code: text.strip() for code, text in zip(parts[::2], parts[1::2], strict=True)}


def explain(code: str) -> str:
    """The entry of one code, as a person may type it: `[missing-page]`, `error[missing-page]`.

    Raises `GeneratorError` when there is none of that name.
    """
    known = explanations()
    wanted = code.strip().rpartition("[")[2].rstrip("]:").lower()
    if wanted in known:
        return known[wanted]
    close = nearest(wanted, known)
    raise GeneratorError(
        [
            unusable(
                "unknown-code",
                f"no message has the code `{code}`",
                hint=f"did you mean `{close}`?" if close else "see them all: explainer explain",
            )
        ]
    )
