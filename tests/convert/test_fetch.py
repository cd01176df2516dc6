"""Fetching an article by its address, from a server on this machine."""

from __future__ import annotations

import gzip
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from generator.convert.blocks import RawArticle
from generator.convert.decode import read_text, sniff
from generator.convert.fetch import fetch, is_address
from generator.diagnostics import GeneratorError

PAGE = "<!DOCTYPE html><title>Gr\u00fc\u00dfe</title><p>Eine Seite.</p>"


class Handler(BaseHTTPRequestHandler):
    """Answers by path; silent."""

    def do_GET(self) -> None:
        answer = getattr(self, "answer_" + self.path.strip("/").replace("-", "_"), None)
        if answer is None:
            self.reply(b"not here", status=int(self.path.strip("/") or 404))
        else:
            answer()

    def reply(self, body: bytes, kind: str = "text/html", status: int = 200, **head: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        for name, value in head.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def answer_page(self) -> None:
        self.reply(PAGE.encode("latin-1"), "Text/HTML; charset=ISO-8859-1")

    def answer_undeclared(self) -> None:
        self.send_response(200)
        self.end_headers()
        self.wfile.write(PAGE.encode())

    def answer_away(self) -> None:
        self.reply(b"", status=302, Location="/page")

    def answer_circle(self) -> None:
        self.reply(b"", status=302, Location="/circle")

    def answer_elsewhere(self) -> None:
        self.reply(b"", status=302, Location="ftp://example.org/page")

    def answer_packed(self) -> None:
        self.reply(gzip.compress(PAGE.encode()), Content_Encoding="gzip")

    def answer_bomb(self) -> None:
        self.reply(gzip.compress(b"a" * 3_000_000), Content_Encoding="gzip")

    def answer_damaged(self) -> None:
        self.reply(b"this is not gzip", Content_Encoding="gzip")

    def answer_large(self) -> None:
        self.reply(b"a" * 2_000_000)

    def answer_picture(self) -> None:
        self.reply(b"\x89PNG\r\n\x1a\n", "image/png")

    def answer_slow(self) -> None:
        self.send_response(200)
        self.end_headers()
        for _ in range(30):
            self.wfile.write(b"<p>x</p>")
            self.wfile.flush()
            time.sleep(0.1)

    def answer_cut(self) -> None:
        self.send_response(200)
        self.send_header("Content-Length", "5000")
        self.end_headers()
        self.wfile.write(b"<p>x")

    def answer_who(self) -> None:
        self.reply((self.headers["User-Agent"] or "").encode(), "text/plain")

    def log_message(self, format: str, *args: object) -> None:
        pass

    def handle(self) -> None:
        # A client that gives up, as it should, is no fault of the server.
        try:
            super().handle()
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True

    def finish(self) -> None:
        try:
            super().finish()
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    made = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=made.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{made.server_port}"
    made.shutdown()
    made.server_close()
    thread.join()


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")


def refusal(address: str, **limits: float) -> tuple[str, str]:
    with pytest.raises(GeneratorError) as caught:
        fetch(address, **limits)  # type: ignore[arg-type]
    (problem,) = caught.value.diagnostics
    assert caught.value.status == 2
    assert "\n" not in problem.message
    return problem.code, problem.message


def test_page_comes_with_what_its_sender_declares(server: str) -> None:
    found = fetch(f"{server}/page")
    assert found == RawArticle(
        name=f"{server}/page",
        data=PAGE.encode("latin-1"),
        address=f"{server}/page",
        content_type="text/html",
        charset="ISO-8859-1",
    )
    assert "Grüße" in read_text(found.data, name=found.name, declared=found.charset)


def test_page_without_declaration_is_told_by_its_content(server: str) -> None:
    found = fetch(f"{server}/undeclared")
    assert (found.content_type, found.charset) == ("", "")
    assert sniff(found.data, found.name, found.content_type) == "html"


def test_redirect_gives_the_last_address(server: str) -> None:
    found = fetch(f"{server}/away")
    assert found.name == f"{server}/away"
    assert found.address == f"{server}/page"


def test_packed_page_is_unpacked(server: str) -> None:
    assert fetch(f"{server}/packed").data == PAGE.encode()


def test_program_says_who_it_is(server: str) -> None:
    assert fetch(f"{server}/who").data.startswith(b"explainer/")


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("404", "does not exist (HTTP 404)"),
        ("403", "refuses access (HTTP 403)"),
        ("410", "is gone (HTTP 410)"),
        ("429", "is asked too often at the moment (HTTP 429)"),
        ("500", "has a server in trouble (HTTP 500)"),
        ("418", "cannot be had (HTTP 418)"),
    ],
)
def test_refusal_by_the_server_is_told(server: str, path: str, message: str) -> None:
    assert refusal(f"{server}/{path}") == ("http-error", f"`{server}/{path}` {message}")


def test_endless_redirects_are_refused(server: str) -> None:
    code, message = refusal(f"{server}/circle")
    assert (code, message.partition("` ")[2]) == ("not-reached", "leads on more than 5 times")


def test_redirect_to_another_protocol_is_refused(server: str) -> None:
    assert refusal(f"{server}/elsewhere")[0] == "bad-address"


def test_page_larger_than_the_limit_is_refused(server: str) -> None:
    code, message = refusal(f"{server}/large", limit_bytes=1_000_000)
    assert (code, message.partition("` ")[2]) == ("too-large", "is larger than 1 MB")


def test_packed_bomb_counts_unpacked(server: str) -> None:
    assert refusal(f"{server}/bomb", limit_bytes=1_000_000)[0] == "too-large"


def test_page_that_trickles_is_given_up(server: str) -> None:
    code, message = refusal(f"{server}/slow", timeout_seconds=0.5)
    assert code == "timed-out"
    assert message.endswith("does not answer completely within 0.5 seconds")


def test_picture_is_refused(server: str) -> None:
    assert refusal(f"{server}/picture") == (
        "binary-input",
        f"`{server}/picture` is image/png, not an article",
    )


@pytest.mark.parametrize("path", ["cut", "damaged"])
def test_broken_answer_is_refused(server: str, path: str) -> None:
    assert refusal(f"{server}/{path}")[0] == "not-reached"


def test_unknown_host_is_named() -> None:
    code, message = refusal("http://no-such-host.invalid/page", timeout_seconds=10)
    assert code == "not-reached"
    assert "no-such-host.invalid" in message


def test_closed_port_is_refused() -> None:
    assert refusal("http://127.0.0.1:9/")[0] == "not-reached"


def test_server_without_certificate_is_refused(server: str) -> None:
    code, message = refusal(server.replace("http:", "https:") + "/page")
    assert (code, message.partition("` ")[2]) == (
        "not-reached",
        "has no trustworthy certificate (TLS)",
    )


@pytest.mark.parametrize(
    "address", ["ftp://example.org/", "http://", "https:///x", "page.html", ""]
)
def test_what_is_no_web_address_is_refused(address: str) -> None:
    assert refusal(address)[0] == "bad-address"


def test_login_in_an_address_is_never_shown(server: str) -> None:
    secret = server.replace("http://", "http://user:secret@")
    assert "secret" not in refusal(f"{secret}/404")[1]
    found = fetch(f"{secret}/page")
    assert "secret" not in found.name + found.address


def test_addresses_are_told_from_paths(tmp_path: Path) -> None:
    assert is_address("HTTPS://example.org/")
    assert not is_address(str(tmp_path))
