"""Converting in the browser: the form over HTTP, and what it refuses."""

from __future__ import annotations

import http.client
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import pytest

from generator.preview.phones import code_lines
from tests.preview.running import Preview, previewing

ARTICLE = """Why rivers bend

Straight rivers are rare, and those that are straight were mostly dug.

What makes a river bend?

Water on the outside of a curve runs faster and digs.

Does every bend grow?

Until the river cuts it off.

What is left of it?

A lake in the shape of a sickle.
"""


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Preview, Path]]:
    site = tmp_path_factory.mktemp("site")
    (site / "site.yml").write_text("title: T\nurl: https://example.org/repo/\ntimezone: UTC\n")
    (site / "content").mkdir()
    with previewing(site) as preview:
        yield preview, site


def post(
    preview: Preview, fields: dict[str, str | list[str]], *, origin: str = "", cookie: bool = True
) -> tuple[int, str, str]:
    """Status, `Location` and text of the answer to the form, sent as a browser would."""
    page = preview.get("/_convert/")
    token = re.search(r'name="_xsrf" value="([^"]+)"', page[2].decode())
    assert token
    connection = http.client.HTTPConnection("127.0.0.1", preview.port, timeout=30)
    headers = {
        "Content-Type": "application/x-www-form-urlencoded",
        "Origin": origin or f"http://127.0.0.1:{preview.port}",
    }
    if cookie:
        headers["Cookie"] = page[1]["Set-Cookie"].split(";")[0]
    body = urlencode({"_xsrf": token[1], **fields}, doseq=True)
    try:
        connection.request("POST", "/_convert/", body, headers)
        answer = connection.getresponse()
        return answer.status, answer.getheader("Location", ""), answer.read().decode()
    finally:
        connection.close()


def carried(page: str) -> dict[str, str | list[str]]:
    """The fields of the form that a browser would send back."""
    fields: dict[str, str | list[str]] = dict(
        re.findall(r'<input type="hidden" name="(seen|article|article_name)" value="([^"]*)"', page)
    )
    fields["asks"] = re.findall(r'name="asks" value="(\d+)" checked', page)
    return fields


def test_an_article_is_shown_corrected_and_saved(running: tuple[Preview, Path]) -> None:
    preview, site = running
    status, _, page = post(preview, {"text": ARTICLE})
    assert status == 200
    assert len(re.findall(r'name="asks" value="\d+" checked', page)) == 3
    fields = carried(page)
    fields |= {"title": "Bends: in “rivers” <b>", "date": "2025-05-01T08:00", "do": "look"}
    fields["asks"] = fields["asks"][::2]
    status, _, page = post(preview, fields)
    assert "Bends: in “rivers” &lt;b&gt;" in page
    assert "### Does every bend grow?" in page
    status, location, _ = post(preview, carried(page) | fields | {"do": "save", "name": "Bends!"})
    assert (status, location) == (303, "/repo/bends/")
    written = (site / "content" / "bends.md").read_text()
    assert 'title: "Bends: in “rivers” <b>"' in written
    assert "date: 2025-05-01T08:00:00+00:00" in written
    assert "Does every bend grow?" in preview.text("/repo/bends/")


def test_a_file_that_is_there_is_never_replaced(running: tuple[Preview, Path]) -> None:
    preview, site = running
    (site / "content" / "taken.md").write_text("---\ntitle: Mine\nkind: page\n---\n")
    status, _, page = post(
        preview, carried(post(preview, {"text": ARTICLE})[2]) | {"name": "taken", "do": "save"}
    )
    assert status == 422
    assert "`content/taken.md` is already there" in page
    assert "Mine" in (site / "content" / "taken.md").read_text()


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({}, "there is nothing to convert"),
        ({"article": "%%"}, "there is nothing to convert"),
        ({"text": "A\n\nB?\n\nC", "seen": "yes", "date": "tomorrow"}, "`tomorrow` is not a date"),
        ({"text": ARTICLE, "name": "?!", "do": "save"}, "no file can be named `?!`"),
        ({"text": ARTICLE, "name": "../../x", "do": "save"}, ""),
    ],
)
def test_what_cannot_be_used_is_said(
    running: tuple[Preview, Path], fields: dict[str, str | list[str]], message: str
) -> None:
    preview, site = running
    status, location, page = post(preview, fields)
    if message:
        assert (status, message in page) == (422, True)
    else:
        assert location == "/repo/x/"
        assert (site / "content" / "x.md").is_file()


def test_only_its_own_page_may_post(running: tuple[Preview, Path]) -> None:
    preview, _ = running
    assert post(preview, {"text": ARTICLE}, origin="https://example.org")[0] == 403
    assert post(preview, {"text": ARTICLE}, cookie=False)[0] == 403


def test_other_devices_read_but_do_not_convert(site: Path) -> None:
    with previewing(site, "--host", "0.0.0.0") as preview:
        token = preview.address.split("token=")[1]
        cookie = preview.get(f"/repo/?token={token}")[1]["Set-Cookie"].split(";")[0]
        assert preview.get("/repo/", Cookie=cookie)[0] == 200
        status, _, text = preview.get("/_convert/", Cookie=cookie)
        assert (status, b"on this machine only" in text) == (403, True)
        assert preview.said(r"█{10}")


def test_the_code_for_phones_is_a_square_with_its_finders() -> None:
    lines = list(code_lines("http://192.168.1.20:8000/repo/?token=abc"))
    assert {len(one) for one in lines} == {len(lines[0])}
    assert abs(2 * len(lines) - len(lines[0])) <= 1
    finder = ["▄▄▄▄▄", "█   █", "█▄▄▄█"]
    for row, part in enumerate(finder, 1):
        assert lines[row].count(part) >= 2
