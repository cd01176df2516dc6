"""Numbers as printable text: what shards are made of, short before and after compression."""

from __future__ import annotations

from functools import lru_cache
from operator import sub

VERSION = 3
"""Of the files of an index: told in its entry, and changed with their format."""
ALPHABET = "".join(chr(code) for code in range(35, 100) if code != 92)
"""The digits 0 to 63: from `#` on, without the backslash, which JSON would double."""
VALUES = {char: value for value, char in enumerate(ALPHABET)}
BLOCK = 8
"""A page takes whole blocks of ids, so that a question more or less shifts no other page's."""
MARKS = 1024
"""How many marks of words there are, 0 among them, which stands behind a question's last word."""
_TABLE_SIZE = 1 << 16


def encode(value: int) -> str:
    """A number of 0 or more: five bits a character, lowest first, all but the last marked by 32."""
    out = ""
    while value >= 32:
        out += ALPHABET[32 + (value & 31)]
        value >>= 5
    return out + ALPHABET[value]


@lru_cache(maxsize=1)
def _table() -> list[str]:
    """Ready texts of the small numbers: a merge writes millions of them."""
    return [encode(value) for value in range(_TABLE_SIZE)]


def encode_each(values: list[int]) -> list[str]:
    """The numbers as texts."""
    if not values or max(values) < _TABLE_SIZE:
        return list(map(_table().__getitem__, values))
    return list(map(encode, values))


def encode_all(values: list[int]) -> str:
    """The numbers one behind the other; each tells where it ends."""
    return "".join(encode_each(values))


def gaps(ids: list[int]) -> list[int]:
    """Rising numbers as the first and the steps between them."""
    return [*ids[:1], *map(sub, ids[1:], ids)]


def decode(text: str, start: int) -> tuple[int, int]:
    """The number at `start` and where the next one begins."""
    value = shift = 0
    while True:
        digit = VALUES[text[start]]
        start += 1
        if digit < 32:
            return value | digit << shift, start
        value |= (digit - 32) << shift
        shift += 5


def mark(word: str) -> int:
    """A number for the beginning of a word: tells what follows a question's words."""
    state = 0
    for char in word[:4]:
        state = (state * 31 + ord(char)) & 0xFFFF
    return state % MARKS
