"""Which characters of a text stay: one rule for every reader.

| characters | what becomes of them |
| --- | --- |
| CR LF, CR, NEL, LS, PS, VT, FF | line feed |
| other control characters, NUL and DEL among them | removed; tabs stay |
| C1 controls (a windows-1252 text read as Latin-1) | the windows-1252 character |
| no-break spaces | kept after a number and beside French punctuation, else a space |
| other fixed-width spaces | a space; the ideographic space stays |
| soft hyphen, zero-width space, word joiner, byte order mark, invisible operators | removed |
| zero-width joiner and non-joiner | kept inside words of scripts that need them, and in emoji |
| bidi embeddings, overrides and isolates | removed |
| LRM, RLM, ALM | kept inside a line with right-to-left letters, else removed |
| decomposed letters | composed (NFC) |
| noncharacters, lone surrogates | removed |
"""

from __future__ import annotations

import re
import unicodedata

_LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
# Everything that the rules below can touch: texts without any of it are returned as they are.
_TOUCHED = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\u00a0\u00ad\u061c\u115f\u1160\u180e\u2000-\u200f\u202a-\u202f"
    "\u205f-\u206f\u3164\ufe0f\ufeff\ufff9-\uffff\ud800-\udfff\u0300-\u036f"
    "\U000e0000-\U000e007f]"
)
_REMOVED = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f\xad\u115f\u1160\u180e\u200b\u202a-\u202e\u2060-\u206f\u3164\ufeff"
    "\ufff9-\ufffb\ufffe\uffff\ud800-\udfff]"
)
_C1 = {code: bytes([code]).decode("cp1252", "ignore") for code in range(0x80, 0xA0) if code != 0x85}
_FIXED_SPACES = dict.fromkeys((*range(0x2000, 0x200B), 0x205F), " ")
_NO_BREAK = re.compile(
    "(?<=\\d)[\u00a0\u202f](?=[^\\W_]|[%‰°€$£])|(?<=[«‹])[\u00a0\u202f]"
    "|[\u00a0\u202f](?=[?!:;»›%])|([\u00a0\u202f])"
)
# Arabic, Syriac, N'Ko; Brahmic scripts from Devanagari to Tibetan; Myanmar, Khmer, Mongolian.
_JOINING = "\u0600-\u07ff\u0840-\u109f\u1780-\u18af\ua840-\uabff\ufb50-\ufdff\ufe70-\ufefe"
_PICTURE = "\u2190-\u2bff\ufe0f\U0001f000-\U0001faff"
_JOINERS = re.compile(
    f"(?<=[{_JOINING}])[\u200c\u200d]+(?=[{_JOINING}])|(?<=[{_PICTURE}])\u200d(?=[{_PICTURE}])"
    "|([\u200c\u200d])"
)
_MARKS = re.compile("[\u200e\u200f\u061c]")
_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefe\U00010800-\U00010fff]")
_TAGS = re.compile("(?<![\U0001f3f4\U000e0020-\U000e007f])[\U000e0000-\U000e007f]+")


def clean(text: str) -> str:
    """The text with its line ends and characters in order. Idempotent; linear."""
    text = _LINE_ENDS.sub("\n", text)
    if not _TOUCHED.search(text):
        return text
    text = _REMOVED.sub("", text.translate(_C1))
    text = unicodedata.normalize("NFC", text)
    text = text.translate(_FIXED_SPACES)
    text = _NO_BREAK.sub(lambda found: " " if found[1] else found[0], text)
    if "\u200c" in text or "\u200d" in text:
        text = _JOINERS.sub(lambda found: "" if found[1] else found[0], text)
    if _MARKS.search(text):
        text = "\n".join(_line_marks(line) for line in text.split("\n"))
    return _TAGS.sub("", text)


def _line_marks(line: str) -> str:
    if _RIGHT_TO_LEFT.search(line):
        return line.strip("\u200e\u200f\u061c")
    return _MARKS.sub("", line)
