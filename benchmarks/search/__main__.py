"""Measures the search and prints its table of gates, beside Pagefind and MiniSearch where wanted.

python -m benchmarks.search --set SET --maker make_corpus.py [--peers FOLDER]
"""

from __future__ import annotations

import argparse
import gzip
import pickle
import tempfile
from collections.abc import Sequence
from pathlib import Path
from statistics import median

from benchmarks.search import browser, peers, ranking, scale
from benchmarks.search.corpus import load_maker, pages
from generator.theme.scripts import shared_scripts

Row = tuple[str, ...]
"""What is measured, wanted, ours, Pagefind's, MiniSearch's."""


def main() -> None:
    """Prints a Markdown table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--set", type=Path, help="folder with records.json and queries.json")
    parser.add_argument("--maker", type=Path, help="the script that makes the large corpus")
    parser.add_argument("--peers", type=Path, help="a folder whose node_modules holds the peers")
    parser.add_argument("--trials", type=int, default=80, help="for MiniSearch's settings")
    parser.add_argument("--articles", type=int, default=10_000)
    parser.add_argument("--searches", type=int, default=30)
    parser.add_argument("--cache", type=Path, help="keep the made records here")
    args = parser.parse_args()
    installed = args.peers.resolve() if args.peers else None
    show([("", "wanted", "ours", "Pagefind", "MiniSearch, tuned"), ("---",) * 5])
    code = shared_scripts()["search.js"]
    show([("engine and forms, gzipped", "≤ 6 kB", _kilobytes(len(gzip.compress(code))), "", "")])
    if args.set:
        show(ranking_rows(args.set, installed, args.trials))
    if args.maker:
        corpus = _corpus(args.maker, args.articles, args.cache)
        show(large_rows(corpus, installed, args.searches))


def show(rows: list[Row]) -> None:
    """Prints rows of a Markdown table as soon as they are measured."""
    for row in rows:
        print("| " + " | ".join(row) + " |", flush=True)


def ranking_rows(folder: Path, installed: Path | None, trials: int) -> list[Row]:
    """How well the engines rank."""
    records, queries = ranking.load_set(folder)
    places = {"ours": ranking.our_ranks(records, queries)}
    if installed:
        places |= ranking.peer_ranks(folder, installed, trials, queries)
    order = ("ours", "Pagefind", "MiniSearch, tuned")
    found = [ranking.quality(places[one]) if one in places else None for one in order]

    def row(name: str, wanted: str, digits: int, values: Sequence[float | None]) -> Row:
        ours, pagefind, minisearch = ("" if one is None else f"{one:.{digits}f}" for one in values)
        return name, wanted, ours, pagefind, minisearch

    losses = [ranking.typo_loss(queries, places[one]) if one in places else None for one in order]
    rows = [
        row("success@1", "≥ .55", 3, [one and one.first for one in found]),
        row("success@5", "≥ .78", 3, [one and one.five for one in found]),
        row("MRR@10", "≥ .65", 3, [one and one.reciprocal for one in found]),
        row("loss from one typo, points", "≤ 2", 1, losses),
        row("no result, %", "≤ 0.5", 2, [one and 100 * one.none for one in found]),
    ]
    if installed:
        lead = [ranking.chance(queries, places["ours"], places[one]) for one in order[1:]]
        rows.append(row("p that ours is no better", "< .05", 4, [None, *lead]))
    return rows


def large_rows(corpus: scale.Pages, installed: Path | None, searches: int) -> list[Row]:
    """What a large index costs to make and to search."""
    asked = browser.questions(corpus, searches)
    with tempfile.TemporaryDirectory() as folder:
        site = Path(folder)
        index = scale.measure(corpus, site / "assets" / "search")
        found = browser.measure(site, asked)
    sent = requests = whole = ""
    if installed:
        size, count = peers.pagefind_costs(corpus, installed, asked[:10])
        sent, requests = _kilobytes(size), f"{count:.0f}"
        whole = _kilobytes(peers.minisearch_bytes(corpus, installed))
    slow, far = found["slow processor"], found["slow 4G"]
    at_speed = found["full speed"]
    work = " / ".join(_time(4 * _p95(at_speed[f"{one}, busy"])) for one in ("first", "again"))
    cost = f"{index.pages_seconds:.1f} + {index.merge_seconds:.1f} s"
    edits = f"{min(index.changed.values()):.1f}–{max(index.changed.values()):.1f}"
    return [
        ("cold bytes, median", "≤ 80 kB", _kilobytes(median(slow["bytes"])), sent, whole),
        ("cold bytes, 95 %", "≤ 80 kB", _kilobytes(_p95(slow["bytes"])), "", ""),
        ("requests, 95 %", "≤ 8", f"{_p95(slow['requests']):.0f}", requests, "1"),
        ("one after the other, 95 %", "≤ 3", f"{_p95(far['depth']):.0f}", "", ""),
        ("answer uncached, 4 × slower, 95 %", "≤ 250 ms", _time(_p95(slow["first"])), "", ""),
        ("answer cached, 4 × slower, 95 %", "≤ 30 ms", _time(_p95(slow["again"])), "", ""),
        ("of these, main thread", "", work, "", ""),
        ("first results on slow 4G, 95 %", "≤ 2500 ms", _time(_p95(far["first"])), "", ""),
        ("files of the index", "≤ 1500", str(index.files), "", "1"),
        ("CPU of the index: pages + merge", "≤ 12 s", cost, "", ""),
        ("peak memory", "≤ 1000 MB", f"{index.peak_megabytes} MB", "", ""),
        ("files that one edit changes, %", "≤ 5", edits, "", ""),
    ]


def _corpus(maker: Path, articles: int, cache: Path | None) -> scale.Pages:
    if cache and cache.is_file():
        kept: scale.Pages = pickle.loads(cache.read_bytes())
        return kept
    made = list(pages(load_maker(maker), articles))
    if cache:
        cache.write_bytes(pickle.dumps(made))
    return made


def _p95(values: list[float]) -> float:
    return sorted(values)[int(len(values) * 0.95)]


def _kilobytes(size: float) -> str:
    return f"{size / 1000:,.1f} kB"


def _time(milliseconds: float) -> str:
    return f"{milliseconds:.0f} ms"


if __name__ == "__main__":
    main()
