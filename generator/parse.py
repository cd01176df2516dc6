"""A content file's text to a page: its front matter, its questions and their answers.

Depends on that one file and the options given, so that the result can be cached.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import tzinfo
from functools import cache, partial
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import unquote

from markdown_it.token import Token

from generator import frontmatter, markdown
from generator.citations import citations, notes_missing, notes_named
from generator.diagnostics import Diagnostic, Span, error, raise_errors, warning
from generator.embedding import find_embeds, without_embeds
from generator.languages import primary, translation_of
from generator.markdown import Context
from generator.model import Body, Card, Citation, FrontMatter, Link, Page, Question, QuestionMeta
from generator.remarks import text_remarks
from generator.text import (
    collapse,
    count_words,
    digest,
    is_unspaced,
    one_line,
    slugify,
    truncate,
)
from generator.typesetting import typeset_front
from generator.wording import interface_words, languages, quotation_marks
from generator.written import Written

WORDS_PER_MINUTE = 220
EXCERPT_LENGTH = 220
# What makes a link that begins alike another one: `tides.md` in `tides.md#cause`.
_GOES_ON = frozenset("#/?.-_%abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789")
QUESTION_COMMENT = re.compile(r"\s*q(?:\s|$)")
_NO_COMMENT = QuestionMeta()


@dataclass(slots=True)
class _Section:
    """A heading of level 1 or 2 outside any other block, with all up to the next one."""

    heading: Token
    """The inline token of the heading."""
    tag: str
    tokens: list[Token]
    meta: QuestionMeta
    line: int
    below: int
    """The line after the heading."""
    id: str = ""
    """The question's, once it has one."""
    is_named: bool = False
    """True: a comment gives the question's id."""


@dataclass(frozen=True, slots=True)
class _Source:
    """Where a file's tokens come from: for the spans of its diagnostics."""

    path: str
    lines: Sequence[str]
    first_line: int
    """The line of the file at which the Markdown begins, from 1."""
    has_notes: bool
    """False: the Markdown refers to no note."""

    def span(self, line: int, found: str = "") -> Span:
        """The span of `found` in a line of the file (from 1), or of the whole line."""
        excerpt = self.lines[line - 1] if line <= len(self.lines) else ""
        column = excerpt.find(found) if found else -1
        if column >= 0:
            return Span(self.path, line, column + 1, len(found), excerpt)
        return Span(self.path, line, 1, max(1, len(excerpt)), excerpt)

    def find(self, first: int, found: str) -> Span:
        """The span of the first line from `first` on that holds `found`, or of that line."""
        lines = range(first, len(self.lines) + 1)
        return self.span(next((n for n in lines if found in self.lines[n - 1]), first), found)


@dataclass(frozen=True, slots=True)
class Dialect:
    """What the same text means differently from site to site."""

    math: bool = False
    """Whether text between dollar signs is LaTeX."""
    vectors: bool = True
    """Whether it is noted what each question is about: a fifth of the work."""
    written: bool = True
    """Whether the Markdown of the answers is kept, for the twins of pages."""
    lang: str = ""
    """The language of texts that name none; empty: quotation marks stay as written in all."""
    month: Callable[[str], int] = markdown.english_month
    """The number of a month's name, from 1; 0 for any other word."""


def parse_page(
    text: str, path: str, zone: tzinfo, key: str, dialect: Dialect = Dialect()
) -> tuple[Page, Body]:
    """The page and the body of a content file.

    `path` is relative to the site folder; `key` becomes the page's digest. Warnings go along in
    the page; errors are raised all together as a `GeneratorError`.
    """
    page, body = read_page(text, path, zone, key, dialect)
    raise_errors(page.diagnostics)
    return page, body


