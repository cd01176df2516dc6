"""What was wrong and has been put right: which answer each correction belongs to."""

from __future__ import annotations

from collections.abc import Iterator

from generator.diagnostics import Diagnostic, Span, error
from generator.model import Correction, Page, Question
from generator.text import collapse, nearest


def corrected(page: Page, correction: Correction) -> Question | None:
    """The question that a correction names, by its id, an earlier one, or its wording."""
    wanted = correction.question
    if not wanted:
        return None
    for one in page.questions:
        if wanted.lstrip("#") in (one.id, *one.anchors) or collapse(wanted) == one.text:
            return one
    return None


def correction_problems(page: Page) -> Iterator[Diagnostic]:
    """Corrections that name a question which the page does not have."""
    for one in page.front.corrections:
        gone = {each.id for each in page.retired}
        if not one.question or corrected(page, one) or one.question.lstrip("#") in gone:
            continue
        close = nearest(one.question, [each.id for each in page.questions])
        yield error(
            "unknown-question",
            f"the correction names `{one.question}`, which is no question of this page",
            one.span or Span(page.path),
            hint=f"did you mean `{close}`?" if close else "write the id of the question",
        )
