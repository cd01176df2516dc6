"""Compares the ranking with MiniSearch's and Pagefind's on a set of real questions.

    python -m benchmarks.search.ranking --set FOLDER [--peers FOLDER] [--trials 60]

The set holds records.json (id, question, answer) and queries.json (query, gold, source); the
node_modules of the peers' folder holds minisearch and pagefind, installed by name.
"""

from __future__ import annotations

import argparse
import json
import random
import shutil
import subprocess
import tempfile
import threading
from collections import defaultdict
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from generator.model import SearchRecord
from generator.search.page import index_page
from generator.search.rank import rank
from generator.search.read import Index
from generator.search.write import write_index


def main() -> None:
    """Prints a table, one engine a line, and how sure the difference to each is."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--set", type=Path, required=True)
    parser.add_argument("--peers", type=Path, help="a folder whose node_modules holds the peers")
    parser.add_argument("--trials", type=int, default=60)
    args = parser.parse_args()
    records = json.loads((args.set / "records.json").read_text("utf-8"))
    queries = json.loads((args.set / "queries.json").read_text("utf-8"))
    ours = our_ranks(records, queries)
    show("explainer", ours)
    by_source: dict[str, list[int]] = defaultdict(list)
    for query, place in zip(queries, ours, strict=True):
        by_source[query["source"]].append(place)
    for source, places in sorted(by_source.items()):
        show(f"  {source}", places)
    if args.peers:
        script = Path(__file__).with_name("minisearch.mjs")
        command = ["node", script, args.peers.resolve(), args.set / "records.json"]
        command += [args.set / "queries.json", str(args.trials)]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        theirs = {f"MiniSearch, {one}": found for one, found in json.loads(done.stdout).items()}
        theirs["Pagefind"] = pagefind_ranks(args.peers.resolve(), args.set, queries)
        for name, places in theirs.items():
            show(name, places)
            print(f"    ours better by chance: p = {chance(queries, ours, places):.4f}")


def pagefind_ranks(peers: Path, folder: Path, queries: list[dict[str, object]]) -> list[int]:
    """The places that Pagefind gives, asked in a browser: it has no other home."""
    from playwright.sync_api import sync_playwright

    with tempfile.TemporaryDirectory() as site:
        script = Path(__file__).with_name("pagefind.mjs")
        output = Path(site) / "pagefind"
        subprocess.run(["node", script, peers, folder / "records.json", output], check=True)
        (Path(site) / "index.html").write_text("<!doctype html><title>Pagefind</title>")
        handler = partial(_Quiet, directory=site)
        server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        with sync_playwright() as playwright:
            flags = ["--no-sandbox", "--disable-gpu"]
            chromium = shutil.which("chromium") or "chromium"
            page = playwright.chromium.launch(executable_path=chromium, args=flags).new_page()
            page.goto(f"http://127.0.0.1:{server.server_port}/")
            found = page.evaluate(PAGEFIND, [one["query"] for one in queries])
        server.shutdown()
    places = []
    for query, best in zip(queries, found, strict=True):
        gold = query["gold"]
        assert isinstance(gold, list)
        right = (at for at, one in enumerate(best, 1) if one.strip("/") in gold)
        places.append(next(right, 0) if best else -1)
    return places


PAGEFIND = """async (texts) => {
  const pagefind = await import("/pagefind/pagefind.js");
  const out = [];
  for (const text of texts) {
    const { results } = await pagefind.search(text);
    const best = await Promise.all(results.slice(0, 10).map((one) => one.data()));
    out.push(best.map((one) => one.url));
  }
  return out;
}"""


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        pass


def our_ranks(records: list[dict[str, str]], queries: list[dict[str, object]]) -> list[int]:
    """The place of the right record for each query, from 1; 0 where it is not among ten."""
    pages = [index_page((as_record(one),)) for one in records]
    files = {one.path: one.content for one in write_index(pages)}
    index = Index(files.__getitem__)
    places = []
    for query in queries:
        found = rank(index, str(query["query"])).ids
        best = [records[one // 8]["id"] for one in found[:10]]
        gold = query["gold"]
        assert isinstance(gold, list)
        right = (at for at, one in enumerate(best, 1) if one in gold)
        places.append(next(right, 0) if found else -1)
    return places


def as_record(one: dict[str, str]) -> SearchRecord:
    """An entry of the set as a page of one question."""
    return SearchRecord(
        path=f"{one['id']}/#q",
        question=one["question"],
        label="",
        answer=one["answer"],
        explainer="",
        tags=(),
        lang="en",
        date="2024-01-01",
    )


def show(name: str, places: list[int]) -> None:
    """Prints success at 1 and 5, the mean reciprocal rank, and the part without any result."""
    count = len(places)
    print(
        f"{name:24} S@1 {sum(one == 1 for one in places) / count:.3f}"
        f"  S@5 {sum(0 < one <= 5 for one in places) / count:.3f}"
        f"  MRR@10 {sum(1 / one for one in places if one > 0) / count:.3f}"
        f"  none {sum(one < 0 for one in places) / count:.2%}  of {count}"
    )


def chance(queries: list[dict[str, object]], ours: list[int], theirs: list[int]) -> float:
    """The probability of a lead like ours if both were equal; queries of a record go together.

    A paired randomisation test on reciprocal ranks, 10,000 rounds.
    """
    lead: dict[str, float] = defaultdict(float)
    for query, our, their in zip(queries, ours, theirs, strict=True):
        gold = query["gold"]
        assert isinstance(gold, list)
        gain = (1 / our if our > 0 else 0) - (1 / their if their > 0 else 0)
        lead[",".join(sorted(gold))] += gain
    seen, rng = sum(lead.values()), random.Random(1)
    leads = list(lead.values())
    rounds = 10_000
    hits = sum(
        sum(one if rng.random() < 0.5 else -one for one in leads) >= seen for _ in range(rounds)
    )
    return hits / rounds


if __name__ == "__main__":
    main()
