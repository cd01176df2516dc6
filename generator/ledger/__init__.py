"""The questions' memory: one small file an explainer, `ledger/SLUG.yml`.

Commands write it (`explainer ids`); a build only reads it. It keeps each question's id, its earlier
wordings and anchors, when it was first published and when its answer last changed.
"""

from generator.ledger.applying import apply_ledger, departed
from generator.ledger.entries import Entry, Ledger, answer_hash
from generator.ledger.reading import parse_ledger
from generator.ledger.writing import write_ledger

__all__ = [
    "Entry",
    "Ledger",
    "answer_hash",
    "apply_ledger",
    "departed",
    "parse_ledger",
    "write_ledger",
]
