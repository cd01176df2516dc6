"""The preview as a running program: what it serves, builds, refuses and survives."""

from __future__ import annotations

import base64
import contextlib
import json
import os
import re
import shutil
import signal
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import Run, put, tree
from tests.preview.running import Preview, eventually, previewing


@pytest.fixture
def preview(site: Path) -> Iterator[Preview]:
    with previewing(site) as running:
        yield running


def state(preview: Preview) -> dict[str, object]:
    found = json.loads(preview.get("/_preview/state")[2])
    assert isinstance(found, dict)
    return found


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))


def test_the_site_is_served_under_its_own_path(preview: Preview) -> None:
    assert preview.address.endswith("/repo/")
    status, headers, body = preview.get("/repo/tea/")
    assert status == 200
    assert headers["Content-Type"] == "text/html; charset=utf-8"
    assert b"How to make tea" in body
    assert preview.get("/")[:1] == (302,)
    assert preview.get("/repo/tea")[1]["Location"] == "/repo/tea/"
    assert preview.get("/tea/")[0] == 404


def test_pages_bring_the_script_and_other_files_stand_as_they_are(
    preview: Preview, site: Path
) -> None:
    assert '<script type="module" src="/_preview/client.js"' in preview.text("/repo/tea/")
    assert "/_preview/" not in preview.text("/repo/feed.xml")
    for name in ("client", "morph", "panel"):
        assert preview.get(f"/_preview/{name}.js")[1]["Content-Type"].startswith("application/java")
    assert preview.get("/_preview/../server.py")[0] == 404


def test_an_unknown_address_is_answered_by_the_404_page(preview: Preview) -> None:
    status, _, body = preview.get("/repo/nothing")
    assert status == 404
    assert b"<main" in body


def test_files_are_sent_again_only_when_they_changed(preview: Preview) -> None:
    _, headers, _ = preview.get("/repo/feed.xml")
    status, _, body = preview.get("/repo/feed.xml", If_None_Match=headers["Etag"])
    assert (status, body) == (304, b"")
    assert headers["Cache-Control"] == "no-cache"


def test_parts_of_a_file_are_sent_when_asked_for(preview: Preview, site: Path) -> None:
    put(site / "static" / "film.mp4", "0123456789")
    assert eventually(lambda: preview.get("/repo/film.mp4")[0] == 200)
    asked = {
        "bytes=2-4": (206, b"234"),
        "bytes=8-": (206, b"89"),
        "bytes=-3": (206, b"789"),
        "bytes=0-99": (206, b"0123456789"),
        "nonsense": (200, b"0123456789"),
    }
    for value, (status, body) in asked.items():
        found = preview.get("/repo/film.mp4", Range=value)
        assert (found[0], found[2]) == (status, body), value
    assert preview.get("/repo/film.mp4", Range="bytes=10-")[0] == 416
    status, headers, body = preview.get("/repo/film.mp4", method="HEAD")
    assert (status, headers["Content-Length"], body) == (200, "10", b"")


def test_a_save_is_built_and_said_in_one_line(preview: Preview, site: Path) -> None:
    before = len(preview.lines)
    edit(site / "content" / "tea.md", "Ninety-five degrees", "Ninety degrees")
    assert preview.shows("/repo/tea/", "Ninety degrees")
    line = preview.said(r"tea\.md", since=before)
    assert re.fullmatch(r"\d\d:\d\d:\d\d  content/tea\.md: \d+ pages? in \d+\.\d\d s", line.string)


def test_new_moved_and_removed_files_show(preview: Preview, site: Path) -> None:
    page = "---\ntitle: New\ndate: 2020-01-01\n---\n\n## Why?\n\nSo.\n"
    put(site / "content" / "new.md", page)
    assert eventually(lambda: preview.get("/repo/new/")[0] == 200)

    put(site.parent / "aside.md", page)
    os.utime(site.parent / "aside.md", (1, 1))
    (site.parent / "aside.md").rename(site / "content" / "aside.md")
    assert eventually(lambda: preview.get("/repo/aside/")[0] == 200)

    (site / "content" / "new.md").rename(site / "content" / "other.md")
    assert eventually(lambda: preview.get("/repo/new/")[0] == 404)

    (site / "content" / "other.md").unlink()
    assert eventually(lambda: preview.get("/repo/other/")[0] == 404)


def test_a_save_by_renaming_shows_also_for_site_yml(preview: Preview, site: Path) -> None:
    for title in ("First", "Second"):
        put(site / "site.yml.new", f"title: {title}\nurl: https://example.org/repo/\n")
        (site / "site.yml.new").rename(site / "site.yml")
        assert preview.shows("/repo/", f"<title>{title}")


