"""The names in a byline: «Von Anna Muster und Ben Beispiel, dpa» has two."""

from __future__ import annotations

import re

_OPENING = re.compile(
    r"(?:text und fotos?|text|reporting|reported|written|story|words|a cura|redazione|texto|"
    r"autor(?:in|en|es|a)?|auteur|authors?)?\s*:?\s*"
    r"(?:von|by|par|por|di|da|door|van|av|af|от|του|της|από|بقلم|كتب|文|文責)\s*[:：]?\s+"
    r"|(?:autor(?:in|en|es|a)?|auteur|authors?|автор|текст|記者|记者|文)\s*[:：]\s*",
    re.IGNORECASE,
)
_BETWEEN = re.compile(
    r"\s*(?:[,;/|\n•·、]|\s[–—-]\s|\b(?:und|and|et|og|och|och|sowie|with|mit)\b|[&＆]"
    r"|[ ](?:e|y|en|и|και|و)[ ])\s*",
    re.IGNORECASE,
)
# One surname of two: Santiago Ramón y Cajal.
_DOUBLE_NAME = re.compile(r"(\w+\s+\w+)\s(y|i|e)\s(\w+)(?=\s*(?:$|[,;/(|]))")
_ASIDE = re.compile(r"\([^)]*\)|\[[^\]]*\]|\S+@\S+|https?://\S+")
_PARTICLES = re.compile(
    "de|del|della|der|den|dem|di|da|do|dos|das|du|des|la|le|van|von|vom|zu|zur|ter|ten|te|af|av|"
    "bin|ibn|bint|al|el|e|y|of|the"
)
_OFFICES = re.compile(
    r"(?i)\b(?:staff|writers?|reporters?|correspondents?|editors?|columnist|contributors?|agency|"
    r"agenturen?|redaktion\w*|redaktor\w*|korrespondent\w*|reporterin\w*|redacción|rédaction|"
    r"redazione|redactie|redação|press|presse|news|bureau|desk|team|newsroom|service|media|"
    r"correspondants?|envoyée?s?|corresponsal\w*|journalist\w*)\b|редакция|編集部|编辑部|通信社"
)
_NAME_WORD = re.compile(r"[^\W\d_][\w'’.\-]*\.?")
_UNCASED = re.compile(r"[\u0590-\u08ff\u0900-\u0dff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_SOLID = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af・]{2,12}")


def read_byline(byline: str, source: str = "") -> tuple[str, ...]:
    """The persons a byline names, in order; agencies, offices and abbreviations are none."""
    text = _ASIDE.sub(" ", byline).strip()
    opening = _OPENING.match(text)
    if opening:
        text = text[opening.end() :]
    names = []
    for part in _BETWEEN.split(_DOUBLE_NAME.sub("\\1\u00a0\\2\u00a0\\3", text)):
        name = " ".join(part.split()).strip(" .,:;*")
        if _is_person(name) and name.casefold() != source.casefold():
            names.append(name)
    return tuple(dict.fromkeys(names))


def _is_person(name: str) -> bool:
    if _OFFICES.search(name):
        return False
    if _SOLID.fullmatch(name):
        return True
    words = name.split()
    if not 2 <= len(words) <= 6 or not all(_NAME_WORD.fullmatch(word) for word in words):
        return False
    if _UNCASED.search(name):
        return True
    large = [word for word in words if word[0].isupper()]
    small = [word for word in words if not word[0].isupper()]
    return len(large) >= 2 and all(_PARTICLES.fullmatch(word) for word in small)
