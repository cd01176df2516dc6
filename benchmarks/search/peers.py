"""What the peers send for a first search in the same corpus."""

from __future__ import annotations

import json
import shutil
import subprocess
import tempfile
import threading
from functools import partial
from http.server import ThreadingHTTPServer
from pathlib import Path
from statistics import median

from playwright.sync_api import sync_playwright

from benchmarks.search.browser import SENT, Compressed
from benchmarks.search.scale import Pages

ASK = """async (text) => {
  const pagefind = await import("/pagefind/pagefind.js");
  const { results } = await pagefind.search(text);
  await Promise.all(results.slice(0, 3).map((one) => one.data()));
  return results.length;
}"""


def minisearch_bytes(corpus: Pages, peers: Path) -> int:
    """The whole index of MiniSearch, compressed: it has no parts."""
    with tempfile.TemporaryDirectory() as folder:
        records = _records(corpus, Path(folder))
        script = Path(__file__).with_name("peers.mjs")
        command = ["node", "--max-old-space-size=8000", script, peers, records]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        return int(done.stdout)


def pagefind_costs(corpus: Pages, peers: Path, asked: list[str]) -> tuple[float, float]:
    """Median bytes and requests of a first search with Pagefind, three results included."""
    with tempfile.TemporaryDirectory() as folder:
        site = Path(folder)
        script = Path(__file__).with_name("pagefind.mjs")
        records = _records(corpus, site)
        subprocess.run(["node", script, peers, records, site / "pagefind"], check=True)
        records.unlink()
        (site / "index.html").write_text("<!doctype html><title>Pagefind</title>")
        server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Compressed, folder=site))
        threading.Thread(target=server.serve_forever, daemon=True).start()
        sizes, requests = [], []
        with sync_playwright() as playwright:
            flags = ["--no-sandbox", "--disable-gpu"]
            chromium = shutil.which("chromium") or "chromium"
            browser = playwright.chromium.launch(executable_path=chromium, args=flags)
            for text in asked:
                page = browser.new_context().new_page()
                page.goto(f"http://127.0.0.1:{server.server_port}/")
                SENT.clear()
                page.evaluate(ASK, text)
                sizes.append(sum(size for _, size in SENT))
                requests.append(len(SENT))
                page.context.close()
            browser.close()
        server.shutdown()
    return median(sizes), median(requests)


def _records(corpus: Pages, folder: Path) -> Path:
    rows = [
        {"id": one.path, "question": one.question, "answer": one.answer}
        for page in corpus
        for one in page
    ]
    path = folder / "records.json"
    path.write_text(json.dumps(rows), "utf-8")
    return path
