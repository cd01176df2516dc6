"""A first draft as a person corrects it: an article converted, then changed as they say."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from generator import files
from generator.conversion import Wishes, convert
from generator.convert.blocks import RawArticle
from generator.convert.choosing import choose_questions
from generator.convert.placing import Explainer
from generator.convert.proof import prove_text
from generator.convert.write import write_explainer
from generator.diagnostics import GeneratorError, Span, unusable
from generator.inputs import CONTENT
from generator.text import slugify


@dataclass(frozen=True, slots=True)
class Corrections:
    """What a person decided; what they left empty is taken out."""

    title: str
    kicker: str = ""
    date: datetime | None = None
    """Aware, as is the next."""
    updated: datetime | None = None
    asked: Collection[int] = ()
    """The blocks that are questions."""


@dataclass(frozen=True, slots=True)
class Draft:
    """An article on its way to a content file."""

    explainer: Explainer
    text: str
    """The content file."""
    name: str
    """Of the file, without suffix."""


def draft(article: RawArticle, wishes: Wishes, corrections: Corrections | None = None) -> Draft:
    """The draft of an article; raises `GeneratorError` for one that cannot be used."""
    text, explainer = convert(article, wishes)
    if corrections is not None:
        explainer = _corrected(explainer, corrections)
        text = write_explainer(explainer)
        prove_text(explainer, text, article.name)
    stem = slugify(Path(article.name).stem)
    return Draft(explainer, text, slugify(explainer.front.title, limit=60) or stem or "article")


def save(one: Draft, name: str, source: Path) -> Path:
    """Writes the draft into a site's content as `NAME.md`; the file must not be there yet."""
    plain = slugify(name.removesuffix(".md"))
    if not plain:
        message = f"no file can be named `{name}`"
        raise GeneratorError([unusable("no-file-name", message, Span(CONTENT), hint="use letters")])
    path = source / CONTENT / f"{plain}.md"
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.exists():
        message = f"`{CONTENT}/{path.name}` is already there"
        hint = "choose another name; `explainer convert --update` brings a story up to date"
        raise GeneratorError([unusable("already-exists", message, hint=hint)])
    files.write_new(path, one.text.encode())
    return path


def _corrected(explainer: Explainer, corrections: Corrections) -> Explainer:
    """The explainer as the person wants it; what the converter was unsure of is settled then."""
    explainer = choose_questions(explainer, corrections.asked)
    front = replace(
        explainer.front,
        title=corrections.title.strip() or explainer.front.title,
        kicker=corrections.kicker.strip(),
        date=corrections.date,
        updated=corrections.updated,
    )
    return replace(explainer, front=front, notes=())
