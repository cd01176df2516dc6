"""Languages in file names: `pact.de.md` is the German translation of `pact.md`."""

from __future__ import annotations

import re

# Only these name a language: `node.js.md` and `release-1.2.md` are no translations.
_ISO_639_1 = """
aa ab ae af ak am an ar as av ay az ba be bg bi bm bn bo br bs ca ce ch co cr cs cu cv cy
da de dv dz ee el en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht
hu hy hz ia id ie ig ii ik io is it iu ja jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky
la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb nd ne ng nl nn no nr nv ny
oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg si sk sl sm sn so sq sr ss
st su sv sw ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo
za zh zu
"""
_CODES = frozenset(_ISO_639_1.split())
_NAME = re.compile(r"(.+)\.([A-Za-z]{2})((?:-[A-Za-z0-9]{2,8})*)")


def split_language(stem: str) -> tuple[str, str]:
    """A file's name without its language, and that language; empty where it names none."""
    found = _NAME.fullmatch(stem)
    if found is None or found[2].lower() not in _CODES:
        return stem, ""
    return found[1], found[2].lower() + found[3]


def translation_of(path: str) -> tuple[str, str]:
    """The file that this one translates by its name, and into what; empty where it does not."""
    folder, slash, name = path.rpartition("/")
    stem, lang = split_language(name.removesuffix(".md"))
    return (f"{folder}{slash}{stem}.md", lang) if lang else ("", "")


def primary(lang: str) -> str:
    """The language of a tag without country and script: `de-AT` gives `de`."""
    return lang.partition("-")[0].lower()