def read_page(
    text: str, path: str, zone: tzinfo, key: str, dialect: Dialect = Dialect()
) -> tuple[Page, Body]:
    """As `parse_page`, but errors go along in the page as well.

    A page with errors is good for finding what else is wrong, with it or with links to it.
    """
    text = markdown.clean(text)
    problems: list[Diagnostic] = []
    front, found = frontmatter.parse_front_matter(text, path, zone)
    problems += found
    _, body_text, first_line = frontmatter.split(text)
    source = _Source(path, text.split("\n"), first_line, "[^" in body_text)
    tokens, environment, too_deep = markdown.parse(
        body_text, math=dialect.math, month=dialect.month
    )
    problems += [
        error(
            "nested-too-deep",
            f"this is nested more than {markdown.MAX_NESTING} levels deep, and would be lost",
            source.span(first_line + line),
            hint="use fewer levels of quotes and lists",
        )
        for line in too_deep[:1]
    ]
    problems += _unclosed_comment(tokens, source)
    if front is None:
        from generator.frontmatter.guess import guess_front_matter

        front = guess_front_matter(text, path, zone)
    front = _in_its_language(front, source, problems)
    before, sections, notes = _split(tokens, source, zone, problems, front.kind == "explainer")
    writer = _Writer(front, source, environment, problems, dialect)
    page, body = writer.write(before, sections, notes, key)
    problems += text_remarks(
        body_text, tokens, environment, writer.context, partial(source.find, first_line)
    )
    return (replace(page, diagnostics=tuple(problems)) if problems else page), body


def _in_its_language(
    front: FrontMatter, source: _Source, problems: list[Diagnostic]
) -> FrontMatter:
    """The front matter with the language that the file's name gives: `pact.de.md`."""
    _, lang = translation_of(source.path)
    if not lang:
        return front
    if front.lang and primary(front.lang) != primary(lang):
        problems.append(
            error(
                "translation-language",
                f"the file's name says `{lang}` and `lang` says `{front.lang}`",
                source.find(1, "lang:"),
                hint="remove `lang`, or rename the file",
            )
        )
    return replace(front, lang=front.lang or lang)


def _split(
    tokens: Sequence[Token],
    source: _Source,
    zone: tzinfo,
    problems: list[Diagnostic],
    has_questions: bool,
) -> tuple[list[Token], list[_Section], list[Token]]:
    """What stands before the first section, the sections, and the footnotes."""
    before: list[Token] = []
    notes: list[Token] = []
    sections: list[_Section] = []
    into = before
    skip = 0
    for at, token in enumerate(tokens):
        if skip:
            skip -= 1
        elif token.type == "footnote_block_open":
            notes = list(tokens[at:])
            break
        elif token.type == "heading_open" and token.level == 0 and token.tag in ("h1", "h2"):
            if not has_questions:
                into.append(token)
                continue
            line, below = (source.first_line + one for one in token.map or [0, 0])
            section = _Section(tokens[at + 1], token.tag, [], _NO_COMMENT, line, below)
            sections.append(section)
            into = section.tokens
            skip = 2
        elif token.type == "comment" and QUESTION_COMMENT.match(token.content):
            if into is before or into:
                problems.append(_stray_comment(token, source))
                continue
            comment_line = source.first_line + (token.map or [0])[0]
            meta, found = frontmatter.parse_question_comment(
                token.content.lstrip()[1:], source.path, zone, first_line=comment_line
            )
            problems += found
            sections[-1].meta = meta or _NO_COMMENT
        else:
            into.append(token)
    return before, sections, notes


def _stray_comment(token: Token, source: _Source) -> Diagnostic:
    return error(
        "stray-question-comment",
        "this question comment does not stand directly below a question",
        source.span(source.first_line + (token.map or [0])[0]),
        hint="move it to the line after its `## …` heading",
    )


def _unclosed_comment(tokens: Sequence[Token], source: _Source) -> Iterator[Diagnostic]:
    """A comment that never ends: other renderers would swallow the rest of the file."""
    for token in tokens:
        if token.type != "inline" or not token.content.startswith("<!--"):
            continue
        if "-->" not in token.content:
            yield error(
                "unclosed-comment",
                "this comment is never closed",
                source.span(source.first_line + (token.map or [0])[0], "<!--"),
                hint="end it with -->",
            )