def test_a_folder_made_meanwhile_is_watched(preview: Preview, site: Path) -> None:
    put(site / "static" / "first.txt", "one")
    assert eventually(lambda: preview.get("/repo/first.txt")[2] == b"one")
    put(site / "static" / "first.txt", "two")
    assert eventually(lambda: preview.get("/repo/first.txt")[2] == b"two")
    shutil.rmtree(site / "static")
    assert eventually(lambda: preview.get("/repo/first.txt")[0] == 404)
    put(site / "static" / "first.txt", "three")
    assert eventually(lambda: preview.get("/repo/first.txt")[2] == b"three")


def test_two_saves_at_once_both_show(preview: Preview, site: Path) -> None:
    for number in range(5):
        edit(site / "content" / "tea.md", "An introduction", f"An introduction {number}")
        edit(site / "content" / "bread.md", "Yeast makes gas", f"Yeast {number} makes gas")
        assert preview.shows("/repo/tea/", f"An introduction {number}")
        assert preview.shows("/repo/bread/", f"Yeast {number}")
        edit(site / "content" / "tea.md", f"An introduction {number}", "An introduction")
        edit(site / "content" / "bread.md", f"Yeast {number} makes gas", "Yeast makes gas")


def test_a_storm_of_files_is_few_builds(preview: Preview, site: Path) -> None:
    before = len(preview.lines)
    for number in range(300):
        page = f"---\ntitle: Storm {number}\ndate: 2020-01-01\n---\n\n## Why?\n\nSo.\n"
        put(site / "content" / f"storm-{number}.md", page)
    assert eventually(lambda: preview.get("/repo/storm-299/")[0] == 200)
    assert eventually(lambda: len(state(preview)["changed"]) > 0)  # type: ignore[arg-type]
    assert sum("content/" in one for one in preview.lines[before:]) <= 3


BROKEN = {
    "yaml": ("content/tea.md", "title: How", "title: [How", "content/tea.md"),
    "link": ("content/tea.md", "(bread.md#rise)", "(broad.md)", "content/tea.md"),
    "duplicate id": (
        "content/tea.md",
        "water be?",
        "water be?\n<!-- q\nid: how-long\n-->",
        "content",
    ),
    "site.yml": ("site.yml", "title: Small", "title: Small\nurll: x", "site.yml"),
}


@pytest.mark.parametrize("kind", BROKEN)
def test_a_failed_build_keeps_the_last_page_and_goes_on_when_mended(
    preview: Preview, site: Path, kind: str
) -> None:
    name, good, bad, place = BROKEN[kind]
    edit(site / name, good, bad)
    found = eventually(lambda: state(preview)["problems"])
    assert isinstance(found, list)
    assert found[0]["severity"] == "error"
    assert found[0]["path"].startswith(place)
    assert found[0]["edit"].startswith("vscode://file/")
    assert preview.get("/repo/tea/")[0] == 200
    preview.said(r"^error\[")

    edit(site / name, bad, good)
    assert eventually(lambda: not state(preview)["problems"])
    assert preview.process.poll() is None


def test_a_broken_template_names_its_line_and_a_missing_theme_itself(site: Path) -> None:
    put(site / "themes" / "own" / "theme.yml", "name: Own\nextends: default\n")
    put(site / "themes" / "own" / "templates" / "page.html", "<p>{{ page.title }}</p>\n")
    put(site / "site.yml", "title: Small\ntheme: own\n")
    with previewing(site) as preview:
        put(site / "themes" / "own" / "templates" / "page.html", "<p>\n{% if %}\n")
        found = eventually(lambda: state(preview)["problems"])
        assert isinstance(found, list)
        assert (found[0]["path"], found[0]["line"]) == ("themes/own/templates/page.html", 2)
        preview.said(r"page\.html:2")

        shutil.rmtree(site / "themes")
        assert eventually(lambda: "`own`" in json.dumps(state(preview)["problems"]))

        put(site / "site.yml", "title: Small\n")
        assert eventually(lambda: not state(preview)["problems"])
        assert preview.get("/about/")[0] == 200


def test_a_site_that_is_broken_from_the_start_is_shown_when_mended(site: Path) -> None:
    put(site / "site.yml", "title: Small\nurll: x\n")
    with previewing(site) as preview:
        status, _, body = preview.get("/tea/")
        assert status == 503
        assert b"/_preview/client.js" in body
        put(site / "site.yml", "title: Small\n")
        assert preview.shows("/tea/", "How to make tea")


