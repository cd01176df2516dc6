"""Builds the index of a large site and measures it: CPU, memory, files, bytes, shards per edit.

python -m benchmarks.search.scale --maker make_corpus.py [--articles 10000] [--output DIR]
"""

from __future__ import annotations

import argparse
import gzip
import json
import pickle
import resource
import time
from collections import Counter
from dataclasses import replace
from pathlib import Path

from benchmarks.search.corpus import load_maker, pages
from generator.model import PagePostings, SearchRecord
from generator.search.page import index_page
from generator.search.write import write_index

Pages = list[tuple[SearchRecord, ...]]


def main() -> None:
    """Prints one JSON object of figures."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--maker", type=Path, required=True, help="the corpus script")
    parser.add_argument("--articles", type=int, default=10_000)
    parser.add_argument("--output", type=Path, help="also write the files here")
    parser.add_argument("--cache", type=Path, help="keep the made records here")
    args = parser.parse_args()
    corpus = _corpus(args.maker, args.articles, args.cache)
    before = resource.getrusage(resource.RUSAGE_SELF)
    start = time.process_time()
    postings = [index_page(one) for one in corpus]
    indexed = time.process_time()
    files = {one.path: one.content for one in write_index(postings)}
    written = time.process_time()
    figures: dict[str, object] = {
        "articles": len(corpus),
        "questions": sum(map(len, corpus)),
        "index_page CPU s": round(indexed - start, 2),
        "write_index CPU s": round(written - indexed, 2),
        "peak MB": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        "peak before MB": before.ru_maxrss // 1024,
        "files": len(files),
        "kinds": dict(sorted(Counter(name[0] for name in files).items())),
        "MB": round(sum(map(len, files.values())) / 1e6, 1),
        "entry gz": len(gzip.compress(files["index.js"])),
        "gz by kind (mean, max)": _sizes(files),
    }
    figures["shards changed by"] = {
        name: _changed(corpus, postings, files, edit) for name, edit in EDITS.items()
    }
    print(json.dumps(figures, indent=2))
    if args.output:
        args.output.mkdir(parents=True, exist_ok=True)
        for name, content in files.items():
            (args.output / name).write_bytes(content)


def _corpus(maker: Path, articles: int, cache: Path | None) -> Pages:
    if cache and cache.is_file():
        kept: Pages = pickle.loads(cache.read_bytes())
        return kept
    made = list(pages(load_maker(maker), articles))
    if cache:
        cache.write_bytes(pickle.dumps(made))
    return made


def _sizes(files: dict[str, bytes]) -> dict[str, tuple[int, int]]:
    found: dict[str, list[int]] = {}
    for name, content in files.items():
        found.setdefault(name[0], []).append(len(gzip.compress(content)))
    return {kind: (sum(some) // len(some), max(some)) for kind, some in sorted(found.items())}


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
    corpus: Pages,
    postings: list[PagePostings],
    files: dict[str, bytes],
    edit: object,
) -> str:
    """How many files differ after an edit of the explainer in the middle."""
    middle = len(corpus) // 2
    assert callable(edit)
    edited = list(postings)
    edited[middle] = index_page(edit(corpus[middle]))
    after = {one.path: one.content for one in write_index(edited)}
    differ = sum(files.get(name) != after.get(name) for name in files.keys() | after.keys())
    return f"{differ} of {len(files)} ({100 * differ / len(files):.1f} %)"


if __name__ == "__main__":
    main()
