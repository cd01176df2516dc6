"""Labels that questions and answers begin with: `Q:`, `Frage 1:`, `問1　`."""

from __future__ import annotations

import re

from generator.convert.cues import fold, load_cues

_LABEL = re.compile(
    r"\s*([^\W\d_]{1,12}?)(?:\s?[\d０-９]{1,2}(?:\s?[:.：．)）–—-]\s*|\s+)|\s?[:.：．)）–—-]\s*|\u3000+"
    r"|[ ]+(?=[\u3040-\u30ff\u4e00-\u9fff]))(?=\S)"
)
_CJK = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]")
"""Before these signs a single Latin letter is no initial."""


def label(text: str, kind: str, lang: str) -> str:
    """The label at the beginning of a text (`Q:`, `Frage 1:`), empty when there is none."""
    cues = load_cues(lang, "en")
    names = cues.question_labels if kind == "question_labels" else cues.answer_labels
    found = _LABEL.match(text)
    if not found or fold(found[1]) not in names:
        return ""
    # One letter and a dash or a full stop may be an initial; a colon says more.
    is_marked = re.search(r"[:：.)]\s*$|\d", found[0]) or _CJK.match(text, found.end())
    is_short = len(found[1]) == 1 and not is_marked
    return "" if is_short else found[0]