def test_requests_are_answered_while_a_build_runs(preview: Preview, site: Path) -> None:
    children = worker_ids(preview)
    assert len(children) == 1
    os.kill(children[0], signal.SIGSTOP)
    try:
        edit(site / "content" / "tea.md", "An introduction", "A new introduction")
        for _ in range(20):
            assert preview.get("/repo/tea/")[0] == 200
    finally:
        os.kill(children[0], signal.SIGCONT)
    assert preview.shows("/repo/tea/", "A new introduction")


def test_a_killed_build_is_tried_again(preview: Preview, site: Path) -> None:
    os.kill(worker_ids(preview)[0], signal.SIGKILL)
    edit(site / "content" / "tea.md", "An introduction", "A new introduction")
    assert preview.shows("/repo/tea/", "A new introduction")


def worker_ids(preview: Preview) -> list[int]:
    """The processes that a preview has started."""
    return child_ids(preview.process.pid)


def child_ids(parent: int) -> list[int]:
    found = []
    for one in Path("/proc").iterdir():
        if one.name.isdigit():
            try:
                fields = (one / "stat").read_text().rpartition(")")[2].split()
            except OSError:
                continue
            if int(fields[1]) == parent:
                found.append(int(one.name))
    return found


def test_nothing_of_the_preview_is_in_the_output(site: Path) -> None:
    with previewing(site) as preview:
        assert preview.get("/repo/tea/")[0] == 200
        assert not (site / "output").exists()
        assert [one for one in tree(site) if not one.startswith((".cache/", "content/"))] == [
            "site.yml"
        ]


def test_an_output_folder_may_be_named(site: Path, tmp_path: Path) -> None:
    with previewing(site, "--output", str(tmp_path / "out")):
        assert (tmp_path / "out" / "tea" / "index.html").is_file()


def test_two_previews_of_one_site_do_not_disturb_each_other(site: Path) -> None:
    put(
        site / "content" / "draft.md",
        "---\ntitle: Draft\ndate: 2020-01-01\ndraft: true\n---\n\nx\n",
    )
    with previewing(site) as first, previewing(site, "--no-drafts") as second:
        assert first.port != second.port
        for _ in range(2):
            assert first.get("/repo/draft/")[0] == 200
            assert second.get("/repo/draft/")[0] == 404
            edit(site / "content" / "tea.md", "An introduction", "An introduction!")
            assert first.shows("/repo/tea/", "An introduction!")
            assert second.shows("/repo/tea/", "An introduction!")


def test_the_site_can_be_shown_as_of_another_day(site: Path) -> None:
    put(site / "content" / "late.md", "---\ntitle: Late\ndate: 2999-01-01\n---\n\n## Why?\n\nSo.\n")
    for clock, status in (("2998-12-31", 404), ("2999-01-02", 200)):
        with previewing(site, "--no-future", "--clock", clock) as preview:
            assert preview.get("/repo/late/")[0] == status


def test_another_base_may_be_given(site: Path) -> None:
    with previewing(site, "--base", "other") as preview:
        assert preview.address.endswith("/other/")
        assert preview.get("/other/tea/")[0] == 200
        assert "https://example.org/other/tea/" in preview.text("/other/tea/")


def test_polling_finds_changes_too(site: Path) -> None:
    # Polling compares times by the second: this one must not be that of the edit.
    os.utime(site / "content" / "tea.md", (0, 0))
    with previewing(site, "--poll") as preview:
        edit(site / "content" / "tea.md", "An introduction", "A new introduction")
        assert preview.shows("/repo/tea/", "A new introduction")


def test_a_loop_of_links_is_no_trap(site: Path) -> None:
    with previewing(site) as preview:
        (site / "content" / "loop").symlink_to(site / "content")
        found = eventually(lambda: state(preview)["problems"])
        assert isinstance(found, list)
        assert found[0]["code"] == "symlink-refused"
        (site / "content" / "loop").unlink()
        edit(site / "content" / "tea.md", "An introduction", "A new introduction")
        assert preview.shows("/repo/tea/", "A new introduction")


def test_only_this_machine_is_listened_to(preview: Preview) -> None:
    found = set()
    for line in Path("/proc/net/tcp").read_text().splitlines()[1:]:
        address, port = line.split()[1].split(":")
        if int(port, 16) == preview.port and line.split()[3] == "0A":
            found.add(address)
    assert found == {"0100007F"}


def test_foreign_hosts_and_origins_are_refused(preview: Preview) -> None:
    own = f"http://127.0.0.1:{preview.port}"
    assert preview.get("/repo/", host="evil.example")[0] == 403
    assert preview.get("/repo/", Origin="https://evil.example")[0] == 403
    assert preview.get("/_preview/state", Sec_Fetch_Site="cross-site")[0] == 403
    assert preview.get("/repo/", Origin=own)[0] == 200
    assert preview.get("/forcereload")[0] == 404


