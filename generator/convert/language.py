"""The language an article is written in."""

from __future__ import annotations

import re
from collections import Counter

from generator.convert.cues import function_words

_WORD = re.compile(r"[^\W\d_]+")
_TAG = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*$")
_SCRIPTS = (
    ("ja", re.compile(r"[\u3040-\u30ff]")),
    ("el", re.compile(r"[\u0370-\u03ff\u1f00-\u1fff]")),
)
_COMMON = (
    "ar bg bn ca cs da de el en es et fa fi fr he hi hr hu id is it ja ko lt lv mk nl no pl pt ro "
    "ru sk sl sq sr sv th tr uk vi zh"
)
_SAMPLE = 6000


def detect_language(text: str, declared: str = "") -> tuple[str, str]:
    """The language tag and the rule that gave it.

    A declared language stands unless the text's commonest words clearly belong to another. The
    statistical model is asked only when these words do not decide: it takes most of a second to
    load.
    """
    tag = declared.strip().replace("_", "-")
    known = tag if _TAG.match(tag) else ""
    counted, sure = _by_function_words(text[:_SAMPLE])
    if known and (not sure or known.split("-")[0].lower() == counted):
        return known, "declared"
    if known and known.split("-")[0].lower() not in function_words():
        return known, "declared"
    if sure:
        return counted, "commonest-words"
    return (known, "declared") if known else (_by_model(text[:_SAMPLE]), "model")


def _by_function_words(text: str) -> tuple[str, bool]:
    """The language with the most of its commonest words in the text, and whether that is clear."""
    letters = sum(1 for sign in text if sign.isalpha()) or 1
    for language, script in _SCRIPTS:
        if len(script.findall(text)) > 0.15 * letters:
            return language, True
    counts = Counter(_WORD.findall(text.casefold()))
    total = sum(counts.values())
    if not total:
        return "en", False
    scores = {
        language: sum(counts[word] for word in words)
        for language, words in function_words().items()
        if language != "ja"
    }
    best, second, *_ = sorted(scores, key=lambda one: -scores[one])
    clear = scores[best] >= 4 and scores[best] >= 0.12 * total
    return best, clear and scores[best] >= 1.25 * scores[second] + 2


def _by_model(text: str) -> str:
    from py3langid import classify, set_languages

    # The model knows rare languages too, which few words of a common one are easily taken for.
    set_languages(_COMMON.split())
    if not any(sign.isalpha() for sign in text):
        return "en"
    language, _ = classify(text)
    return str(language)
