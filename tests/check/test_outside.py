"""`explainer check --external` against a server of our own."""

from __future__ import annotations

import json
import threading
import time
from collections import Counter
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from generator.check.outside import Manners, Outcome, ask_all
from tests.conftest import Run, put

QUICK = Manners(pause_seconds=0, retries_after_seconds=(0, 0), timeout_seconds=2)


class Server(ThreadingHTTPServer):
    """Answers by path, and keeps account."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.asked: list[tuple[str, str]] = []
        self.at_once = self.most_at_once = 0
        self.lock = threading.Lock()

    def url(self, path: str) -> str:
        return f"http://127.0.0.1:{self.server_port}{path}"


class Handler(BaseHTTPRequestHandler):
    server: Server

    def log_message(self, *_: object) -> None:
        return

    def do_HEAD(self) -> None:
        self._answer()

    def do_GET(self) -> None:
        self._answer()

    def _answer(self) -> None:
        server = self.server
        with server.lock:
            server.at_once += 1
            server.most_at_once = max(server.most_at_once, server.at_once)
            server.asked.append((self.command, self.path))
            times = Counter(server.asked)[self.command, self.path]
        time.sleep(0.01)
        with server.lock:
            server.at_once -= 1
        status, location = self._status(times)
        self.send_response(status)
        if location:
            self.send_header("Location", location)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def _status(self, times: int) -> tuple[int, str]:
        match self.path:
            case "/moved":
                return 301, "/fine"
            case "/for-now":
                return 302, "/fine"
            case "/circle":
                return 302, "/circle"
            case "/no-head":
                return (405 if self.command == "HEAD" else 200), ""
            case "/busy":
                return (429 if times < 3 else 200), ""
            case "/broken":
                return 502, ""
            case "/login":
                return 401, ""
            case "/none":
                return 404, ""
            case "/gone":
                return 410, ""
        return 200, ""


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    with Server() as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def test_each_answer_is_told_for_what_it_is(server: Server, tmp_path: Path) -> None:
    names = [
        "fine",
        "moved",
        "for-now",
        "circle",
        "no-head",
        "busy",
        "broken",
        "login",
        "none",
        "gone",
    ]
    found = ask_all(
        [server.url(f"/{one}") for one in names],
        tmp_path / "links.json",
        lambda steps: None,
        manners=QUICK,
    )
    told = {url.rpartition("/")[2]: (one.kind, one.text) for url, one in found.items()}
    assert told == {
        "fine": ("fine", ""),
        "moved": ("moved", server.url("/fine")),
        "for-now": ("fine", ""),
        "circle": ("dead", "leads on more than 8 times"),
        "no-head": ("fine", ""),
        "busy": ("fine", ""),
        "broken": ("unsure", "has a server in trouble (HTTP 502)"),
        "login": ("unsure", "asks for a login (HTTP 401)"),
        "none": ("dead", "does not exist (HTTP 404)"),
        "gone": ("dead", "is gone (HTTP 410)"),
    }
    assert server.most_at_once == 1
    assert Counter(server.asked)["HEAD", "/broken"] == 3


def test_what_was_asked_lately_is_remembered_and_expires(server: Server, tmp_path: Path) -> None:
    memory = tmp_path / "links.json"
    both = [server.url("/fine"), server.url("/none")]

    def ask(*, fresh: bool = False) -> int:
        before = len(server.asked)
        ask_all(both, memory, lambda steps: None, fresh=fresh, manners=QUICK)
        return len({path for _, path in server.asked[before:]})

    assert ask() == 2
    assert ask() == 0
    assert ask(fresh=True) == 2
    # After two hours the broken one is asked again, the other not.
    aged = json.loads(memory.read_text(encoding="utf-8"))
    for one in aged.values():
        one["at"] -= 7200
    memory.write_text(json.dumps(aged), encoding="utf-8")
    assert ask() == 1
    memory.write_text('{"http://a/": {"kind": "odd"}}', encoding="utf-8")
    assert ask() == 2


def test_an_address_that_cannot_be_asked_is_dead(tmp_path: Path) -> None:
    found = ask_all(
        ["http://127.0.0.1:9/", "http://[oops/"],
        tmp_path / "no" / "links.json",
        lambda steps: None,
        manners=QUICK,
    )
    assert {one.kind for one in found.values()} == {"dead"}
    assert all(isinstance(one, Outcome) and one.text for one in found.values())


def test_the_command_tells_where_the_links_are_written(
    run: Run, site: Path, server: Server
) -> None:
    put(
        site / "content" / "out.md",
        f"---\ntitle: O\nkind: page\n---\n\n[a]({server.url('/none')})\n\n"
        f"Again <{server.url('/none')}#x> [b]({server.url('/moved')}).\n",
    )
    tea = site / "content" / "tea.md"
    put(tea, tea.read_text(encoding="utf-8").replace("https://example.org/tea", server.url("/tea")))
    assert run("check", cwd=site).stdout == ""
    assert server.asked == []
    done = run("check", "--external", "--format", "json", cwd=site)
    assert done.returncode == 0, done.stderr
    found = [(one["code"], one["file"], one["line"]) for one in json.loads(done.stdout)["problems"]]
    assert found == [
        ("dead-link", "content/out.md", 6),
        ("dead-link", "content/out.md", 8),
        ("moved-link", "content/out.md", 8),
    ]
    asked = len(server.asked)
    assert run("check", "--external", cwd=site).stdout.count("dead-link") == 2
    assert len(server.asked) == asked
