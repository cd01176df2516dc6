"""`llms.txt`: what the site has, for language models (llmstxt.org)."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from generator import urls
from generator.model import Artifact, Page
from generator.outputs.records import NAME
from generator.outputs.twins import TWIN, base_of
from generator.site import Sheet, Site
from generator.views import Frame

_ESCAPED = str.maketrans({one: f"\\{one}" for one in "\\[]<>*_`"})


def llms_txt(site: Site, frame_for: Callable[[str], Frame]) -> list[Sheet | Artifact]:
    """The file, where the site has outputs for machines."""
    if not site.config.for_machines:
        return []
    return [Artifact("llms.txt", ("\n".join(_lines(site, frame_for(""))) + "\n").encode())]


def _lines(site: Site, frame: Frame) -> Iterator[str]:
    yield f"# {_plain(frame.title)}"
    yield ""
    if frame.description:
        yield f"> {_plain(frame.description)}"
        yield ""
    if site.config.licence:
        yield f"Licence of the texts: {_plain(site.config.licence)}"
        yield ""
    yield "## Explainers"
    yield ""
    for page in site.explainers:
        yield _entry(frame, page)
    if site.plain_pages:
        yield ""
        yield "## Pages"
        yield ""
        for page in site.plain_pages:
            yield _entry(frame, page)
    yield ""
    yield "## Optional"
    yield ""
    everything = urls.absolute(base_of(frame), NAME)
    yield f"- [All questions with their answers]({everything}): one JSON object a line"


def _entry(frame: Frame, page: Page) -> str:
    link = f"- [{_plain(page.front.title)}]({urls.absolute(base_of(frame), f'{page.slug}/{TWIN}')})"
    return f"{link}: {_plain(page.card.excerpt)}" if page.card.excerpt else link


def _plain(text: str) -> str:
    """Text that Markdown takes for nothing else."""
    return text.translate(_ESCAPED)
