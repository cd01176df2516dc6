"""What the ledger remembers of a question, as values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

HASH_LENGTH = 16


@dataclass(frozen=True, slots=True)
class Entry:
    """A question of an explainer."""

    id: str
    text: str
    """Its present wording; the last one, once it is retired."""
    first: datetime
    """When it was first published."""
    hash: str = ""
    """Of the answer's normalised plain text."""
    words: str = ""
    """The sketch of the answer, as written: by it the question is known again when reworded."""
    changed: datetime | None = None
    """When the answer last changed after it was first published."""
    was: tuple[str, ...] = ()
    """Earlier wordings, the oldest first."""
    anchors: tuple[str, ...] = ()
    """Earlier ids."""
    open: datetime | None = None
    """Since when its answer says that something is not known yet."""
    retired: datetime | None = None
    to: str = ""
    """Where it is answered since it was retired: `slug/id` or `slug`; empty: nowhere."""


@dataclass(frozen=True, slots=True)
class Ledger:
    """The file of one explainer."""

    slug: str
    entries: Mapping[str, Entry]
    """By id, in the order of the file."""


def answer_hash(digest: str) -> str:
    """What the ledger keeps of an answer's digest."""
    return digest[:HASH_LENGTH]
