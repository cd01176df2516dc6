"""The ranking beside MiniSearch's and Pagefind's on a set of real questions.

The set holds records.json (id, question, answer) and queries.json (query, gold, source); the
node_modules of the peers' folder holds minisearch and pagefind, installed by name.
"""

from __future__ import annotations

import json
import random
import shutil
import subprocess
import tempfile
import threading
from collections import defaultdict
from dataclasses import dataclass
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from generator.model import SearchRecord
from generator.search.page import index_page
from generator.search.rank import rank
from generator.search.read import Index
from generator.search.write import write_index


@dataclass(frozen=True, slots=True)
class Quality:
    """How well an engine ranks."""

    first: float
    """The part of the queries whose right record comes first."""
    five: float
    """The part whose right record is among the first five."""
    reciprocal: float
    """The mean of one over its place, 0 beyond ten."""
    none: float
    """The part without any result."""


Queries = list[dict[str, object]]
Ranks = list[int]
"""The place of the right record for each query, from 1; 0: not among ten, -1: no result at all."""


def load_set(folder: Path) -> tuple[list[dict[str, str]], Queries]:
    """The records and queries of a set."""
    records, queries = (
        json.loads((folder / name).read_text("utf-8")) for name in ("records.json", "queries.json")
    )
    return records, queries


def quality(places: Ranks) -> Quality:
    """The measures of an engine's places."""
    count = len(places)
    return Quality(
        sum(one == 1 for one in places) / count,
        sum(0 < one <= 5 for one in places) / count,
        sum(1 / one for one in places if one > 0) / count,
        sum(one < 0 for one in places) / count,
    )


def typo_loss(queries: Queries, places: Ranks) -> float:
    """What one typo costs in success at 1, in points, in the sources that have such copies."""
    asked = list(zip((one["source"] for one in queries), places, strict=True))
    plain, typo = ([at for kind, at in asked if kind == one] for one in ("stack", "stack+typo"))
    return 100 * (quality(plain).first - quality(typo).first) if plain and typo else float("nan")


def peer_ranks(folder: Path, peers: Path, trials: int, queries: Queries) -> dict[str, Ranks]:
    """The places that MiniSearch (its defaults, the best of many trials) and Pagefind give."""
    script = Path(__file__).with_name("minisearch.mjs")
    command = ["node", script, peers, folder / "records.json", folder / "queries.json", str(trials)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    found: dict[str, Ranks] = {
        f"MiniSearch, {name}": places for name, places in json.loads(done.stdout).items()
    }
    return found | {"Pagefind": pagefind_ranks(peers, folder, queries)}


def pagefind_ranks(peers: Path, folder: Path, queries: Queries) -> Ranks:
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


def our_ranks(records: list[dict[str, str]], queries: Queries) -> Ranks:
    """The places that this project's engine gives."""
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


def chance(queries: Queries, ours: Ranks, theirs: Ranks) -> float:
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
