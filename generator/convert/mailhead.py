"""The lines at the head of a mail: subject, sender, date."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from generator.convert.blocks import Block
from generator.convert.cues import Cues, fold
from generator.convert.dates import Stamp, find_stamps

MAIL_LINES = 8
"""The head of a mail is no longer."""
_NAMED = re.compile(r"([^\W\d_]{2,10})\s?[:：]")
_ANSWERED = re.compile(r"^(?:(?:Fwd?|WG|Re|AW|TR|RV)\s*:\s*)+")


@dataclass(frozen=True, slots=True)
class MailLine:
    """What a line says if it stands in the head of a mail."""

    subject: str = ""
    is_head: bool = False
    """True for a line with a name that heads of mails have."""
    is_sure: bool = False
    """True where an address or a date says so, too."""
    stamps: tuple[Stamp, ...] = ()


def read_mail_line(text: str, cues: Cues, languages: tuple[str, ...]) -> MailLine:
    """The line's facts; empty for a line that no mail begins with."""
    found = re.match(rf"{_NAMED.pattern} *(\S.*)", text)
    if found is None:
        return MailLine()
    name = fold(found[1])
    subject = _ANSWERED.sub("", found[2]) if name in cues.mail_subject else ""
    if name not in cues.mail_lines:
        return MailLine(subject)
    stamps = find_stamps(found[2], languages)
    return MailLine(subject, True, "@" in found[2] or bool(stamps), stamps)


def is_mail(blocks: Sequence[Block], cues: Cues) -> bool:
    """True where one of the first lines is a subject."""
    heads = [_NAMED.match(one.text) for one in blocks[:MAIL_LINES]]
    return any(one and fold(one[1]) in cues.mail_subject for one in heads)