@pytest.mark.parametrize(
    ("origin", "host", "status"),
    [
        ("https://evil.example", "", 403),
        ("http://evil.example", "evil.example", 403),
        ("", "", 101),
    ],
)
def test_the_socket_is_for_own_pages_only(
    preview: Preview, origin: str, host: str, status: int
) -> None:
    host = host or f"127.0.0.1:{preview.port}"
    headers = {
        "Host": host,
        "Upgrade": "websocket",
        "Connection": "Upgrade",
        "Origin": origin or f"http://{host}",
        "Sec-WebSocket-Key": base64.b64encode(os.urandom(16)).decode(),
        "Sec-WebSocket-Version": "13",
    }
    lines = ["GET /livereload HTTP/1.1", *(f"{name}: {value}" for name, value in headers.items())]
    with socket.create_connection(("127.0.0.1", preview.port), 10) as connection:
        connection.sendall("\r\n".join([*lines, "", ""]).encode())
        assert int(connection.recv(200).split()[1]) == status


def test_other_devices_need_the_token_of_the_link(site: Path) -> None:
    with previewing(site, "--host", "0.0.0.0") as preview:
        assert re.search(r"/repo/\?token=\S{16}$", preview.address)
        assert preview.get("/repo/tea/")[0] == 403
        assert preview.get("/repo/tea/?token=wrong")[0] == 403
        token = preview.address.rpartition("=")[2]
        status, headers, _ = preview.get(f"/repo/tea/?token={token}")
        assert (status, headers["Location"]) == (302, "/repo/tea/")
        cookie = headers["Set-Cookie"]
        assert "HttpOnly" in cookie
        assert "SameSite=Strict" in cookie
        assert preview.get("/repo/tea/", Cookie=cookie.partition(";")[0])[0] == 200


def test_a_port_in_use_is_said_and_the_next_one_taken(site: Path) -> None:
    with socket.socket() as taken:
        # Where something else has it, it is as much in use.
        with contextlib.suppress(OSError):
            taken.bind(("127.0.0.1", 8000))
            taken.listen()
        with previewing(site, port=()) as preview:
            assert preview.lines[0] == f"port 8000 is in use; using {preview.port}"
            assert 8000 < preview.port < 8020


def test_a_port_that_was_asked_for_and_is_in_use_is_refused(run: Run, site: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = run("serve", "--source", site, "--port", port)
    assert done.returncode == 2
    assert done.stderr.startswith(
        f"error[not-listening]: the preview cannot listen at 127.0.0.1, port {port}: "
    )
    assert "leave out `--port` to take the next free one" in done.stderr


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupt_ends_it_in_silence(preview: Preview, number: int) -> None:
    workers = worker_ids(preview)
    assert preview.stop(number) == 0
    assert "Traceback" not in "\n".join(preview.lines)
    assert not any(Path(f"/proc/{one}").exists() for one in workers)


def test_an_interrupt_during_a_build_leaves_no_process(preview: Preview, site: Path) -> None:
    page = "---\ntitle: Page {0}\ndate: 2025-01-01\n---\n\n## What is {0}?\n\nA number.\n"
    for number in range(600):
        put(site / "content" / f"page-{number}.md", page.format(number))
    helpers = eventually(
        lambda: [one for worker in worker_ids(preview) for one in child_ids(worker)]
    )
    assert helpers
    assert preview.stop() == 0
    assert eventually(lambda: not any(Path(f"/proc/{one}").exists() for one in helpers))


def test_a_host_that_is_not_of_this_machine_is_refused(run: Run, site: Path) -> None:
    done = run("serve", "--source", site, "--host", "203.0.113.7")
    assert done.returncode == 2
    assert done.stderr.startswith("error[not-listening]: the preview cannot listen at 203.0.113.7")


def test_a_missing_site_folder_is_refused(run: Run, tmp_path: Path) -> None:
    done = run("serve", "--source", tmp_path / "nothing")
    assert done.returncode == 2
    assert done.stderr.startswith("error[missing-source]")


def test_the_search_index_is_that_of_the_last_save_when_somebody_searches(
    preview: Preview, site: Path, run: Run, tmp_path: Path
) -> None:
    text = (site / "content" / "tea.md").read_text()
    (site / "content" / "tea.md").write_text(text.replace("Three minutes", "Seven minutes"))
    assert preview.shows("/repo/tea/", "Seven minutes")
    assert run("build", "--source", site, "--output", tmp_path / "clean").returncode == 0
    folder = tmp_path / "clean" / "assets" / "search"
    for file in sorted(folder.iterdir()):
        assert preview.get(f"/repo/assets/search/{file.name}")[2] == file.read_bytes()
