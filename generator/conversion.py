"""Raw articles to content files: read, segment, write, and prove that nothing was lost."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, tzinfo
from pathlib import Path
from zoneinfo import ZoneInfo

from generator import files
from generator.convert.blocks import RawArticle
from generator.convert.decode import sniff
from generator.convert.placing import Explainer
from generator.convert.readers import READERS, reader_for
from generator.convert.release import refuse_withheld
from generator.convert.report import report_lines
from generator.convert.segment import segment
from generator.convert.write import write_explainer
from generator.diagnostics import Diagnostic, GeneratorError, Span, unusable
from generator.parse import parse_page
from generator.text import collapse, slugify, words

STDIN = "-"


@dataclass(frozen=True, slots=True)
class Converted:
    """One article's conversion: the file written and the report, or what kept it from being."""

    name: str
    path: Path | None
    report: tuple[str, ...] = ()
    problems: tuple[Diagnostic, ...] = ()


def convert_articles(
    names: Sequence[str],
    output: Path,
    *,
    force: bool = False,
    embargoed: bool = False,
    timezone: str = "",
    lang: str = "",
) -> list[Converted]:
    """Converts each article into `output`: a file when it ends in `.md`, else a folder.

    One article that fails does not stop the others. `timezone` is the site's; empty: stamps
    without a zone stay without one, and mean the site's.
    """
    if output.suffix == ".md" and len(names) > 1:
        raise GeneratorError(
            [
                unusable(
                    "one-file-for-many",
                    f"`{output}` is one file, but there are {len(names)} articles",
                    hint="name a folder, or convert one article",
                )
            ]
        )
    zone = ZoneInfo(timezone) if timezone else None
    done: list[Converted] = []
    for name in names:
        try:
            done.append(_convert(name, output, force, embargoed, zone, lang))
        except GeneratorError as failure:
            done.append(Converted(name, None, problems=failure.diagnostics))
    return done


def _convert(
    name: str, output: Path, force: bool, embargoed: bool, zone: tzinfo | None, lang: str
) -> Converted:
    article = _read(name)
    text, explainer = convert(article, embargoed=embargoed, zone=zone, default_lang=lang)
    path = output if output.suffix == ".md" else output / f"{_file_name(explainer, article)}.md"
    content = text.encode()
    if force:
        files.write_atomically(path, content)
    else:
        files.write_new(path, content)
    return Converted(name, path, tuple(report_lines(explainer, article.name, str(path))))


def convert(
    article: RawArticle,
    *,
    embargoed: bool = False,
    zone: tzinfo | None = None,
    default_lang: str = "",
) -> tuple[str, Explainer]:
    """The content file's text and how it came about.

    Raises `GeneratorError` for an article that cannot be used.
    """
    name = sniff(article.data, article.name, article.content_type, article.charset)
    if str(name) not in READERS:
        known = ", ".join(READERS)
        raise GeneratorError(
            [
                unusable(
                    "no-reader",
                    f"this is {name}, which cannot be converted yet",
                    Span(article.name),
                    hint=f"it reads: {known}",
                )
            ]
        )
    stream = reader_for(str(name))(article)
    refuse_withheld(stream, article.name, embargoed=embargoed)
    explainer = segment(stream, default_lang=default_lang)
    front = explainer.front
    if zone is not None:
        front = replace(
            front, date=_in_zone(front.date, zone), updated=_in_zone(front.updated, zone)
        )
        explainer = replace(explainer, front=front)
    if front.date is None:
        note = "no date was found: add `date:` before you build"
        explainer = replace(explainer, notes=(*explainer.notes, note))
    text = write_explainer(explainer)
    _prove(explainer, text, article.name)
    return text, explainer


def _in_zone(moment: datetime | None, zone: tzinfo) -> datetime | None:
    return moment.replace(tzinfo=zone) if moment is not None and moment.tzinfo is None else moment


def _prove(explainer: Explainer, text: str, name: str) -> None:
    """Reads the text back with the program's own parser: a difference is a bug."""
    asked = tuple(one.text for one in explainer.entries)
    if explainer.front.date is None:
        day = "date: 2000-01-01"
        text = text.replace("---\n", f"---\n{day}\n", 1)
    page, body = parse_page(text, name, UTC, "")
    answers = tuple(" ".join(words(_words_of(one.answer))) for one in explainer.entries)
    read = tuple(" ".join(words(one)) for one in body.answer_texts)
    if tuple(one.text for one in page.questions) != tuple(map(collapse, asked)) or answers != read:
        differing = next(
            (
                f"{a!r} is read as {b!r}"
                for a, b in zip(
                    (*asked, *answers), (*(one.text for one in page.questions), *read), strict=False
                )
                if a != b
            ),
            "the number of questions differs",
        )
        raise AssertionError(f"{name}: what was written is not read back equal: {differing}")


def _words_of(blocks: Sequence[object]) -> str:
    from generator.convert.blocks import Block, Run

    def plain(runs: Sequence[Run]) -> str:
        return "".join(run.image.alt if run.image else run.text for run in runs).strip()

    texts = []
    for block in blocks:
        assert isinstance(block, Block)
        if block.kind == "list":
            texts += [plain(item.runs) for item in block.items]
        elif block.kind == "table":
            head = () if block.header_rows else ("",)
            texts += [*head, *(plain(cell) for row in block.rows for cell in row)]
        elif block.kind != "rule":
            texts.append(plain(block.runs))
    return "\n".join(texts)


def _file_name(explainer: Explainer, article: RawArticle) -> str:
    return slugify(explainer.front.title, limit=60) or slugify(Path(article.name).stem) or "article"


def _read(name: str) -> RawArticle:
    from generator.convert.fetch import fetch, is_address

    if name == STDIN:
        return RawArticle("<stdin>", sys.stdin.buffer.read())
    if is_address(name):
        return fetch(name)
    try:
        return RawArticle(name, Path(name).read_bytes())
    except (OSError, ValueError) as cause:
        reason = getattr(cause, "strerror", None) or str(cause)
        raise GeneratorError(
            [
                unusable(
                    "unreadable-file",
                    f"cannot be read: {reason}",
                    Span(name),
                    hint="name a file, `-` or an https:// address",
                )
            ]
        ) from cause
