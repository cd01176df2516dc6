"""Names of files that every system can hold, and names that some systems take for the same."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from itertools import filterfalse

LONGEST_NAME = 240
"""Bytes of one name: systems stop at 255, and a temporary file's name adds a few."""
LONGEST_PATH = 1000
"""Bytes of a path inside the site: Windows and tar stop far earlier than Linux."""

# "Naming Files, Paths, and Namespaces" of the Windows documentation; an extension changes nothing.
_RESERVED = r"(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[0-9¹²³])"
_DEVICE = re.compile(_RESERVED + r"\s*(?:\..*)?", re.IGNORECASE)
# The paths of nearly every site, decided by one match.
_PLAIN = r"(?!" + _RESERVED + r"[./]|" + _RESERVED + r"$)[a-z0-9_-]+(?:\.[a-z0-9_-]+)*"
_PLAIN_PATH = re.compile(rf"(?:{_PLAIN}/)*{_PLAIN}", re.ASCII)
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
_FORBIDDEN = re.compile(r'[<>:"|?*\\/]')


def name_problem(name: str) -> str:
    """Why this name cannot stand in a path, as the end of a sentence; empty when it can."""
    if len(name) <= LONGEST_NAME and "/" not in name and _PLAIN_PATH.fullmatch(name):
        return ""
    if not name:
        return "holds an empty part"
    if name in (".", ".."):
        return f"holds the part `{name}`"
    if _CONTROL.search(name):
        return "holds a control character"
    try:
        size = len(name.encode("utf-8"))
    except UnicodeEncodeError:
        return "is not valid UTF-8"
    if found := _FORBIDDEN.search(name):
        return f"holds `{found[0]}`, which not every system allows"
    if size > LONGEST_NAME:
        return f"holds a name of {size} bytes; at most {LONGEST_NAME} are allowed"
    if name[-1] in ". ":
        return "holds a name that ends in a dot or a space"
    if _DEVICE.fullmatch(name):
        return f"holds the name `{name}`, which Windows keeps for a device"
    return ""


def path_problem(path: str) -> str:
    """Why this path cannot stand below a folder of the site, as `name_problem` says it."""
    if len(path) <= LONGEST_NAME and _PLAIN_PATH.fullmatch(path):
        return ""
    if path.startswith("/"):
        return "is absolute"
    for name in path.split("/"):
        if problem := name_problem(name):
            return problem
    if len(path.encode("utf-8")) > LONGEST_PATH:
        return f"is longer than {LONGEST_PATH} bytes"
    return ""


def are_safe(paths: Sequence[str]) -> bool:
    """True when all of these paths can stand below a folder of the site."""
    if max(map(len, paths), default=0) <= LONGEST_NAME:
        # Decided without a call for each: a site has 100,000 of them.
        return not any(map(path_problem, filterfalse(_PLAIN_PATH.fullmatch, paths)))
    return not any(map(path_problem, paths))


def name_key(name: str) -> str:
    """Equal for names that a system may take for one: by case or by Unicode form.

    Canonical caseless matching (Unicode, section 3.13, D145).
    """
    if name.isascii():
        return name.lower()
    folded = unicodedata.normalize("NFD", name).casefold()
    return unicodedata.normalize("NFD", folded)


def shown(name: str) -> str:
    """The name as a message may hold it: printable whatever is in it."""
    return "".join(
        one if one.isprintable() else one.encode("unicode_escape", "backslashreplace").decode()
        for one in name.encode("utf-8", "backslashreplace").decode()
    )
