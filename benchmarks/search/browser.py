"""A first and a later search in Chromium on a large index: requests, bytes, time.

`SITE/assets/search` holds the index; the pages are built beside it. The server sends everything
compressed, as GitHub Pages does.
"""

from __future__ import annotations

import gzip
import mimetypes
import random
import shutil
import tempfile
import threading
from functools import cache, partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, CDPSession, Page, sync_playwright

from benchmarks.search.scale import Pages
from generator.build import Request, build

SLOW_4G = {"latency": 400, "downloadThroughput": 50_000, "uploadThroughput": 50_000}
SENT: list[tuple[str, int]] = []
"""Path and compressed size of what was sent since the list was last cleared."""


class Compressed(BaseHTTPRequestHandler):
    """Serves a folder compressed and notes what it sends."""

    protocol_version = "HTTP/1.1"

    def __init__(self, *args: Any, folder: Path) -> None:
        self.folder = folder
        super().__init__(*args)

    def do_GET(self) -> None:
        path = self.path.split("?")[0].lstrip("/")
        file = self.folder / (path + "index.html" if path.endswith("/") or not path else path)
        if not file.is_file():
            self.send_error(404)
            return
        data = compressed(file)
        SENT.append((path, len(data)))
        self.send_response(200)
        kind = mimetypes.guess_type(file)[0] or "application/octet-stream"
        self.send_header("Content-Type", f"{kind}; charset=utf-8")
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Cache-Control", "max-age=600")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, format: str, *args: object) -> None:
        pass


@cache
def compressed(file: Path) -> bytes:
    """The file as it goes over the wire."""
    return gzip.compress(file.read_bytes())


def measure(site: Path, asked: list[str]) -> dict[str, dict[str, list[float]]]:
    """What first and later searches cost, by circumstances and measure, one value a question."""
    add_pages(site)
    for file in site.rglob("*.js"):
        compressed(file)
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Compressed, folder=site))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    address = f"http://127.0.0.1:{server.server_port}/search/"
    with sync_playwright() as playwright:
        flags = ["--no-sandbox", "--disable-gpu"]
        chromium = shutil.which("chromium") or "chromium"
        browser = playwright.chromium.launch(executable_path=chromium, args=flags)
        figures = {
            "slow processor": _searches(browser, address, asked, cpu=4),
            "full speed": _searches(browser, address, asked[:10], cpu=1),
            "slow 4G": _searches(browser, address, asked[:10], cpu=1, slow=True),
        }
        browser.close()
    server.shutdown()
    return figures


def add_pages(site: Path) -> None:
    """Writes the search page of the default theme, with all that it loads, around the index."""
    with tempfile.TemporaryDirectory() as folder:
        source, output = Path(folder, "site"), Path(folder, "output")
        (source / "content").mkdir(parents=True)
        (source / "site.yml").write_text("title: Large\n", "utf-8")
        page = "---\ntitle: One\ndate: 2024-01-01\n---\n\n## Why?\n\nSo.\n"
        (source / "content" / "one.md").write_text(page, "utf-8")
        build(Request(source, output, jobs=1))
        shutil.rmtree(output / "assets" / "search")
        for stale in site.glob("assets/search.*.js"):
            stale.unlink()
        shutil.copytree(output, site, dirs_exist_ok=True)


def questions(corpus: Pages, count: int) -> list[str]:
    """Questions of the corpus, as they stand there."""
    return random.Random(3).sample([one.question for page in corpus[:300] for one in page], count)


def _searches(
    browser: Browser, address: str, asked: list[str], *, cpu: int, slow: bool = False
) -> dict[str, list[float]]:
    """The figures of each question, asked in a browser without a cache."""
    found: dict[str, list[float]] = {}
    for text in asked:
        context = browser.new_context(viewport={"width": 390, "height": 844})
        page = context.new_page()
        client = context.new_cdp_session(page)
        client.send("Network.enable")
        client.send("Performance.enable", {"timeDomain": "threadTicks"})
        client.send("Emulation.setCPUThrottlingRate", {"rate": cpu})
        SENT.clear()
        page.goto(address)
        page.wait_for_load_state("networkidle")
        if slow:
            client.send("Network.emulateNetworkConditions", {"offline": False, **SLOW_4G})
        for name, value in first_search(page, client, text).items():
            found.setdefault(name, []).append(value)
        context.close()
    return found


def busy(client: CDPSession) -> float:
    """Milliseconds that the page's main thread has worked: other programs do not count."""
    metrics = client.send("Performance.getMetrics")["metrics"]
    return next(1000 * one["value"] for one in metrics if one["name"] == "TaskDuration")


def first_search(page: Page, client: CDPSession, text: str) -> dict[str, float]:
    """What a first search costs, engine and entry included, and the same search again.

    The time runs in the page, from the submitted form to the first results.
    """
    start = busy(client)
    first = page.evaluate(
        """(text) => new Promise((done) => {
             const field = document.querySelector("[name=q]"), start = performance.now();
             const box = document.getElementById("search-results");
             new MutationObserver((_, own) => {
               if (!document.querySelector(".search-item")) return;
               own.disconnect();
               done(performance.now() - start);
             }).observe(box, {childList: true, subtree: true});
             field.value = text;
             field.form.requestSubmit();
           })""",
        text,
    )
    shown = busy(client)
    page.wait_for_timeout(300)
    rested = busy(client)
    sent = [one for one in SENT if one[0].startswith("assets/search")]
    again = page.evaluate(
        """async (text) => {
             const start = performance.now();
             await explainerSearch(text, {limit: 3});
             return performance.now() - start;
           }""",
        text,
    )
    return {
        "first": first,
        "again": again,
        "first, busy": shown - start,
        "again, busy": busy(client) - rested,
        "requests": len(sent),
        "depth": page.evaluate(DEPTH),
        "bytes": sum(size for _, size in sent),
    }


DEPTH = """() => {
  // Script and entry come together; then the longest chain of files that waited for one another.
  const all = performance.getEntriesByType("resource")
    .filter((one) => /search.[a-z]\\d+[.]js/.test(one.name))
    .sort((a, b) => a.startTime - b.startTime);
  const depths = [];
  for (const one of all) {
    const before = depths.filter((_, i) => all[i].responseEnd <= one.startTime);
    depths.push(1 + Math.max(0, ...before));
  }
  return 1 + Math.max(...depths);
}"""
