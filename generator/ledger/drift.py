"""What a page has and its ledger does not know yet, as messages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from generator.diagnostics import Diagnostic, Span, warning
from generator.ledger.entries import Entry, answer_hash
from generator.ledger.pairing import Pairing
from generator.matching import Match
from generator.model import Page, Question
from generator.text import collapse


def drift_of(page: Page, pairing: Pairing, lines: Sequence[str]) -> tuple[Diagnostic, ...]:
    """Warnings: one for all that can simply be recorded, one a question for the rest."""
    return (*_simple(page, pairing), *_of_questions(page, pairing, lines))


def _simple(page: Page, pairing: Pairing) -> Iterator[Diagnostic]:
    pairs = [*zip(page.questions, pairing.entries, strict=True)]
    doubtful = len(pairing.doubtful)
    new = sum(entry is None for _, entry in pairs) - doubtful
    changed = sum(
        entry is not None and entry.hash != answer_hash(question.digest)
        for question, entry in pairs
    )
    reworded = sum(
        entry is not None
        and at not in pairing.matches
        and collapse(entry.text) != collapse(question.text)
        for at, (question, entry) in enumerate(pairs)
    )
    renamed = sum(
        entry is not None and question.is_named and question.id != entry.id
        for question, entry in pairs
    )
    returned = sum(entry is not None and entry.retired is not None for _, entry in pairs)
    counts = {
        ("new question", "new questions"): new,
        ("new wording", "new wordings"): reworded,
        ("new id", "new ids"): renamed,
        ("changed answer", "changed answers"): changed,
        ("question that is back", "questions that are back"): returned,
    }
    said = [f"{count} {names[count > 1]}" for names, count in counts.items() if count]
    if said:
        yield warning(
            "ledger-behind",
            f"the ledger does not know of {' and '.join(said)}",
            Span(page.path),
            hint=f"`explainer ids` records {'it' if sum(counts.values()) == 1 else 'them'}",
        )


def _of_questions(page: Page, pairing: Pairing, lines: Sequence[str]) -> Iterator[Diagnostic]:
    for at, match in pairing.matches.items():
        entry = pairing.entries[at]
        assert entry is not None
        yield _vanished(
            entry,
            _place(page, page.questions[at], lines),
            f"this looks like the same question reworded ({_share(match)} of its answer)."
            " `explainer ids --fix` keeps the old link",
        )
    doubted = {}
    for at, (entry, match) in pairing.doubtful.items():
        doubted[entry.id] = at
        yield _vanished(
            entry,
            _place(page, page.questions[at], lines),
            f"this may be the same question reworded ({_share(match)} of its answer):"
            " `explainer ids` asks",
        )
    for entry in pairing.vanished:
        if entry.id not in doubted:
            yield _vanished(
                entry,
                Span(page.path),
                "`explainer ids --fix` looks for it in other explainers;"
                f" `explainer ids --retire {page.slug}/{entry.id}` says that it is not asked any"
                " more",
            )


def _vanished(entry: Entry, span: Span, hint: str) -> Diagnostic:
    return warning(
        "question-vanished",
        f"the question `{entry.id}` is gone",
        span,
        hint=hint,
        notes=(f"it read: {entry.text}",),
    )


def _place(page: Page, question: Question, lines: Sequence[str]) -> Span:
    excerpt = lines[question.line - 1] if 0 < question.line <= len(lines) else ""
    return Span(page.path, question.line, 1, max(1, len(excerpt)), excerpt)


def _share(match: Match) -> str:
    return f"{round(100 * match.shared)} %"
