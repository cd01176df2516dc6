"""What may become the output folder."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from generator.diagnostics import GeneratorError
from generator.files import MANIFEST, check_output
from generator.files.stage import publishing
from tests.conftest import put


@pytest.fixture
def source(tmp_path: Path) -> Path:
    folder = tmp_path / "site"
    for name in ("content", "static", ".git"):
        (folder / name).mkdir(parents=True)
    return folder


def check(output: Path, source: Path) -> None:
    protected = [source / name for name in ("content", "static", "themes", "ledger", ".git")]
    check_output(output, source=source, protected=protected)


def refusal(output: Path, source: Path) -> tuple[str, str]:
    with pytest.raises(GeneratorError) as caught:
        check(output, source)
    (found,) = caught.value.diagnostics
    assert (found.code, found.status) == ("output-refused", 2)
    lead = f"the output folder `{output}` "
    assert found.message.startswith(lead)
    return found.message.removeprefix(lead), found.hint


@pytest.mark.parametrize("name", ["output", "site/output", "new/deep/output"])
def test_a_new_or_an_empty_folder_will_do(tmp_path: Path, source: Path, name: str) -> None:
    check(tmp_path / name, source)
    (tmp_path / name).mkdir(parents=True)
    check(tmp_path / name, source)


def test_the_root_of_the_file_system_is_refused(source: Path) -> None:
    assert refusal(Path("/"), source)[0] == "is the root of the file system"


@pytest.mark.parametrize("name", ["home", "home/ada"])
def test_the_home_folder_is_refused(
    tmp_path: Path, source: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "home" / "ada").mkdir(parents=True)
    monkeypatch.setenv("HOME", str(tmp_path / "home" / "ada"))

    assert refusal(tmp_path / name, source)[0] == "is your home folder or holds it"


@pytest.mark.parametrize("name", [".", "..", "output/.."])
def test_the_source_folder_and_what_holds_it_are_refused(source: Path, name: str) -> None:
    (source / "output").mkdir()

    assert refusal(source / name, source)[0] == "is the site's source folder or holds it"


@pytest.mark.parametrize("name", ["content", "static", "themes", "ledger", ".git"])
def test_the_folders_that_people_edit_are_refused(source: Path, name: str) -> None:
    reason, hint = refusal(source / name, source)

    assert reason == f"is the folder `{name}` of the site or holds it"
    assert hint == "name another folder"


@pytest.mark.parametrize("name", ["content/output", "themes/deep/output", ".git/output"])
def test_a_place_inside_them_is_refused(source: Path, name: str) -> None:
    folder = name.split("/")[0]

    assert refusal(source / name, source)[0] == f"lies in the folder `{folder}` of the site"


def test_a_link_is_no_way_around(tmp_path: Path, source: Path) -> None:
    (tmp_path / "way").symlink_to(source / "content")

    assert refusal(tmp_path / "way" / "x", source)[0] == "lies in the folder `content` of the site"


def test_a_link_as_output_is_refused(tmp_path: Path, source: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "output").symlink_to("elsewhere")

    assert refusal(tmp_path / "output", source) == (
        "is a link to `elsewhere`",
        "name the folder itself",
    )


def test_a_file_as_output_is_refused(tmp_path: Path, source: Path) -> None:
    put(tmp_path / "output", "x")

    assert refusal(tmp_path / "output", source)[0] == "is a file"


def test_the_root_of_a_mount_is_refused(source: Path) -> None:
    reason, hint = refusal(Path("/proc"), source)

    assert reason.startswith("is the root of a mounted file system")
    assert hint == "build into a folder inside it"


def test_a_folder_with_files_of_others_is_refused_and_names_them(
    tmp_path: Path, source: Path
) -> None:
    for name in ("a.txt", "b/c.txt", "d.txt", "e.txt"):
        put(tmp_path / "output" / name, "x")

    assert refusal(tmp_path / "output", source) == (
        "holds files that no build wrote: `a.txt`, `b/c.txt`, `d.txt` and 1 more",
        "name a new or an empty folder, or empty this one",
    )


def test_a_file_added_to_a_built_site_is_named(tmp_path: Path, source: Path) -> None:
    output = tmp_path / "output"
    with publishing(output) as stage:
        stage.write("index.html", b"x")
        stage.publish()
    check(output, source)
    put(output / "notes.txt", "x")

    assert refusal(output, source) == (
        "holds files that the last build did not write: `notes.txt`",
        "move them away; files that belong to the site go into `static/`",
    )


def test_a_link_in_the_place_of_a_built_file_is_named(tmp_path: Path, source: Path) -> None:
    output = tmp_path / "output"
    with publishing(output) as stage:
        stage.write("pact/index.html", b"x")
        stage.publish()
    (output / "pact").rename(tmp_path / "pact")
    (output / "pact").symlink_to(tmp_path / "pact")

    assert re.search("did not write: `pact`$", refusal(output, source)[0])


@pytest.mark.parametrize("name", [".DS_Store", "a/Thumbs.db", "desktop.ini"])
def test_what_file_managers_leave_is_no_obstacle(tmp_path: Path, source: Path, name: str) -> None:
    put(tmp_path / "output" / name, "x")

    check(tmp_path / "output", source)
    with publishing(tmp_path / "output") as stage:
        stage.write("index.html", b"x")
        stage.publish()

    assert sorted(one.name for one in (tmp_path / "output").iterdir()) == [MANIFEST, "index.html"]


@pytest.mark.parametrize(
    "text", ["", "explainer-files 2\na\n", "explainer-files 1\n../a\n", "\xff"]
)
def test_a_manifest_that_is_not_ours_proves_nothing(
    tmp_path: Path, source: Path, text: str
) -> None:
    put(tmp_path / "output" / "a", "x")
    (tmp_path / "output" / MANIFEST).write_bytes(text.encode("latin-1"))

    assert refusal(tmp_path / "output", source)[0].startswith("holds files that no build wrote")
