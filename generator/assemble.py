"""All pages to one site: what is shown, in which order, under which tags."""

from __future__ import annotations

import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from generator.corrections import correction_problems
from generator.diagnostics import Diagnostic, Span, error, warning
from generator.model import BuildOptions, Config, Departed, Page
from generator.review import next_change
from generator.site import Site, Tag
from generator.text import nearest, slugify
from generator.translations import group_translations

# Site paths that GitHub Pages or the build itself takes.
_TAKEN = ("404.html", "sitemap.xml", "feed.xml", "robots.txt", "CNAME", ".nojekyll", "index.html")


def assemble(
    pages: Iterable[Page],
    config: Config,
    options: BuildOptions,
    departed: tuple[Departed, ...] = (),
) -> tuple[Site, tuple[Diagnostic, ...]]:
    """The site of these pages and what is wrong with it.

    Two pages with one address, or one that the site itself needs, are errors.
    """
    hidden: dict[str, str] = {}
    shown: list[Page] = []
    due: list[datetime] = []
    gone: list[Page] = []
    for page in sorted(pages, key=lambda one: one.path):
        date = page.front.date
        if page.front.draft and not options.drafts:
            hidden[page.path] = "draft"
        elif date is not None and date > options.now and not options.future:
            hidden[page.path] = "future"
            due.append(date)
        elif page.front.expires is not None and page.front.expires <= options.now:
            hidden[page.path] = "expired"
            gone.append(page)
        else:
            shown.append(page)
    problems = [*_collisions([*shown, *gone], config)]
    for page in shown:
        if page.front.corrections:
            problems += correction_problems(page)
    change = next_change(shown, config, options.now, options.timezone)
    due += [change] if change else []
    explainers = _newest_first([one for one in shown if one.front.kind == "explainer"])
    translations, unpaired = group_translations(shown, hidden, config.lang)
    site = Site(
        config=config,
        options=options,
        explainers=tuple(explainers),
        plain_pages=tuple(one for one in shown if one.front.kind == "page"),
        by_path={one.path: one for one in shown},
        hidden=hidden,
        tags=(),
        next_due=min(due, default=None),
        departed=departed,
        expired=tuple(gone),
        translations=translations,
    )
    tags, warnings = _tags(site.listed, config.topics)
    return replace(site, tags=tags), (*problems, *unpaired, *warnings)


def _newest_first(pages: list[Page]) -> list[Page]:
    return sorted(pages, key=lambda one: (_instant(one), one.path), reverse=True)


def _instant(page: Page) -> float:
    assert page.front.date is not None
    return page.front.date.timestamp()


def _collisions(pages: Sequence[Page], config: Config) -> Iterable[Diagnostic]:
    paths = config.paths
    fixed = {*(_plain(one) for one in _TAKEN), *(_plain(one) for one in _site_paths(config))}
    # Where a file's name and a written slug meet, the slug is the one to change.
    pages = sorted(pages, key=lambda one: bool(one.front.slug))
    owners: dict[str, Page] = {}
    for page in pages:
        name = _plain(page.slug)
        if name in fixed:
            yield error(
                "reserved-slug",
                f"the address `{page.slug}/` is taken by the site itself",
                Span(page.path),
                hint="choose another `slug:`, or move the site's own page by `paths:` in site.yml",
            )
        elif name in owners:
            yield error(
                "duplicate-slug",
                f"two files have the address `{page.slug}/`",
                Span(page.path),
                hint="give one of them another `slug:`",
                notes=(f"the other is {owners[name].path}",),
            )
        else:
            owners[name] = page
    for page in pages:
        for alias in page.front.aliases:
            name = _plain(alias.strip("/").removesuffix("/index.html"))
            head = name.split("/")[0]
            if name in owners or name in fixed or head == _plain(paths.assets) or not name:
                taken = owners[name].path if name in owners else "the site itself"
                yield error(
                    "alias-taken",
                    f"the alias `{alias}` is the address of {taken}",
                    Span(page.path),
                    hint="remove the alias, or change it",
                )
            else:
                owners[name] = page


def _site_paths(config: Config) -> tuple[str, ...]:
    paths = config.paths
    return tuple(getattr(paths, name) for name in paths.__dataclass_fields__)


def _plain(path: str) -> str:
    """The form in which two paths must differ, on any file system."""
    return unicodedata.normalize("NFC", path).casefold()


def _tags(
    pages: Sequence[Page], topics: Mapping[str, str]
) -> tuple[tuple[Tag, ...], list[Diagnostic]]:
    members: Mapping[str, list[Page]] = defaultdict(list)
    spellings: Mapping[str, Counter[str]] = defaultdict(Counter)
    for page in pages:
        for slug, name in {slugify(one): one for one in page.front.tags if slugify(one)}.items():
            members[slug].append(page)
            spellings[slug][name] += 1
    about = {slugify(name): text for name, text in topics.items()}
    tags = []
    warnings = [_unknown_topic(one, members) for one in topics if slugify(one) not in members]
    for slug in sorted(members):
        ranked = sorted(spellings[slug].items(), key=lambda one: (-one[1], one[0]))
        tags.append(Tag(ranked[0][0], slug, tuple(members[slug]), about.get(slug, "")))
        for other, _ in ranked[1:]:
            page = next(one for one in members[slug] if other in one.front.tags)
            warnings.append(
                warning(
                    "tag-spelling",
                    f"the tag `{other}` is written `{ranked[0][0]}` elsewhere",
                    Span(page.path),
                    hint=f"write it `{ranked[0][0]}` here too",
                )
            )
    return tuple(tags), warnings


def _unknown_topic(name: str, known: Iterable[str]) -> Diagnostic:
    close = nearest(slugify(name), known)
    return warning(
        "unknown-topic",
        f"`topics` describes `{name}`, a tag that no explainer has",
        Span("site.yml"),
        hint=f"did you mean `{close}`?" if close else "remove it, or tag an explainer with it",
    )
