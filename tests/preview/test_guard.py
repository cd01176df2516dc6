"""Who is answered."""

from __future__ import annotations

import pytest

from generator.preview.guard import COOKIE, Guard, make_guard

ALONE = Guard("127.0.0.1", 8000)
OPEN = Guard("0.0.0.0", 8000, "a-token")


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1:8000", "localhost:8000", "[::1]:8000", "LOCALHOST:8000", "site.localhost:8000"],
)
def test_this_machine_is_answered(host: str) -> None:
    assert ALONE.refusal({"Host": host}) == ""


@pytest.mark.parametrize(
    "host",
    [
        *(
            "evil.example",
            "evil.example:8000",
            "127.0.0.1.evil.example:8000",
            "localhost.evil.example",
        ),
        *("192.168.0.7:8000", "127.0.0.1:9999", "127.0.0.1:8000@evil.example", "", "[", "a:b"),
    ],
)
def test_another_host_is_refused(host: str) -> None:
    assert ALONE.refusal({"Host": host}) == "this preview answers at http://127.0.0.1:8000 only"


def test_a_request_without_host_is_refused() -> None:
    assert ALONE.refusal({})


@pytest.mark.parametrize(
    "origin", ["https://evil.example", "null", "", "http://127.0.0.1:9999", "http://localhost:8000"]
)
def test_another_origin_is_refused(origin: str) -> None:
    assert ALONE.refusal({"Host": "127.0.0.1:8000", "Origin": origin}) == (
        "another site asked for this"
    )


def test_the_own_origin_is_answered() -> None:
    headers = {"Host": "127.0.0.1:8000", "Origin": "http://127.0.0.1:8000"}
    assert ALONE.refusal(headers) == ""


@pytest.mark.parametrize(
    ("site", "mode", "is_refused"),
    [
        ("cross-site", "no-cors", True),
        ("same-site", "cors", True),
        ("cross-site", "navigate", False),
        ("same-origin", "cors", False),
        ("none", "navigate", False),
    ],
)
def test_another_site_may_link_here_and_no_more(site: str, mode: str, is_refused: bool) -> None:
    headers = {"Host": "127.0.0.1:8000", "Sec-Fetch-Site": site, "Sec-Fetch-Mode": mode}
    assert bool(ALONE.refusal(headers)) is is_refused


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "::1", "127.0.0.2"])
def test_this_machine_alone_needs_no_token(host: str) -> None:
    guard = make_guard(host, 1)
    assert guard.token == ""
    assert guard.is_known({})


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "", "192.168.0.7", "desk.example"])
def test_other_devices_need_a_token(host: str) -> None:
    guard = make_guard(host, 1)
    assert len(guard.token) >= 16
    assert guard.token != make_guard(host, 1).token
    assert not guard.is_known({})


@pytest.mark.parametrize(
    ("cookie", "is_known"),
    [
        (f"{COOKIE}=a-token", True),
        (f"other=1; {COOKIE}=a-token", True),
        (f"{COOKIE}=another", False),
        ("a-token", False),
        ("\x00", False),
    ],
)
def test_the_token_stands_in_the_cookie(cookie: str, is_known: bool) -> None:
    assert OPEN.is_known({"Cookie": cookie}) is is_known


@pytest.mark.parametrize(
    ("query", "is_introduced"),
    [("token=a-token", True), ("x=1&token=a-token", True), ("token=", False), ("", False)],
)
def test_a_link_introduces_by_its_token(query: str, is_introduced: bool) -> None:
    assert OPEN.is_introduced(query) is is_introduced
    assert not ALONE.is_introduced(query)


def test_with_a_token_the_machine_answers_at_its_addresses_and_not_at_names() -> None:
    assert OPEN.refusal({"Host": "192.168.0.7:8000"}) == ""
    assert OPEN.refusal({"Host": "evil.example:8000"})


@pytest.mark.parametrize(
    ("host", "address"),
    [("::1", "http://[::1]:8000/a/"), ("0.0.0.0", "http://127.0.0.1:8000/a/")],
)
def test_the_address_is_one_that_can_be_opened(host: str, address: str) -> None:
    assert Guard(host, 8000).address("/a/") == address
