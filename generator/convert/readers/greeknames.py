"""Greek names as they are called, read from bylines that decline them: `Της Μαρίας Δήμου`.

Only endings that leave no doubt are changed. Family names in -ου stay: many are genitives in
themselves, and those of women always are.
"""

from __future__ import annotations

import re

_GENITIVE = frozenset(["του"])
_ACCUSATIVE = frozenset(["τον", "στον"])
_GENITIVE_OF_WOMEN = frozenset(["της"])
_OF_WOMEN = re.compile(r"(?<=[αάηή])ς$")
_OF_MEN = re.compile(r"(?<=[αάηή])$")
_VOWELS = re.compile(r"ου|αι|ει|οι|υι|αυ|ευ|[αεηιουωάέήίόύώϊϋΐΰ]", re.IGNORECASE)
_ACCENTED = re.compile(r"[άέήίόύώΐΰΆΈΉΊΌΎΏ]")
# Where the accent moves, only knowing the name helps.
_MOVED = {
    "Αλεξάνδρου": "Αλέξανδρος",
    "Αθανασίου": "Αθανάσιος",
    "Αντωνίου": "Αντώνιος",
    "Βασιλείου": "Βασίλειος",
    "Γεωργίου": "Γεώργιος",
    "Δημητρίου": "Δημήτριος",
    "Θεοδώρου": "Θεόδωρος",
    "Στεφάνου": "Στέφανος",
}
_SON = re.compile(r"(?:όπουλ|οπούλ)ου$")


def nominative(name: str, opening: str) -> str:
    """The name that a byline's opening (`Του`, `Συνέντευξη στον`) puts into another case."""
    article = (opening.lower().split() or [""])[-1]
    *given, family = name.split(" ")
    if article in _GENITIVE_OF_WOMEN:
        return " ".join([*(_OF_WOMEN.sub("", one) for one in given), family])
    if article in _GENITIVE:
        return " ".join([*(_given_name(one) for one in given), _family_name(family)])
    if article in _ACCUSATIVE:
        return " ".join(re.sub(r"(?<=[οό])$", "ς", _OF_MEN.sub("ς", one)) for one in name.split())
    return name


def _given_name(word: str) -> str:
    if not word.endswith("ου"):
        return _OF_MEN.sub("ς", word)
    if word in _MOVED:
        return _MOVED[word]
    syllables = _VOWELS.findall(word)
    stands_before_last = bool(_ACCENTED.search(syllables[-2])) if len(syllables) > 1 else True
    is_sure = len(syllables) == 2 or not stands_before_last
    return word[:-2] + "ος" if is_sure and _ACCENTED.search(word) else word


def _family_name(word: str) -> str:
    if word.endswith("ου"):
        return _SON.sub("όπουλος", word)
    return _OF_MEN.sub("ς", word)