class _Writer:
    """Renders one file's tokens and gathers its ids and links while it does."""

    def __init__(
        self,
        front: FrontMatter,
        source: _Source,
        environment: dict[str, Any],
        problems: list[Diagnostic],
        dialect: Dialect,
    ) -> None:
        self.front = front
        self.source = source
        self.environment = environment
        self.problems = problems
        self.dialect = dialect
        self.marks = quotation_marks(front.lang or dialect.lang) if dialect.lang else ()
        self.context = Context(heading_id=self._heading_id, math=dialect.math, marks=self.marks)
        self.anchors: dict[str, int] = {}
        """Every id so far and the line of its owner."""
        self.links: list[Link] = []
        self.embeds: list[tuple[int, int]] = []
        self.words = 0
        """How many words the answers so far have, white space between them."""

    def write(
        self, before: list[Token], sections: list[_Section], notes: list[Token], key: str
    ) -> tuple[Page, Body]:
        front = self.front
        lead, lead_text = markdown.inline(front.lead, self.context)
        summary = tuple(markdown.inline(one, self.context) for one in front.summary)
        self._note_links(range(1, self.source.first_line))
        self._claim_ids(sections)
        has_parts = any(one.tag == "h1" for one in sections)
        self.context.shift = 1 if has_parts else 0
        intro_text = markdown.plain_text(before)
        intro = self._blocks(before, -1)
        questions: list[Question] = []
        answers: list[str] = []
        texts: list[str] = []
        sources: list[tuple[Citation, ...]] = []
        cited = citations(notes)
        part = ""
        for section in sections:
            heading = one_line(markdown.inline_text(section.heading.children or []))
            if section.tag == "h1":
                part = markdown.typeset_line(heading, self.marks)
                if section.tokens:
                    self._misplaced(section)
                continue
            named = self._named(section, cited) if cited else ()
            html, text = self._question(section, heading, part, questions, len(named))
            answers.append(html)
            texts.append(text)
            sources.append(named)
        self.context.label = ""
        rendered_notes = self._blocks(notes)
        self._unused_notes()
        if self.source.has_notes:
            self._missing_notes([*before, *(each for one in sections for each in one.tokens)])
        count = self._word_count([lead_text, intro_text, *(one.text for one in questions)], texts)
        card = self._card(lead_text or intro_text, len(questions), count)
        page = Page(
            path=self.source.path,
            slug=card.path.rstrip("/"),
            front=typeset_front(front, self.marks),
            questions=tuple(questions),
            links=tuple(self.links),
            anchors=tuple(self.anchors),
            card=card,
            digest=key,
            translates=translation_of(self.source.path)[0],
            embeds=tuple(self.embeds),
        )
        body = Body(
            lead=lead,
            summary=tuple(html for html, _ in summary),
            intro=intro,
            answers=tuple(answers),
            notes=rendered_notes,
            features=tuple(sorted(self.context.features)),
            intro_text=intro_text,
            answer_texts=tuple(texts),
            sources=tuple(sources),
            **(self._written(before, sections) if self.dialect.written else {}),
        )
        return page, body

    def _named(self, section: _Section, cited: Mapping[int, Citation]) -> tuple[Citation, ...]:
        """The sources that an answer names."""
        return tuple(
            replace(cited[one], text=markdown.typeset_line(cited[one].text, self.marks))
            for one in notes_named(section.tokens)
            if one in cited
        )

    def _word_count(self, others: Sequence[str], answers: Sequence[str]) -> int:
        """The number of words of the whole page; the answers' are counted already."""
        if any(is_unspaced(one) for one in (*others, *answers)):
            return count_words("\n".join([*others, *answers]))
        return self.words + sum(len(one.split()) for one in others)

    def _written(
        self, before: Sequence[Token], sections: Sequence[_Section]
    ) -> dict[str, tuple[str, ...]]:
        """The Markdown of the text above the questions and of the answers, and their notes."""
        source = self.source
        tokens = [*before, *(each for one in sections for each in one.tokens)]
        written = Written(source.lines, source.first_line, tokens, self.links)
        lines = [(source.first_line, ""), *((one.below, one.tag) for one in sections)]
        ends = [*(one.line for one in sections), len(source.lines) + 1]
        parts = tuple(
            written.cut(begin, end)
            for (begin, tag), end in zip(lines, ends, strict=True)
            if tag != "h1"
        )
        return {"written": parts, "written_notes": tuple(map(written.notes_of, parts))}

    def _question(
        self, section: _Section, text: str, part: str, questions: list[Question], sources: int
    ) -> tuple[str, str]:
        """Adds the question and gives its answer's HTML and plain text."""
        children = section.heading.children or []
        html = markdown.render_inline(children, self.environment, self.context)
        self._note_links(range(section.line, section.line + 1))
        # The ledger may yet give another id.
        self.context.label = markdown.ID_MARK
        unknown = markdown.mark_unknowns(section.tokens, _unknown_words)
        plain = markdown.plain_text(section.tokens)
        collapsed = collapse(plain)
        self.words += collapsed.count(" ") + bool(collapsed)
        answer = self._blocks(section.tokens, len(questions))
        if not answer:
            self.problems.append(
                warning(
                    "empty-answer",
                    f"“{truncate(text, 60)}” has no answer",
                    self.source.span(section.line),
                    hint="write the answer below the question, or remove the question",
                )
            )
        questions.append(
            Question(
                id=section.id,
                text=text,
                html=html,
                label=markdown.typeset_line(section.meta.label, self.marks),
                part=part,
                updated=section.meta.updated,
                digest=digest(collapsed),
                line=section.line,
                sources=sources,
                is_named=section.is_named,
                review=section.meta.review,
                checked=section.meta.checked,
                expires=section.meta.expires,
                owner=section.meta.owner,
                unknown=unknown,
                related=self._links_in(section, section.meta.related),
                distinct_from=self._links_in(section, section.meta.distinct_from),
                vector=self._vector(text, plain),
            )
        )
        return answer, plain

    def _vector(self, text: str, plain: str) -> bytes:
        if not self.dialect.vectors:
            return b""
        # Loaded where it is used: an editor that checks a file on save waits for this module.
        from generator.vectors import vector

        return vector(text, plain, primary(self.front.lang))

    def _links_in(self, section: _Section, targets: tuple[str, ...]) -> tuple[Link, ...]:
        """The links that a question's comment names."""
        links = []
        for target in targets:
            at = next(
                (n for n in range(section.line, section.line + 40) if target in self._line(n)), 0
            )
            links.append(Link(target, self.source.span(at or section.line, target)))
        return tuple(links)

    def _claim_ids(self, sections: list[_Section]) -> None:
        """Gives every question its id: the written ones first, so that none loses its own."""
        asked = [one for one in sections if one.tag == "h2"]
        for one in asked:
            if not one.meta.id:
                continue
            one.is_named = True
            one.id = one.meta.id
            if one.meta.id in self.anchors:
                self.problems.append(
                    error(
                        "duplicate-id",
                        f"the id `{one.meta.id}` is used twice in this file",
                        self.source.span(one.line),
                        hint="give each question an id of its own",
                        notes=(f"first used in line {self.anchors[one.meta.id]}",),
                    )
                )
            self.anchors.setdefault(one.meta.id, one.line)
        for one in asked:
            text = collapse(markdown.inline_text(one.heading.children or []))
            if not text:
                self.problems.append(
                    error(
                        "empty-question",
                        "this question has no text",
                        self.source.span(one.line),
                        hint="write the question after `##`",
                    )
                )
            if not one.id:
                one.id = self._free(slugify(text) or "question")
                self.anchors[one.id] = one.line

    def _heading_id(self, text: str) -> str:
        identity = self._free(slugify(text) or "section")
        self.anchors[identity] = 0
        return identity

    def _free(self, wanted: str) -> str:
        identity, number = wanted, 1
        while identity in self.anchors:
            number += 1
            identity = f"{wanted}-{number}"
        return identity

    def _blocks(self, tokens: list[Token], owner: int | None = None) -> str:
        """The HTML of tokens; `owner` is the number of the answer that may show others in place."""
        html = markdown.render(tokens, self.environment, self.context)
        html, embeds = find_embeds(html)
        if owner is None:
            html = without_embeds(html)
        else:
            self.embeds += [(owner, number) for number in embeds]
        lines = [one.map for one in tokens if one.map]
        if lines:
            start = self.source.first_line
            self._note_links(range(start + lines[0][0], start + max(one[1] for one in lines)))
        return html

    def _note_links(self, lines: range) -> None:
        """Notes the links rendered since the last call, whose text lies in these lines.

        A link by reference is where its definition stands, which may be anywhere.
        """
        after = (lines.start, 0)
        for number, target in enumerate(self.context.targets[len(self.links) :], len(self.links)):
            is_image = number in self.context.images
            place = (
                self._place(target, after, lines.stop)
                or self._place(target, (lines.start, 0), lines.stop)
                or self._place(target, (1, 0), len(self.source.lines) + 1)
            )
            if place is None:
                self.links.append(Link(target, self.source.span(lines.start), is_image))
                continue
            line, column, length = place
            after = (line, column + length)
            excerpt = self._line(line)
            self.links.append(
                Link(target, Span(self.source.path, line, column + 1, length, excerpt), is_image)
            )

    def _place(self, target: str, after: tuple[int, int], stop: int) -> tuple[int, int, int] | None:
        """The line, column (from 0) and length of a target written from there on."""
        spellings = [one for one in dict.fromkeys((target, unquote(target))) if one]
        for number in range(after[0], stop):
            text = self._line(number)
            for one in spellings:
                at = text.find(one, after[1] if number == after[0] else 0)
                while at >= 0 and text[at + len(one) : at + len(one) + 1] in _GOES_ON:
                    at = text.find(one, at + 1)
                if at >= 0:
                    return number, at, len(one)
        return None

    def _line(self, number: int) -> str:
        return self.source.lines[number - 1] if number <= len(self.source.lines) else ""

    def _misplaced(self, section: _Section) -> None:
        line = next((one.map[0] for one in section.tokens if one.map), 0)
        self.problems.append(
            error(
                "text-outside-answer",
                "this text stands between a part's title and its first question",
                self.source.span(self.source.first_line + line),
                hint="move it below a question, or into the intro above the first part",
            )
        )

    def _unused_notes(self) -> None:
        unused = [
            name[1:]
            for name, number in self.environment.get("footnotes", {}).get("refs", {}).items()
            if number == -1
        ]
        for name in unused:
            mark = f"[^{name}]:"
            line = next((n for n, one in enumerate(self.source.lines, 1) if mark in one), 0)
            self.problems.append(
                warning(
                    "unused-note",
                    f"the note `{name}` is never referred to, and is not shown",
                    self.source.span(line, mark),
                    hint=f"refer to it with [^{name}], or remove it",
                )
            )

    def _missing_notes(self, tokens: Sequence[Token]) -> None:
        for name, line in notes_missing(tokens):
            self.problems.append(
                warning(
                    "missing-note",
                    f"there is no note `{name}`",
                    self.source.span(self.source.first_line + line, f"[^{name}]"),
                    hint=f'write it: [^{name}]: https://… "Title, publisher, date"',
                )
            )

    def _card(self, text: str, questions: int, count: int) -> Card:
        front = self.front
        original, _ = translation_of(self.source.path)
        slug = front.slug or slugify(PurePosixPath(original or self.source.path).stem)
        if not slug:
            self.problems.append(
                error(
                    "no-slug",
                    f"no address can be made of the file name `{self.source.path}`",
                    Span(self.source.path),
                    hint="add `slug:` to the front matter, or rename the file",
                )
            )
        if slug and original:
            slug = f"{front.lang.lower()}/{slug}"
        fields = (
            f"{slug}/",
            markdown.typeset_line(front.title, self.marks),
            markdown.typeset_line(front.kicker, self.marks),
            markdown.typeset_line(truncate(one_line(text), EXCERPT_LENGTH), self.marks),
            front.date,
            front.updated,
            questions,
            max(1, math.ceil(count / WORDS_PER_MINUTE)),
            front.lang,
        )
        return Card(*fields, digest=digest(repr(fields)))


@cache
def _unknown_words() -> frozenset[str]:
    """How a quote begins that says what is not known yet, in any language of the program."""
    words = (interface_words(one)["not_known"].split("|") for one in languages())
    return frozenset(one.strip().casefold() for some in words for one in some)
