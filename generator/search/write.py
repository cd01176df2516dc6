"""The index files: one entry, shards of words, shards of records, spellings for unknown words."""

from __future__ import annotations

import json
import re
import zlib
from collections.abc import Iterable, Iterator
from itertools import pairwise

from generator.model import Artifact, PagePostings
from generator.search.codec import ALPHABET, BLOCK, VERSION, encode_all, gaps
from generator.search.merge import Block, Merged, merge
from generator.search.shards import Forms, cut, shared_start, write_forms
from generator.search.spelling import SHORTEST
from generator.search.stems import stop_words
from generator.search.words import LETTERS, is_unspaced, sort_key
from generator.text import truncate

_SEPARATORS = re.compile("[^a-z0-9]+")

WORD_FILES, RECORD_FILES, SPELLING_FILES = 480, 780, 40
"""About how many files of each kind a large site has; of words up to half as many again."""
_WORD_ROOM = 11_000
"""Characters of postings that a file of words holds, where there are many."""
_POSTINGS = 2_000_000
"""About how many postings all of them hold: what more there are, the longest lists do without."""
_FEW, _FEW_ROOM = 160_000, 40_000
"""A small index lies in a handful of larger files, so that a search can look into them all."""
_SPELLING_ROOM = 24_000
_RECORD_ROOM = 11_000
"""Characters of answers that a file of records may hold; what each answer keeps follows from it."""


