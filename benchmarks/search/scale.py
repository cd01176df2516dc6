"""The index of a large site: CPU, memory, files, bytes, shards that an edit changes."""

from __future__ import annotations

import gzip
import resource
import time
from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path

from generator.model import PagePostings, SearchRecord
from generator.search.page import index_page
from generator.search.write import write_index

Pages = list[tuple[SearchRecord, ...]]


@dataclass(frozen=True, slots=True)
class Scale:
    """What an index costs."""

    questions: int
    pages_seconds: float
    """CPU for the postings of all pages, which a build caches."""
    merge_seconds: float
    """CPU for the files, which a build makes anew."""
    peak_megabytes: int
    files: int
    kinds: dict[str, tuple[int, int]]
    """For each kind of file how many there are, and their mean size in bytes, compressed."""
    megabytes: float
    changed: dict[str, float]
    """Per cent of the files that an edit of one explainer changes."""


def measure(corpus: Pages, output: Path) -> Scale:
    """Builds the index of a corpus into `output` and says what it cost."""
    start = time.process_time()
    postings = [index_page(one) for one in corpus]
    indexed = time.process_time()
    files = {one.path: one.content for one in write_index(postings)}
    written = time.process_time()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    output.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        (output / name).write_bytes(content)
    return Scale(
        questions=sum(map(len, corpus)),
        pages_seconds=indexed - start,
        merge_seconds=written - indexed,
        peak_megabytes=peak,
        files=len(files),
        kinds=_kinds(files),
        megabytes=sum(map(len, files.values())) / 1e6,
        changed={name: _changed(corpus, postings, files, edit) for name, edit in EDITS.items()},
    )


def _kinds(files: dict[str, bytes]) -> dict[str, tuple[int, int]]:
    counts, sizes = Counter[str](), Counter[str]()
    for name, content in files.items():
        counts[name[0]] += 1
        sizes[name[0]] += len(gzip.compress(content))
    return {kind: (count, sizes[kind] // count) for kind, count in sorted(counts.items())}


def _a_sentence(page: tuple[SearchRecord, ...]) -> tuple[SearchRecord, ...]:
    first, *rest = page
    more = " The committee met twice in winter and published new numbers about the harbour."
    return (replace(first, answer=first.answer + more), *rest)


def _a_question(page: tuple[SearchRecord, ...]) -> tuple[SearchRecord, ...]:
    first, *rest = page
    return (replace(first, question="Who pays for the new harbour wall?"), *rest)


def _a_title(page: tuple[SearchRecord, ...]) -> tuple[SearchRecord, ...]:
    return tuple(replace(one, explainer="The harbour wall, explained again") for one in page)


EDITS = {"a sentence": _a_sentence, "a question": _a_question, "a title": _a_title}


def _changed(
    corpus: Pages, postings: list[PagePostings], files: dict[str, bytes], edit: object
) -> float:
    """How many files differ after an edit of the explainer in the middle, in per cent."""
    middle = len(corpus) // 2
    assert callable(edit)
    edited = list(postings)
    edited[middle] = index_page(edit(corpus[middle]))
    after = {one.path: one.content for one in write_index(edited)}
    differ = sum(files.get(name) != after.get(name) for name in files.keys() | after.keys())
    return 100 * differ / len(files)
