"""The text of `site.yml` to a `Config`, and the names of time zones to time zones."""

from __future__ import annotations

from datetime import UTC, tzinfo
from typing import TYPE_CHECKING, Any, Final
from zoneinfo import ZoneInfo, available_timezones

from generator.diagnostics import Diagnostic, GeneratorError, Span, error, unusable
from generator.model import Config, NavItem, Paths
from generator.text import nearest
from generator.yamltext import Document, read_yaml, validate

if TYPE_CHECKING:
    from generator.config.models import WrittenConfig


# The longest name in the database has 32 characters; comparing a far longer one takes seconds.
_LONGEST_ZONE: Final = 64


def load_config(text: str, path: str = "site.yml") -> Config:
    """The configuration that the text describes; what it leaves out has its default.

    Raises GeneratorError with everything that is wrong with it.
    """
    from generator.config.models import WrittenConfig

    document, problems = read_yaml(text, path)
    if document is None:
        raise GeneratorError(problems)
    written, problems = validate(document, WrittenConfig, known="site configuration")
    problems = (*problems, *_zone_problems(document))
    if written is None or any(one.severity == "error" for one in problems):
        raise GeneratorError(problems)
    return _config(written)


def guess_config(text: str) -> Config:
    """The configuration as far as it can be read: for finding what else is wrong with a site."""
    from pydantic import ValidationError

    from generator.config.models import WrittenConfig

    good: dict[str, Any] = {"title": "?"}
    document, _ = read_yaml(text, "site.yml")
    for key, value in document.data.items() if document else ():
        try:
            WrittenConfig.model_validate(good | {key: value})
        except ValidationError:
            continue
        good[key] = value
    if document is not None and _zone_problems(document):
        good.pop("timezone", None)
    return _config(WrittenConfig.model_validate(good))


def load_zone(name: str, span: Span | None = None) -> tzinfo:
    """The time zone of a name such as `Europe/Zurich`. UTC needs no database.

    Raises GeneratorError when there is none of that name, or no database of time zones.
    """
    if name in ("UTC", ""):
        return UTC
    try:
        return ZoneInfo(name)
    # Names of folders and ways out of the database fail with what the file system says.
    except (KeyError, ValueError, OSError) as failure:
        raise GeneratorError([_unknown_zone(name, span)]) from failure


def _unknown_zone(name: str, span: Span | None) -> Diagnostic:
    names = available_timezones()
    if not names:
        return unusable(
            "no-timezone-data",
            f"this computer has no database of time zones to look `{name}` up in",
            span,
            hint="run `pip install tzdata`",
        )
    close = _nearest_zone(name, names)
    return error(
        "unknown-timezone",
        f"no time zone is called `{name}`",
        span,
        hint=f"did you mean `{close}`?" if close else "write a name such as `Europe/Zurich`",
    )


def _nearest_zone(name: str, names: set[str]) -> str | None:
    """The zone meant: by the whole name, or by its city alone (`Zurich`, `Berlin`)."""
    wanted = name.strip().replace(" ", "_")
    if wanted.startswith((".", "/")) or len(wanted) > _LONGEST_ZONE:
        return None
    cities = {one.rpartition("/")[2].casefold(): one for one in sorted(names) if "/" in one}
    known = cities.get(wanted.rpartition("/")[2].casefold())
    if known:
        return known
    close = nearest(wanted, sorted(names))
    if close:
        return close
    city = nearest(wanted.casefold(), cities)
    return cities[city] if city else None


def _zone_problems(document: Document) -> tuple[Diagnostic, ...]:
    name = document.data.get("timezone")
    if not isinstance(name, str):
        return ()
    try:
        load_zone(name.strip(), document.values[("timezone",)])
    except GeneratorError as failure:
        return failure.diagnostics
    return ()


def _config(written: WrittenConfig) -> Config:
    paths = written.paths
    return Config(
        title=written.title,
        url=written.url,
        lang=written.lang or "en",
        timezone=written.timezone or "UTC",
        description=written.description,
        author=written.author,
        licence=written.licence,
        theme=written.theme,
        tokens=dict(written.tokens),
        nav=tuple(NavItem(one.title, one.path, dict(one.titles)) for one in written.nav),
        topics=dict(written.topics),
        paths=Paths(**{name: getattr(paths, name) for name in type(paths).model_fields}),
        page_size=written.page_size,
        feed_size=written.feed_size,
        search=written.search,
        question_pages=written.question_pages,
        answer_feeds=written.answer_feeds,
        review=written.review,
        owner=written.owner,
        severities=dict(written.severities),
        related_questions=written.related_questions,
        social_cards=written.social_cards,
        card_fonts=written.card_fonts,
        typographic_quotes=written.typographic_quotes,
        math=written.math,
        embeddable=written.embeddable,
        for_machines=written.for_machines,
        require_sources=written.require_sources,
        cname=written.cname,
        extra=dict(written.extra),
    )
