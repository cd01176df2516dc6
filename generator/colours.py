"""Colours of style sheets as numbers, and how well one reads on another (WCAG 2.2)."""

from __future__ import annotations

import math
import re
from typing import Literal

Scheme = Literal["light", "dark"]
RGB = tuple[float, float, float]
"""Red, green and blue of sRGB, each from 0 to 1."""
_PAIR = re.compile(r"light-dark\(\s*(.+)\s*\)", re.S)
_FUNCTION = re.compile(r"(rgb|hsl|oklch|oklab)a?\(([^()]*)\)")
_NAMED = {"black": "#000", "white": "#fff"}


def in_scheme(value: str, scheme: Scheme) -> str:
    """The value that `light-dark(…)` takes in a scheme; any other value as it is."""
    pair = _PAIR.fullmatch(value.strip())
    if pair is None:
        return value.strip()
    depth = 0
    for index, sign in enumerate(pair[1]):
        depth += (sign == "(") - (sign == ")")
        if sign == "," and depth == 0:
            return (pair[1][:index] if scheme == "light" else pair[1][index + 1 :]).strip()
    return value.strip()


def parse_colour(value: str) -> RGB | None:
    """The colour of a CSS value; None for one that is none, lets light through, or is a keyword."""
    text = value.strip().lower()
    text = _NAMED.get(text, text)
    if re.fullmatch(r"#(?:[0-9a-f]{3}|[0-9a-f]{6})", text):
        digits = text[1:] if len(text) == 7 else "".join(one * 2 for one in text[1:])
        red, green, blue = (int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4))
        return red, green, blue
    function = _FUNCTION.fullmatch(text)
    if function is None:
        return None
    parts = function[2].replace(",", " ").split()
    try:
        first, second, third = (_number(one) for one in parts)
    except ValueError:
        return None
    if function[1] == "rgb":
        red, green, blue = (
            one if "%" in part else one / 255
            for one, part in zip((first, second, third), parts, strict=True)
        )
        return red, green, blue
    if function[1] == "hsl":
        return _hsl(first, second, third)
    if function[1] == "oklch":
        hue = math.radians(third)
        return _oklab(first, second * math.cos(hue), second * math.sin(hue))
    return _oklab(first, second, third)


def contrast(one: RGB, other: RGB) -> float:
    """The contrast ratio of two colours, from 1 to 21."""
    high, low = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def _number(text: str) -> float:
    if text.endswith("%"):
        return float(text[:-1]) / 100
    return float(text.removesuffix("deg"))


def _luminance(colour: RGB) -> float:
    linear = [one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in colour]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _hsl(hue: float, saturation: float, lightness: float) -> RGB:
    def channel(offset: float) -> float:
        place = (offset + hue / 30) % 12
        spread = saturation * min(lightness, 1 - lightness)
        return lightness - spread * max(-1.0, min(place - 3, 9 - place, 1.0))

    return channel(0), channel(8), channel(4)


def _oklab(lightness: float, a: float, b: float) -> RGB:
    """By the matrices of CSS Color 4, section 10; what sRGB cannot show is clipped."""
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    linear = (
        4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short,
    )
    red, green, blue = (
        min(1.0, max(0.0, 12.92 * one if one <= 0.0031308 else 1.055 * one ** (1 / 2.4) - 0.055))
        for one in linear
    )
    return red, green, blue
