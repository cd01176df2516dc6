"""What is shipped: pictures that nothing shows, and what GitHub Pages would not take."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping

from generator.diagnostics import Diagnostic, Span, warning
from generator.files import SourceFile
from generator.inputs import STATIC

PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif", ".svg")
# Asked for by browsers and systems without any link to them.
_ASKED_FOR = ("favicon", "apple-touch-icon", "icon", ".well-known/", "og", "social")
# docs.github.com: “GitHub Pages limits”, “About large files on GitHub”.
MOST_BYTES = 1_000_000_000
MOST_FILE_BYTES = 100_000_000
_MEGABYTE = 1_000_000


def unused_pictures(
    static: Iterable[SourceFile], used: Collection[str], styles: str
) -> Iterator[Diagnostic]:
    """A warning for each picture of `static/` that no page and no style sheet shows."""
    for file in static:
        name = file.path.rpartition("/")[2]
        if not file.path.lower().endswith(PICTURES) or file.path in used or name in styles:
            continue
        if file.path.startswith(_ASKED_FOR):
            continue
        yield warning(
            "unused-image",
            f"no page shows the picture `{file.path}`",
            Span(f"{STATIC}/{file.path}"),
            hint="show it, or delete the file",
        )


def limits(sizes: Mapping[str, int]) -> Iterator[Diagnostic]:
    """What GitHub Pages would refuse or may stop serving; `sizes` are bytes by output file."""
    total = sum(sizes.values())
    if total > MOST_BYTES:
        largest = sorted(sizes, key=lambda one: -sizes[one])[:3]
        yield warning(
            "site-too-large",
            f"the site takes {total / _MEGABYTE:,.0f} MB; GitHub Pages takes 1,000 MB",
            hint="make pictures smaller, or keep large files elsewhere",
            notes=[f"{sizes[one] / _MEGABYTE:,.0f} MB: {one}" for one in largest],
        )
    for path, size in sizes.items():
        if size > MOST_FILE_BYTES:
            yield warning(
                "file-over-limit",
                f"`{path}` takes {size / _MEGABYTE:,.0f} MB; GitHub refuses files over 100 MB",
                Span(f"{STATIC}/{path}"),
                hint="make it smaller, or keep it elsewhere and link to it",
            )
