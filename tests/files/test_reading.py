"""Source folders: what is listed, what is passed over, what is refused."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from generator.diagnostics import Diagnostic, GeneratorError
from generator.files import read_bytes, read_text, scan
from tests.conftest import put


def paths(folder: Path, suffix: str = "") -> list[str]:
    return [one.path for one in scan(folder, suffix=suffix).files]


def problems(folder: Path) -> list[tuple[str, str, str]]:
    return [
        (one.code, one.span.path if one.span else "", one.message)
        for one in scan(folder).diagnostics
    ]


def refusal(root: Path, relative: str) -> Diagnostic:
    with pytest.raises(GeneratorError) as caught:
        read_text(root, relative)
    (found,) = caught.value.diagnostics
    return found


def test_files_are_listed_in_the_order_of_their_paths_with_their_facts(tmp_path: Path) -> None:
    for name in ("b.md", "a/z.md", "a.md", "a/b/c.md", "Z.md"):
        put(tmp_path / name, name)

    found = scan(tmp_path)

    assert [one.path for one in found.files] == ["Z.md", "a.md", "a/b/c.md", "a/z.md", "b.md"]
    assert found.diagnostics == ()
    facts = (tmp_path / "Z.md").stat()
    first = found.files[0]
    assert (first.size, first.mtime_ns, first.ctime_ns, first.inode) == (
        4,
        facts.st_mtime_ns,
        facts.st_ctime_ns,
        facts.st_ino,
    )


def test_a_suffix_picks_the_files_that_end_in_it(tmp_path: Path) -> None:
    for name in ("a.md", "a.txt", "b/c.md", "b/md"):
        put(tmp_path / name, "")

    assert paths(tmp_path, ".md") == ["a.md", "b/c.md"]


def test_a_missing_folder_holds_nothing(tmp_path: Path) -> None:
    found = scan(tmp_path / "static")

    assert found.files == ()
    assert found.diagnostics == ()


@pytest.mark.parametrize(
    "name", [".hidden", ".git/config", "a.md~", ".#a.md", "#a.md#", "a.md.swp"]
)
def test_hidden_files_and_leftovers_of_editors_are_passed_over(tmp_path: Path, name: str) -> None:
    put(tmp_path / name, "x")
    put(tmp_path / "kept.md", "x")

    assert paths(tmp_path) == ["kept.md"]
    assert problems(tmp_path) == []


def test_the_well_known_folder_is_public(tmp_path: Path) -> None:
    put(tmp_path / ".well-known" / "security.txt", "x")

    assert paths(tmp_path) == [".well-known/security.txt"]


def test_links_are_reported_and_not_followed(tmp_path: Path) -> None:
    root = tmp_path / "content"
    put(tmp_path / "outside" / "secret.md", "x")
    put(root / "a.md", "x")
    (root / "file.md").symlink_to(tmp_path / "outside" / "secret.md")
    (root / "folder").symlink_to(tmp_path / "outside")
    (root / "loop").symlink_to(root)

    assert paths(root) == ["a.md"]
    assert problems(root) == [
        ("symlink-refused", f"content/{name}", "symbolic links are not followed")
        for name in ("file.md", "folder", "loop")
    ]


def test_a_folder_that_is_a_link_is_refused_whole(tmp_path: Path) -> None:
    put(tmp_path / "outside" / "secret.md", "x")
    (tmp_path / "content").symlink_to(tmp_path / "outside")

    assert paths(tmp_path / "content") == []
    assert [code for code, *_ in problems(tmp_path / "content")] == ["symlink-refused"]


def test_a_named_pipe_is_reported_and_never_opened(tmp_path: Path) -> None:
    root = tmp_path / "content"
    root.mkdir()
    os.mkfifo(root / "pipe.md")

    assert problems(root) == [
        ("not-a-file", "content/pipe.md", "this is neither a file nor a folder")
    ]
    assert refusal(root, "pipe.md").code == "not-a-file"


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("aux.md", "holds the name `aux.md`, which Windows keeps for a device"),
        ("a?.md", "holds `?`, which not every system allows"),
        ("a\tb.md", "holds a control character"),
        ("dot.", "holds a name that ends in a dot or a space"),
        ("x" * 241, "holds a name of 241 bytes; at most 240 are allowed"),
    ],
)
def test_names_that_not_every_system_can_hold_are_refused(
    tmp_path: Path, name: str, reason: str
) -> None:
    root = tmp_path / "content"
    root.mkdir()
    (root / name).write_text("x")

    ((code, path, message),) = problems(root)

    assert code == "unsafe-path"
    assert path.isprintable()
    assert message == f"the path `{path}` {reason}"
    assert paths(root) == []


def test_a_name_that_is_not_utf8_is_refused_in_printable_form(tmp_path: Path) -> None:
    root = tmp_path / "content"
    root.mkdir()
    (root / os.fsdecode(b"caf\xe9.md")).write_text("x")

    assert problems(root) == [
        (
            "unsafe-path",
            "content/caf\\udce9.md",
            "the path `content/caf\\udce9.md` is not valid UTF-8",
        )
    ]


@pytest.mark.parametrize(
    ("first", "second"),
    [("Tea.md", "tea.md"), ("cafe\u0301.md", "caf\u00e9.md"), ("STRASSE.md", "straße.md")],
)
def test_names_that_some_systems_take_for_one_name_each_other(
    tmp_path: Path, first: str, second: str
) -> None:
    root = tmp_path / "content"
    for name in (first, second):
        put(root / name, "x")

    (found,) = scan(root).diagnostics

    assert found.code == "path-collision"
    assert found.message == f"`{second}` and `{first}` differ only in case or Unicode form"
    assert found.span is not None
    assert found.span.path == f"content/{second}"
    assert found.notes == (f"the other one: content/{first}",)


def test_folders_collide_as_files_do(tmp_path: Path) -> None:
    root = tmp_path / "content"
    put(root / "News" / "a.md", "x")
    put(root / "news" / "b.md", "x")

    (found,) = scan(root).diagnostics

    assert found.code == "path-collision"


def test_a_file_in_the_place_of_a_folder_is_reported(tmp_path: Path) -> None:
    put(tmp_path / "content", "x")

    ((code, path, message),) = problems(tmp_path / "content")

    assert (code, path) == ("unreadable-folder", "content")
    assert message == "the folder cannot be read: Not a directory"


def test_text_loses_its_byte_order_mark_and_nothing_else(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_bytes(b"\xef\xbb\xbfone\r\ntwo\n\n")

    assert read_text(tmp_path, "a.md") == "one\r\ntwo\n\n"


def test_a_file_of_several_blocks_is_read_whole(tmp_path: Path) -> None:
    content = os.urandom(3_000_000)
    (tmp_path / "a.bin").write_bytes(content)

    assert read_bytes(tmp_path, "a.bin") == content


def test_bytes_that_are_not_utf8_are_named_with_their_place(tmp_path: Path) -> None:
    put(tmp_path / "content" / "x", "")
    (tmp_path / "content" / "a.md").write_bytes(b"\xef\xbb\xbfone\nna\xc3\xafve caf\xe9 au\r\nx")

    found = refusal(tmp_path, "content/a.md")

    assert found.code == "not-utf8"
    assert found.message == "byte 17 (0xe9) is not UTF-8 text"
    assert found.hint == "save the file with the encoding UTF-8"
    assert found.span is not None
    assert (found.span.path, found.span.line, found.span.column) == ("content/a.md", 2, 10)
    assert found.span.excerpt == "naïve caf\ufffd au"


def test_columns_do_not_count_a_byte_order_mark(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_bytes(b"\xef\xbb\xbfab\xff")

    span = refusal(tmp_path, "a.md").span

    assert span is not None
    assert (span.column, span.excerpt) == (3, "ab\ufffd")


def test_a_file_that_went_away_is_unreadable(tmp_path: Path) -> None:
    found = refusal(tmp_path, "gone.md")

    assert (found.code, found.message) == (
        "unreadable-file",
        "the file cannot be read: No such file or directory",
    )


def test_too_large_a_file_is_refused_unread(tmp_path: Path) -> None:
    with (tmp_path / "a.md").open("wb") as file:
        file.truncate(50_000_001)

    found = refusal(tmp_path, "a.md")

    assert (found.code, found.message) == ("file-too-large", "the file is larger than 20 MB")


@pytest.mark.parametrize("relative", ["link.md", "folder/secret.md"])
def test_no_link_is_followed_to_read(tmp_path: Path, relative: str) -> None:
    root = tmp_path / "content"
    put(tmp_path / "outside" / "secret.md", "x")
    root.mkdir()
    (root / "link.md").symlink_to(tmp_path / "outside" / "secret.md")
    (root / "folder").symlink_to(tmp_path / "outside")

    assert refusal(root, relative).code == "unreadable-file"


@pytest.mark.parametrize(
    "relative", ["../secret.md", "a/../../secret.md", "/etc/passwd", "", "a\0b"]
)
def test_nothing_outside_the_folder_is_read(tmp_path: Path, relative: str) -> None:
    root = tmp_path / "content"
    put(root / "a" / "x.md", "x")
    put(tmp_path / "secret.md", "x")

    found = refusal(root, relative)

    assert found.code == "unreadable-file"
    assert re.search("leads out of its folder", found.message)
