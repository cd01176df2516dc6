"""What pages show of other pages: embedded answers, and what a translation lacks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from generator.diagnostics import Diagnostic, Span, error
from generator.links import Place, question_places, retired_hint
from generator.locales import language_name
from generator.model import Page, Target
from generator.site import Beside, Borrowed, Site
from generator.text import digest
from generator.translations import Targets, borrowed, missing_answers, newer_answers
from generator.views import Translation


def borrow(site: Site, targets: Targets) -> tuple[Mapping[str, Beside], tuple[Diagnostic, ...]]:
    """For each page's file what it shows of others; pages that show nothing are left out.

    `targets` are the site paths of each page's links. Embedded answers that contain each other
    are errors, as are embedded links to anything but a question.
    """
    embeds, problems = _embeds(site, targets)
    found: dict[str, Beside] = {}
    for page in (*site.explainers, *site.plain_pages):
        group = site.translations.get(page.path, ())
        own = _reached(page, embeds)
        if not group and not own:
            continue
        original = group[0] if group and group[0] is not page else None
        missing = tuple(missing_answers(site, page, original, targets)) if original else ()
        for _, one in missing:
            own |= _reached(one.page, embeds, one.at)
        newer = dict(newer_answers(page, original)) if original else {}
        others = tuple(
            Translation(
                lang := one.front.lang or site.config.lang,
                language_name(lang, lang),
                f"{one.slug}/",
                one.front.title,
                one is group[0],
            )
            for one in group
            if one is not page
        )
        parts = [
            repr(others),
            repr([at for at, _ in missing]),
            repr(sorted(newer.items())),
            repr(list(own)),
            *(
                f"{one.page.digest} {one.at} {one.lang} {one.targets}"
                for one in (*(one for _, one in missing), *own.values())
            ),
        ]
        found[page.path] = Beside(others, missing, newer, own, digest(*parts))
    return found, problems


def _embeds(
    site: Site, targets: Targets
) -> tuple[dict[Place, dict[tuple[str, int], Borrowed]], tuple[Diagnostic, ...]]:
    """For each answer (and each text above the questions, at -1) what it shows in place."""
    found: dict[Place, dict[tuple[str, int], Borrowed]] = {}
    problems: list[Diagnostic] = []
    pages = [one for one in (*site.explainers, *site.plain_pages) if one.embeds]
    places = question_places(site) if pages else {}
    spans: dict[Place, Span] = {}
    for page in pages:
        for at, number in page.embeds:
            to = targets[page.path][number]
            link = page.links[number]
            if isinstance(to, str) and to in places:
                path, asked = places[to]
                one = borrowed(site, site.by_path[path], asked, targets)
                found.setdefault((page.path, at), {})[page.path, number] = one
                spans.setdefault((page.path, at), link.span)
            elif to:
                way = 'link to a question: `[text](other.md#question-id "embed")`'
                problems.append(
                    error(
                        "link-to-no-question",
                        f"`{link.target}` is to be shown in place, and is no question",
                        link.span,
                        hint=_retired(site, to) or way,
                    )
                )
    problems += _circles(found, spans)
    return found, tuple(problems)


def _retired(site: Site, to: Target) -> str:
    """What to do where a link leads to a retired question; empty where it does not."""
    slug, _, anchor = (to if isinstance(to, str) else to.src).partition("/#")
    hints = (retired_hint(one, anchor) for one in site.explainers if one.slug == slug)
    return next(hints, "")


def _circles(
    embeds: Mapping[Place, Mapping[tuple[str, int], Borrowed]], spans: Mapping[Place, Span]
) -> Iterator[Diagnostic]:
    """An error for each answer that contains itself, directly or by way of others."""
    finished: set[Place] = set()
    for start in embeds:
        trail: list[Place] = []
        # Depth first, without recursion: a long chain of embedded answers is legal.
        stack: list[tuple[Place, bool]] = [(start, False)]
        while stack:
            place, is_left = stack.pop()
            if is_left:
                finished.add(trail.pop())
            elif place in trail:
                names = [f"{path}#{at + 1}" for path, at in (*trail[trail.index(place) :], place)]
                yield error(
                    "embed-circle",
                    "this answer would contain itself",
                    spans[trail[-1]],
                    hint="let one of them be a simple link: remove its title `embed`",
                    notes=(f"question by question: {' → '.join(names)}",),
                )
            elif place not in finished and place in embeds:
                trail.append(place)
                stack.append((place, True))
                stack += [((one.page.path, one.at), False) for one in embeds[place].values()]


def _reached(
    page: Page,
    embeds: Mapping[Place, Mapping[tuple[str, int], Borrowed]],
    only: int | None = None,
) -> dict[tuple[str, int], Borrowed]:
    """What a page (or one answer of it) shows in place, and what those answers show in turn."""
    if not embeds:
        return {}
    found: dict[tuple[str, int], Borrowed] = {}
    places = range(-1, len(page.questions)) if only is None else (only,)
    waiting = [(page.path, at) for at in places]
    seen = set(waiting)
    while waiting:
        inside = embeds.get(waiting.pop(), {})
        found |= inside
        for one in inside.values():
            place = (one.page.path, one.at)
            if place not in seen:
                seen.add(place)
                waiting.append(place)
    return found
