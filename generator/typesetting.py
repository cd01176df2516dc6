"""What readers see of a page, with the quotation marks of its language.

Ids, hashes and the ledger go by what is written; this comes after them.
"""

from __future__ import annotations

from dataclasses import replace

from generator.markdown import Marks, typeset_line
from generator.model import FrontMatter, Page


def typeset_front(front: FrontMatter, marks: Marks) -> FrontMatter:
    """The front matter with its title, kicker and corrections as readers see them."""
    texts = (
        front.title,
        front.kicker,
        *(text for one in front.corrections for text in (one.was, one.now)),
    )
    if not any("'" in one or '"' in one for one in texts):
        return front
    return replace(
        front,
        title=typeset_line(front.title, marks),
        kicker=typeset_line(front.kicker, marks),
        corrections=tuple(
            replace(one, was=typeset_line(one.was, marks), now=typeset_line(one.now, marks))
            for one in front.corrections
        ),
    )


def typeset_questions(page: Page, marks: Marks) -> Page:
    """The page with its questions as readers see them."""
    if not any("'" in one.text or '"' in one.text for one in page.questions):
        return page
    return replace(
        page,
        questions=tuple(replace(one, text=typeset_line(one.text, marks)) for one in page.questions),
    )
