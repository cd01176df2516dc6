"""Raw articles to content files: read, segment, write, and prove that nothing was lost."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, tzinfo
from pathlib import Path
from zoneinfo import ZoneInfo

from generator.convert.blocks import RawArticle
from generator.convert.decode import sniff
from generator.convert.placing import Explainer
from generator.convert.proof import prove_account, prove_text
from generator.convert.readers import READERS, reader_for
from generator.convert.refusal import refused
from generator.convert.release import refuse_withheld
from generator.convert.report import count_weak, report_data, report_lines
from generator.convert.segment import prepare, segment
from generator.convert.write import write_explainer
from generator.diagnostics import Diagnostic, GeneratorError, Span, error, unusable
from generator.text import slugify

STDIN = "-"
# Files that lie beside articles in the folders of sites.
_ASSETS = frozenset(
    (
        *(
            ".png",
            ".jpg",
            ".jpeg",
            ".gif",
            ".webp",
            ".avif",
            ".svg",
            ".ico",
            ".pdf",
            ".mp3",
            ".mp4",
        ),
        *(
            ".css",
            ".scss",
            ".sass",
            ".js",
            ".ts",
            ".map",
            ".woff",
            ".woff2",
            ".ttf",
            ".otf",
            ".wav",
        ),
        *(".yml", ".yaml", ".toml", ".lock", ".py", ".rb", ".go", ".sh", ".zip", ".gz", ".webm"),
    )
)
# Below this many articles a pool of processes costs more than it saves.
_FEW = 8


@dataclass(frozen=True, slots=True)
class Wishes:
    """What a conversion is asked to do."""

    force: bool = False
    embargoed: bool = False
    headings_as_questions: bool = False
    dry_run: bool = False
    review: bool = False
    """Writes the report as JSON beside the file."""
    timezone: str = ""
    """Of the site; empty: a stamp without a zone stays without one, and means the site's."""
    lang: str = ""
    """For an article whose language cannot be told."""
    update: str = ""
    """The content file of the story's earlier version; empty for a new one."""


@dataclass(frozen=True, slots=True)
class Converted:
    """One article's conversion: the file written and the report, or what kept it from being."""

    name: str
    path: str = ""
    """Empty when nothing was written."""
    report: tuple[str, ...] = ()
    data: str = ""
    """The report as JSON."""
    weak: bool = False
    """True when an editor should look at something."""
    problems: tuple[Diagnostic, ...] = ()


def convert_articles(
    names: Sequence[str], output: Path, wishes: Wishes = Wishes(), *, jobs: int = 0
) -> Iterator[Converted]:
    """Converts each article into `output`: a file when it ends in `.md`, else a folder.

    A folder stands for the files in it, a pattern for what it matches. One article that fails
    does not stop the others; results come in the order of the names.
    """
    paths = list(expand(names))
    if len(paths) != 1 and (output.suffix == ".md" or wishes.update):
        raise _one_file_for_many(str(wishes.update or output), len(paths))
    workers = jobs or os.cpu_count() or 1
    if len(paths) <= _FEW or workers == 1:
        attempt = _attempt if len(paths) == 1 else _attempt_one_of_many
        for path in paths:
            yield attempt(path, output, wishes)
        return
    from concurrent.futures import ProcessPoolExecutor
    from itertools import repeat

    with ProcessPoolExecutor(workers) as pool:
        yield from pool.map(
            _attempt_one_of_many, paths, repeat(output), repeat(wishes), chunksize=4
        )


def expand(names: Sequence[str]) -> Iterator[str]:
    """The articles that the names stand for; those of folders and patterns in order."""
    for name in names:
        path = Path(name)
        if name == STDIN or "://" in name or path.is_file():
            yield name
        elif path.is_dir():
            yield from (str(one) for one in sorted(path.rglob("*")) if _is_article(one, path))
        elif any(sign in name for sign in "*?["):
            root = Path(path.anchor)
            pattern = str(path.relative_to(root)) if path.anchor else name
            matches = sorted(str(one) for one in root.glob(pattern) if one.is_file())
            yield from matches or [name]
        else:
            yield name


def _is_article(path: Path, folder: Path) -> bool:
    """True for a file that may hold an article: nothing hidden, no picture, style or setting."""
    parts = path.relative_to(folder).parts
    hidden = any(one.startswith((".", "_")) for one in parts[:-1]) or parts[-1].startswith(".")
    return not hidden and path.suffix.lower() not in _ASSETS and path.is_file()


def convert(article: RawArticle, wishes: Wishes = Wishes()) -> tuple[str, Explainer]:
    """The content file's text and how it came about.

    Raises `GeneratorError` for an article that cannot be used.
    """
    name = str(sniff(article.data, article.name, article.content_type, article.charset))
    if name not in READERS:
        hint = f"it reads: {', '.join(READERS)}"
        message = f"this is {name}, which cannot be converted yet"
        raise GeneratorError([unusable("no-reader", message, Span(article.name), hint=hint)])
    stream = reader_for(name)(article)
    refuse_withheld(stream, article.name, embargoed=wishes.embargoed)
    if not any(sign.isalnum() for one in stream.blocks for sign in one.text):
        hint = "an article with at least one word"
        raise refused("empty-input", "holds no words that could be read", article.name, hint=hint)
    stream, lang = prepare(stream, default_lang=wishes.lang)
    explainer = segment(stream, lang, headings_ask=wishes.headings_as_questions)
    prove_account(stream, explainer, article.name)
    explainer = _dated(explainer, ZoneInfo(wishes.timezone) if wishes.timezone else None)
    text = write_explainer(explainer)
    prove_text(explainer, text, article.name)
    return text, explainer


