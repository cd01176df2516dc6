"""Single files are written whole or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.diagnostics import GeneratorError
from generator.files import write_atomically, write_new
from tests.conftest import put


def names(folder: Path) -> list[str]:
    return sorted(one.name for one in folder.iterdir())


def test_a_file_is_written_with_the_folders_it_needs(tmp_path: Path) -> None:
    write_atomically(tmp_path / "ledger" / "a.yml", b"one")

    assert (tmp_path / "ledger" / "a.yml").read_bytes() == b"one"
    assert names(tmp_path / "ledger") == ["a.yml"]


def test_a_file_that_is_replaced_keeps_its_mode(tmp_path: Path) -> None:
    put(tmp_path / "a", "old")
    (tmp_path / "a").chmod(0o640)

    write_atomically(tmp_path / "a", b"new")

    assert (tmp_path / "a").read_bytes() == b"new"
    assert (tmp_path / "a").stat().st_mode & 0o777 == 0o640


def test_who_has_the_old_file_open_reads_it_to_its_end(tmp_path: Path) -> None:
    put(tmp_path / "a", "old")

    with (tmp_path / "a").open() as reader:
        write_atomically(tmp_path / "a", b"new")
        assert reader.read() == "old"


def test_a_link_stays_and_its_file_is_replaced(tmp_path: Path) -> None:
    put(tmp_path / "real", "old")
    (tmp_path / "link").symlink_to("real")

    write_atomically(tmp_path / "link", b"new")

    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "real").read_bytes() == b"new"


def test_a_place_that_cannot_be_written_is_one_clear_error(tmp_path: Path) -> None:
    put(tmp_path / "file", "x")

    with pytest.raises(GeneratorError) as caught:
        write_atomically(tmp_path / "file" / "a", b"new")

    (found,) = caught.value.diagnostics
    assert (found.code, found.status) == ("cannot-write", 2)
    path = tmp_path / "file" / "a"
    assert found.message == f"`{path}` cannot be written: Not a directory"
    assert names(tmp_path) == ["file"]


def test_a_folder_is_not_replaced_by_a_file(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()

    with pytest.raises(GeneratorError, match="Is a directory"):
        write_atomically(tmp_path / "a", b"new")

    assert names(tmp_path) == ["a"]


def test_a_new_file_never_replaces_one(tmp_path: Path) -> None:
    write_new(tmp_path / "a.md", b"first")

    with pytest.raises(GeneratorError) as caught:
        write_new(tmp_path / "a.md", b"second")

    (found,) = caught.value.diagnostics
    assert found.code == "already-exists"
    assert found.message == f"`{tmp_path / 'a.md'}` is already there"
    assert (tmp_path / "a.md").read_bytes() == b"first"
    assert names(tmp_path) == ["a.md"]


def test_a_new_file_does_not_follow_a_dangling_link(tmp_path: Path) -> None:
    (tmp_path / "a.md").symlink_to("elsewhere.md")

    with pytest.raises(GeneratorError, match="already there"):
        write_new(tmp_path / "a.md", b"x")

    assert not (tmp_path / "elsewhere.md").exists()
