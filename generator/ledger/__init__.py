"""The questions' memory: one small file an explainer, `ledger/SLUG.yml`.

Commands write it (`explainer ids`); a build only reads it. It keeps each question's id, its earlier
wordings and anchors, when it was first published and when its answer last changed.
"""

from generator.ledger.applying import apply_ledger, departed
from generator.ledger.entries import Entry, Ledger, answer_hash
from generator.ledger.pairing import Pairing, decide, pair_questions
from generator.ledger.reading import parse_ledger
from generator.ledger.recording import Change, Occasion, record_page, retire
from generator.ledger.writing import write_ledger

__all__ = [
    "Change",
    "Entry",
    "Ledger",
    "Occasion",
    "Pairing",
    "answer_hash",
    "apply_ledger",
    "decide",
    "departed",
    "pair_questions",
    "parse_ledger",
    "record_page",
    "retire",
    "write_ledger",
]