def _attempt(name: str, output: Path, wishes: Wishes) -> Converted:
    try:
        return _convert_one(name, output, wishes)
    except GeneratorError as failure:
        return Converted(name, problems=failure.diagnostics)


def _attempt_one_of_many(name: str, output: Path, wishes: Wishes) -> Converted:
    """As `_attempt`, but a fault of the program costs this article only."""
    try:
        return _attempt(name, output, wishes)
    except Exception as fault:  # The others are still to be converted.
        message = f"a fault of the program: {type(fault).__name__}: {str(fault)[:200]}"
        hint = f"please report what `explainer convert {name}` shows"
        return Converted(
            name, problems=(unusable("converter-fault", message, Span(name), hint=hint),)
        )


def _convert_one(name: str, output: Path, wishes: Wishes) -> Converted:
    article = _read(name)
    text, explainer = convert(article, wishes)
    if wishes.update:
        return _update(article, explainer, wishes)
    path = output if output.suffix == ".md" else output / f"{_file_name(explainer, article)}.md"
    data = json.dumps(report_data(explainer, article.name, str(path)), ensure_ascii=False, indent=1)
    if not wishes.dry_run:
        _write(path, text, force=wishes.force)
        if wishes.review:
            _write(path.with_suffix(".review.json"), data + "\n", force=True)
    lines = tuple(report_lines(explainer, article.name, str(path)))
    shown = "" if wishes.dry_run else str(path)
    return Converted(article.name, shown, lines, data, _is_weak(explainer))


def _update(article: RawArticle, explainer: Explainer, wishes: Wishes) -> Converted:
    """The story's new version in the place of the old: ids and edited front matter stay."""
    import difflib

    from generator.update import updated_explainer

    path = Path(wishes.update)
    before = _read(wishes.update).data.decode("utf-8", "replace")
    zone = ZoneInfo(wishes.timezone or "UTC")
    explainer = _dated(explainer, zone)
    explainer, notes = updated_explainer(before, wishes.update, explainer, zone)
    if not wishes.timezone:
        explainer = _without_assumed_zone(explainer, before)
    text = write_explainer(explainer)
    prove_text(explainer, text, article.name)
    differences = difflib.unified_diff(
        before.splitlines(), text.splitlines(), str(path), article.name, lineterm="", n=1
    )
    lines = (*report_lines(explainer, article.name, str(path)), *notes, *differences)
    data = json.dumps(report_data(explainer, article.name, str(path)), ensure_ascii=False, indent=1)
    if text == before or wishes.dry_run:
        return Converted(article.name, "", lines, data, _is_weak(explainer))
    if not wishes.force:
        message = f"`{path}` would change as shown; nothing was written"
        problem = error("would-change", message, Span(str(path)), hint="`--force` writes it")
        return Converted(article.name, "", lines, data, _is_weak(explainer), (problem,))
    _write(path, text, force=True)
    return Converted(article.name, str(path), lines, data, _is_weak(explainer))


def _without_assumed_zone(explainer: Explainer, before: str) -> Explainer:
    """The explainer with plain dates where the file's own date names no zone."""
    front = explainer.front
    plain = front.date.replace(tzinfo=None) if front.date else None
    if plain is None or f"\ndate: {plain.isoformat()}\n" not in before:
        return explainer
    updated = front.updated
    if updated is not None and updated.tzinfo == ZoneInfo("UTC"):
        updated = updated.replace(tzinfo=None)
    return replace(explainer, front=replace(front, date=plain, updated=updated))


def _is_weak(explainer: Explainer) -> bool:
    return count_weak(explainer) > 0


def _write(path: Path, text: str, *, force: bool) -> None:
    from generator import files

    write = files.write_atomically if force else files.write_new
    write(path, text.encode())


def _dated(explainer: Explainer, zone: tzinfo | None) -> Explainer:
    front = explainer.front
    if front.date is None:
        note = "no date was found: add `date:` before you build"
        return replace(explainer, notes=(*explainer.notes, note))
    if zone is None:
        return explainer
    front = replace(front, date=_in_zone(front.date, zone), updated=_in_zone(front.updated, zone))
    return replace(explainer, front=front)


def _in_zone(moment: datetime | None, zone: tzinfo) -> datetime | None:
    return moment.replace(tzinfo=zone) if moment is not None and moment.tzinfo is None else moment


def _file_name(explainer: Explainer, article: RawArticle) -> str:
    return slugify(explainer.front.title, limit=60) or slugify(Path(article.name).stem) or "article"


def _one_file_for_many(path: str, count: int) -> GeneratorError:
    hint = "name a folder, or convert one article"
    message = f"`{path}` is one file, but there are {count} articles"
    return GeneratorError([unusable("one-file-for-many", message, hint=hint)])


def _read(name: str) -> RawArticle:
    if name == STDIN:
        return RawArticle("<stdin>", sys.stdin.buffer.read())
    if "://" in name:
        from generator.convert.fetch import fetch

        return fetch(name)
    try:
        return RawArticle(name, Path(name).read_bytes())
    except (OSError, ValueError) as cause:
        reason = getattr(cause, "strerror", None) or str(cause)
        hint = "name a file, `-` or an https:// address"
        problem = unusable("unreadable-file", f"cannot be read: {reason}", Span(name), hint=hint)
        raise GeneratorError([problem]) from cause
