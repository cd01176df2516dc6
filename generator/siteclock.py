"""The two settings of a site that a conversion needs, read without checking all the others.

Checking a whole configuration takes longer than converting an article.
"""

from __future__ import annotations

from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from generator.diagnostics import GeneratorError, Span, unusable
from generator.yamltext import read_yaml


def read_site_clock(path: Path) -> tuple[str, str]:
    """The site's time zone and language; empty where there is no site, or it does not say."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return "", ""
    document, _ = read_yaml(text, str(path))
    data = document.data if document else {}
    timezone, lang = (data.get(key) for key in ("timezone", "lang"))
    zone = timezone.strip() if isinstance(timezone, str) else ""
    if zone:
        try:
            ZoneInfo(zone)
        except (ZoneInfoNotFoundError, ValueError, OSError) as cause:
            span = document.span(("timezone",)) if document else Span(str(path))
            message = f"`{zone}` is not a time zone"
            hint = "a name such as `Europe/Berlin`"
            raise GeneratorError(
                [unusable("unknown-timezone", message, span, hint=hint)]
            ) from cause
    return zone, lang if isinstance(lang, str) else ""
