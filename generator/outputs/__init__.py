"""What a build puts out: one module a kind of output, listed in OUTPUTS.

An output is a function from the site, and the frame of each language, to sheets (pages to be
rendered) and artifacts (files that are complete). The explainers themselves are made by
`outputs.pages`, which needs the links of all other outputs to be known first.
"""

from __future__ import annotations

from generator.outputs import (
    authors,
    changes,
    feeds,
    glossary,
    lists,
    llms,
    questions,
    registers,
    single,
    sitemap,
)
from generator.site import Output

OUTPUTS: dict[str, Output] = {
    "lists": lists.list_pages,
    "questions": questions.question_pages,
    "registers": registers.register_pages,
    "single": single.single_pages,
    "feeds": feeds.feeds,
    "changes": changes.answer_feeds,
    "sitemap": sitemap.sitemap,
    "llms": llms.llms_txt,
    "glossary": glossary.glossary_page,
    "authors": authors.author_pages,
}
