"""Fonts to draw words with: the site's own, then those of the machine, by what they can write."""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal

from generator.text import digest

if TYPE_CHECKING:
    from PIL.ImageFont import FreeTypeFont

Role = Literal["title", "bold", "plain"]
_FOLDERS: Final = (
    *("/usr/share/fonts", "/usr/local/share/fonts", "~/.local/share/fonts", "~/.fonts"),
    *("/System/Library/Fonts", "/Library/Fonts", "~/Library/Fonts"),
    *("C:/Windows/Fonts", "~/AppData/Local/Microsoft/Windows/Fonts"),
)
# The families of the default theme, then what every system has; file names without suffix.
_FAMILIES: Final[Mapping[Role, tuple[str, ...]]] = {
    "title": (
        *("NotoSerif-Bold", "Charter-Bold", "SourceSerif4-Bold", "Georgia Bold", "georgiab"),
        *("LiberationSerif-Bold", "Times New Roman Bold", "timesbd", "DejaVuSerif-Bold"),
    ),
    "bold": (
        *("NotoSans-Bold", "Roboto-Bold", "SourceSans3-Bold", "segoeuib", "Arial Bold", "arialbd"),
        *("LiberationSans-Bold", "DejaVuSans-Bold"),
    ),
    "plain": (
        *("NotoSans-Regular", "Roboto-Regular", "SourceSans3-Regular", "segoeui", "Arial"),
        *("arial", "LiberationSans-Regular", "DejaVuSans"),
    ),
}
_GENERAL: Final = ("DejaVuSans-Bold", "Arial Unicode", "FreeSans", "NotoSansSymbols2-Regular")
_SUFFIXES: Final = (".ttf", ".otf", ".ttc")
_CJK: Final = frozenset({"CJK", "HIRAGANA", "KATAKANA", "HANGUL", "BOPOMOFO", "IDEOGRAPHIC"})
# Which face of a collection writes Han characters the way a language does.
_FACES: Final = {"ja": 0, "ko": 1, "zh": 2, "zh-hant": 3, "zh-tw": 3, "zh-hk": 4}
# A private character: what a font shows for it, it shows for everything that it lacks.
_LACKING: Final = "\U0010fffd"


@dataclass(frozen=True, slots=True)
class Fonts:
    """Where fonts are looked for."""

    own: tuple[str, ...] = ()
    """Files that the site names, the first to be tried first."""
    folders: tuple[str, ...] = _FOLDERS

    @property
    def digest(self) -> str:
        """Of the files that may be chosen, without opening them."""
        facts = [f"{path}:{_size(path)}" for path in (*self.own, *machine_fonts(self).values())]
        return digest(*facts)

    def choose(self, text: str, role: Role, scripts: frozenset[str]) -> tuple[str, ...]:
        """Font files that together can write the text, the one to be used first.

        `scripts` are those of the words around it, for what has none itself. Characters that no
        font has are left to the first, which shows a box.
        """
        wanted = {one for one in text if not _is_blank(one)}
        chosen: list[str] = []
        for path in _candidates(self, role, scripts_of(text) or scripts):
            if not wanted:
                break
            found = {one for one in wanted if has_glyph(path, one)}
            if found or not chosen:
                wanted -= found
                chosen.append(path)
        # Pillow's own font: Latin letters where the machine has none at all.
        return tuple(chosen) or ("",)


@lru_cache(maxsize=256)
def _candidates(fonts: Fonts, role: Role, scripts: frozenset[str]) -> tuple[str, ...]:
    """Fonts to be tried, the first first."""
    known = machine_fonts(fonts)
    base = [known[one] for one in _FAMILIES[role] if one in known][:2]
    special = [
        path for one in sorted(scripts - {"LATIN"}) for path in _for_script(one, role, known)
    ]
    general = [known[one] for one in _GENERAL if one in known]
    # What is not written in Latin letters alone is written in a font made for it, if there is one.
    return tuple(dict.fromkeys((*fonts.own, *special, *base, *general)))


