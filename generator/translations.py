"""Pages in several languages: which belong together, what a translation lacks, what is newer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from generator.diagnostics import Diagnostic, Span, error, warning
from generator.languages import primary
from generator.model import Page, Question, Target
from generator.site import Borrowed, Site

Targets = Mapping[str, tuple[Target, ...]]
"""By file: the site paths of a page's links."""


def group_translations(
    pages: Sequence[Page], hidden: Mapping[str, str], lang: str
) -> tuple[dict[str, tuple[Page, ...]], list[Diagnostic]]:
    """The pages in several languages, by the file of each; and what does not pair."""
    by_path = {one.path: one for one in pages}
    members: dict[str, list[Page]] = {}
    problems: list[Diagnostic] = []
    for page in pages:
        if not page.translates:
            continue
        original = by_path.get(page.translates)
        if original is None:
            if page.translates not in hidden:
                problems.append(
                    warning(
                        "translation-without-original",
                        f"by its name this is a translation of `{page.translates}`, "
                        "which is not there",
                        Span(page.path),
                        hint="rename it, or add the original",
                    )
                )
        elif primary(original.front.lang or lang) == primary(page.front.lang):
            problems.append(
                error(
                    "translation-language",
                    f"`{original.path}` is in the same language, `{page.front.lang}`",
                    Span(page.path),
                    hint="add `lang:` to the front matter of the original, or rename this file",
                )
            )
        else:
            members.setdefault(original.path, []).append(page)
            problems += _unpaired(page, original)
    groups: dict[str, tuple[Page, ...]] = {}
    for path, some in members.items():
        group = (by_path[path], *sorted(some, key=lambda one: one.front.lang))
        groups |= {one.path: group for one in group}
    return groups, problems


def _unpaired(page: Page, original: Page) -> Iterator[Diagnostic]:
    known = {one.id for one in original.questions}
    for one in page.questions:
        if one.id not in known:
            yield warning(
                "unpaired-question",
                f"the original `{original.path}` has no question `{one.id}`",
                Span(page.path, one.line),
                hint="give it the `id:` of the question that it translates",
            )


def borrowed(site: Site, page: Page, at: int, targets: Targets) -> Borrowed:
    """An answer as other pages show it."""
    lang = page.front.lang or site.config.lang
    return Borrowed(page, at, lang, targets.get(page.path, ()))


def missing_answers(
    site: Site, page: Page, original: Page, targets: Targets
) -> Iterator[tuple[int, Borrowed]]:
    """The answers that a translation lacks, each with the number of the question it comes before.

    Each comes after the nearest question before it that the translation has.
    """
    own = {one.id: at for at, one in enumerate(page.questions)}
    after = 0
    for at, one in enumerate(original.questions):
        if one.id in own:
            after = own[one.id] + 1
        else:
            yield after, borrowed(site, original, at, targets)


def newer_answers(page: Page, original: Page) -> Iterator[tuple[int, tuple[datetime, str]]]:
    """The questions whose original changed after the translation was last looked at."""
    theirs = {one.id: one for one in original.questions}
    for at, one in enumerate(page.questions):
        other = theirs.get(one.id)
        changed = _changed(other, original) if other else None
        if other and changed and changed > _looked_at(one, page):
            yield at, (changed, f"{original.slug}/#{other.id}")


def _changed(question: Question, page: Page) -> datetime | None:
    return question.updated or question.first or page.front.date


def _looked_at(question: Question, page: Page) -> datetime:
    """The latest moment at which the translation of an answer may have been brought up to date."""
    known = (question.updated, question.first, page.front.updated, page.front.date)
    return max(one for one in known if one is not None)