def write_index(pages: Iterable[PagePostings], *, root: str = "../../") -> Iterator[Artifact]:
    """The files of the index, for the pages' postings in their order (see `index_page`).

    Paths are relative to the folder of the index; `root` leads from it to the site's root.
    Where pages come oldest first, a new one moves no other's ids.
    """
    merged = merge(pages)
    blocks_a_file = max(2, -(-len(merged.blocks) // RECORD_FILES))
    counts = merged.postings.counts()
    texts = merged.postings.texts(_POSTINGS)
    forms = merged.forms
    total = sum(map(len, texts)) + 6 * len(forms)
    sizes = [*map(len, texts)]
    runs = list(cut(forms, sizes, _room(total)))
    backward = sorted(((form[::-1], stems) for form, stems in forms), key=lambda o: sort_key(o[0]))
    forward_runs, backward_runs = (_spelling_runs(one) for one in (forms, backward))
    files = {
        "t": [_word_file(run, texts) for run in runs],
        "r": _record_files(merged.blocks, blocks_a_file),
        "f": [_spelling_file(run, counts) for run in forward_runs],
        "b": [_spelling_file(run, counts) for run in backward_runs],
        "g": [_facets(merged)],
    }
    entry = {
        "version": VERSION,
        "root": root,
        "records": sum(len(one.records) for one in merged.blocks),
        "span": BLOCK * blocks_a_file,
        "starts": {"t": _starts(runs), "f": _starts(forward_runs), "b": _starts(backward_runs)},
        "letters": LETTERS,
        "stops": sorted({one for lang in merged.languages for one in stop_words(lang)}),
    }
    yield from _artifacts(entry, files)


def _artifacts(
    entry: dict[str, object], files: dict[str, list[list[object]]]
) -> Iterator[Artifact]:
    """The entry, which tells each file's version, and the files."""
    versions: dict[str, str] = {}
    for kind, contents in files.items():
        versions[kind] = ""
        for number, content in enumerate(contents):
            name = f"{kind}{number}"
            data = f'explainerSearchFile("{name}",{_json(content)});\n'.encode()
            versions[kind] += _version(data)
            yield Artifact(f"{name}.js", data)
    data = f'explainerSearchFile("index",{_json(entry | {"versions": versions})});\n'.encode()
    yield Artifact("index.js", data)


def _word_file(run: Forms, texts: list[str]) -> list[object]:
    """`[forms, groups]` of a shard."""
    head, order = write_forms(run)
    return [head, " ".join(texts[stem] for stem in order)]


def _record_files(blocks: list[Block], blocks_a_file: int) -> list[list[object]]:
    """The records, `blocks_a_file` blocks a file; an answer keeps what there is room for."""
    room = max(160, min(1000, _RECORD_ROOM // (blocks_a_file * 6)))
    out: list[list[object]] = []
    for start in range(0, len(blocks), blocks_a_file):
        out.append([_block(one, room) for one in blocks[start : start + blocks_a_file]])
    return out


def _block(block: Block, room: int) -> list[object]:
    """`[path, title, tags, lang, date, records]`, each record `[anchor, question, answer, date]`.

    The anchor is 0 where it is the question's words joined by hyphens; the record's date is left
    out where it is the block's.
    """
    page, records = block.page, block.records
    date = records[0][2]
    out = []
    for anchor, question, own, answer in records:
        plain = _SEPARATORS.sub("-", question.lower()).strip("-")
        record = [0 if plain == anchor else anchor, question, _beginning(answer, room)]
        out.append(record if own == date else [*record, own])
    return [page.path, page.title, page.tags, page.lang, date, out]


def _beginning(answer: str, room: int) -> str:
    """The first sentences, a line each, up to `room` characters; the last is cut at a word."""
    if len(answer) <= room:
        return answer
    kept: list[str] = []
    for one in filter(None, answer[: room + 1].split("\n")):
        if len(one) > room:
            if room > 60 or not kept:
                kept.append(truncate(one, max(room, 60)))
            break
        kept.append(one)
        room -= len(one) + 1
    return "\n".join(kept)


def _spelling_runs(forms: Forms) -> list[Forms]:
    """The words in runs for the correction of typos, but for numbers and the shortest."""
    known = [
        (form, stems)
        for form, stems in forms
        if len(form) >= SHORTEST and not form.isdigit() and not is_unspaced(form)
    ]
    target = _rounded(max(_SPELLING_ROOM, 6 * len(known) // SPELLING_FILES))
    return list(cut(known, (), target))


def _spelling_file(run: Forms, counts: list[int]) -> list[object]:
    """Each word front-coded, behind `~` a digit for how many records hold it."""
    parts, before = [], ""
    for form, stems in run:
        shared = shared_start(before, form)
        count = max(counts[stem] for stem in stems)
        parts.append(ALPHABET[shared] + form[shared:] + "~" + ALPHABET[min(31, count.bit_length())])
        before = form
    return [" ".join(parts)]


def _facets(merged: Merged) -> list[object]:
    """Dates of the blocks and the blocks of each tag and language: for filters and sorting."""
    places = {
        kind: {name: encode_all(gaps(ids)) for name, ids in sorted(found.items())}
        for kind, found in (("tags", merged.tags), ("languages", merged.languages))
    }
    dates = (max(date for _, _, date, _ in one.records) for one in merged.blocks)
    return [" ".join(dates), places["tags"], places["languages"]]


def _starts(runs: list[Forms]) -> list[str]:
    """For each run but the first, the shortest word that tells it from the run before."""
    out = []
    for before, run in pairwise(runs):
        last, first = sort_key(before[-1][0]), run[0][0]
        parts = (first[:end] for end in range(1, len(first) + 1))
        out.append(next(one for one in parts if sort_key(one) > last))
    return out


def _room(total: int) -> int:
    """Characters for each file of words, of `total` characters."""
    return _FEW_ROOM if total <= _FEW else max(_WORD_ROOM, _rounded(total // WORD_FILES))


def _rounded(value: int) -> int:
    """The next power of √2: the size of files stays the same while a site grows a little."""
    power = 1
    while power < value:
        power *= 2
    half = power * 181 // 256
    return half if half >= value else power


def _version(data: bytes) -> str:
    """Three characters that change with the content: enough to pass by a stale copy."""
    state = zlib.crc32(data)
    return "".join(ALPHABET[state >> shift & 63] for shift in (0, 6, 12))


def _json(value: object) -> str:
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    # Line separators end a line in scripts written for older engines.
    return text.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