@lru_cache(maxsize=8)
def machine_fonts(fonts: Fonts) -> Mapping[str, str]:
    """The machine's font files by name without suffix; of two equal names the first path's."""
    found: dict[str, str] = {}
    for folder in fonts.folders:
        for root, folders, names in os.walk(os.path.expanduser(folder)):
            folders.sort()
            for name in sorted(names):
                stem, suffix = os.path.splitext(name)
                if suffix.lower() in _SUFFIXES:
                    found.setdefault(stem, os.path.join(root, name))
    return found


def _for_script(script: str, role: Role, known: Mapping[str, str]) -> list[str]:
    """Fonts whose name says that they are for a script: of serifs first for titles."""
    name = "CJK" if script in _CJK else script.title()
    weight = "Regular" if role == "plain" else "Bold"
    style = ("Serif", "Naskh", "Sans") if role == "title" else ("Sans", "Naskh", "Serif")
    if name == "CJK":
        wanted = [f"Noto{one}CJK-{weight}" for one in style]
    else:
        wanted = [f"Noto{one}{name}-{weight}" for one in style]
    wanted += [f"NotoSans{name}-Regular"]
    if name == "CJK":
        wanted += ["YuGothB", "msyhbd", "msgothic", "PingFang", "Hiragino Sans GB", "malgunbd"]
    return [known[one] for one in wanted if one in known]


@lru_cache(maxsize=65536)
def script_of(sign: str) -> str:
    """The script of a letter as Unicode names it; empty for digits, marks and spaces."""
    if sign.isascii():
        return "LATIN" if sign.isalpha() else ""
    if not sign.isalpha() and unicodedata.category(sign)[0] != "M":
        return ""
    return unicodedata.name(sign, "").split(" ")[0].split("-")[0]


@lru_cache(maxsize=4096)
def scripts_of(text: str) -> frozenset[str]:
    """The scripts of a text's letters."""
    return frozenset(filter(None, map(script_of, text)))


@lru_cache(maxsize=65536)
def has_glyph(path: str, sign: str) -> bool:
    """Whether a font can write a character."""
    font = load_font(path, 24)
    mask = font.getmask(sign)
    return (mask.size, bytes(mask)) != _lacking(path)


@cache
def _lacking(path: str) -> tuple[tuple[int, int], bytes]:
    mask = load_font(path, 24).getmask(_LACKING)
    return mask.size, bytes(mask)


@lru_cache(maxsize=128)
def load_font(path: str, size: int, lang: str = "") -> FreeTypeFont:
    """A font at a size in pixels; raises `OSError` for a file that is none."""
    from PIL import ImageFont

    if not path:
        return ImageFont.load_default(size)  # type: ignore[return-value]
    face = 0
    if path.lower().endswith(".ttc") and "CJK" in os.path.basename(path):
        face = _FACES.get(lang.lower(), _FACES.get(lang.partition("-")[0].lower(), 0))
    return ImageFont.truetype(path, size, index=face)


def direction_for(font: FreeTypeFont, *, from_right: bool) -> str | None:
    """The direction to lay text out in; None where the font's engine knows no directions."""
    from PIL import ImageFont

    if font.layout_engine != ImageFont.Layout.RAQM:
        return None
    return "rtl" if from_right else "ltr"


@cache
def can_shape() -> bool:
    """Whether joined and right-to-left scripts come out right."""
    from PIL import features

    return bool(features.check("raqm"))


def missing_signs(text: str, paths: Sequence[str]) -> str:
    """The characters of a text that none of the fonts can write, each once."""
    return "".join(
        one
        for one in dict.fromkeys(text)
        if not _is_blank(one) and not any(has_glyph(path, one) for path in paths)
    )


def _is_blank(sign: str) -> bool:
    return sign.isspace() or unicodedata.category(sign) in ("Cf", "Cc")


def _size(path: str) -> int:
    try:
        return Path(path).stat().st_size
    except OSError:
        return 0


_JOINED: Final = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]")


def needs_shaping(text: str) -> bool:
    """Whether a text holds letters that join or run from right to left."""
    return bool(_JOINED.search(text))
