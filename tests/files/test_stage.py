"""Publishing: the next tree, kept and new files, what is swept, what is refused."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from generator.diagnostics import Diagnostic, GeneratorError
from generator.files import MANIFEST, FileFacts
from generator.files.stage import Published, Stage, publishing
from tests.conftest import ROOT, put, tree

PAGES = {"index.html": b"home", "pact/index.html": b"pact", "tea/index.html": b"tea"}


def publish(
    output: Path,
    files: dict[str, bytes],
    *,
    last: Published | None = None,
    spare: Path | None = None,
) -> Published:
    """Publishes the files, keeping those that the last build wrote if it is given."""
    with publishing(output, spare=spare) as stage:
        for path, content in files.items():
            if not (last and path in last.facts and stage.keep(path, last.facts[path])):
                stage.write(path, content)
        return stage.publish()


def pages(output: Path) -> dict[str, bytes]:
    return {path: content for path, content in tree(output).items() if path != MANIFEST}


def counts(published: Published) -> tuple[int, int, int]:
    return published.written, published.kept, published.removed


def names(folder: Path) -> list[str]:
    return sorted(one.name for one in folder.iterdir())


def refusal(action: Callable[[], object]) -> Diagnostic:
    with pytest.raises(GeneratorError) as caught:
        action()
    (found,) = caught.value.diagnostics
    return found


def test_a_first_build_writes_everything_and_lists_it(tmp_path: Path) -> None:
    output = tmp_path / "new" / "output"

    published = publish(output, PAGES)

    assert counts(published) == (3, 0, 0)
    assert pages(output) == PAGES
    assert (output / MANIFEST).read_text() == (
        "explainer-files 1\nindex.html\npact/index.html\ntea/index.html\n"
    )
    assert names(tmp_path / "new") == ["output"]


def test_facts_are_those_of_the_published_files(tmp_path: Path) -> None:
    published = publish(tmp_path / "output", PAGES)

    assert published.facts.keys() == PAGES.keys()
    for path, facts in published.facts.items():
        found = (tmp_path / "output" / path).stat()
        assert facts == FileFacts(found.st_size, found.st_mtime_ns, found.st_ino)


def test_a_build_that_changes_nothing_touches_nothing(tmp_path: Path) -> None:
    output = tmp_path / "output"
    first = publish(output, PAGES)
    before = [(one, one.stat()) for one in (tmp_path, output, *sorted(output.rglob("*")))][1:]

    second = publish(output, PAGES, last=first)

    assert counts(second) == (0, 3, 0)
    assert second.facts == first.facts
    assert before == [(one, one.stat()) for one, _ in before]


def test_equal_bytes_count_as_kept_without_facts(tmp_path: Path) -> None:
    output = tmp_path / "output"
    first = publish(output, PAGES)
    identity = output.stat().st_ino

    second = publish(output, PAGES)

    assert counts(second) == (0, 3, 0)
    assert second.facts == first.facts
    assert output.stat().st_ino == identity


def test_one_edit_leaves_the_other_files_as_they_are(tmp_path: Path) -> None:
    output = tmp_path / "output"
    first = publish(output, PAGES)
    facts = {**first.facts}
    del facts["tea/index.html"]

    second = publish(output, {**PAGES, "tea/index.html": b"green"}, last=Published(0, 0, 0, facts))

    assert counts(second) == (1, 2, 0)
    assert pages(output) == {**PAGES, "tea/index.html": b"green"}
    assert second.facts["pact/index.html"] == first.facts["pact/index.html"]
    assert (output / "pact/index.html").stat().st_nlink == 1
    assert names(tmp_path) == ["output"]


def inodes(output: Path) -> dict[str, int]:
    return {str(one.relative_to(output)): one.stat().st_ino for one in output.rglob("*")}


def test_one_changed_file_is_replaced_alone(tmp_path: Path) -> None:
    output = tmp_path / "output"
    publish(output, PAGES)
    before = inodes(output)

    second = publish(output, {**PAGES, "pact/index.html": b"changed"})

    assert counts(second) == (1, 2, 0)
    assert pages(output) == {**PAGES, "pact/index.html": b"changed"}
    changed = {path for path, number in inodes(output).items() if before[path] != number}
    assert changed == {"pact/index.html"}
    third = publish(output, {**PAGES, "pact/index.html": b"changed"}, last=second)
    assert counts(third) == (0, 3, 0)
    assert names(tmp_path) == ["output"]


def test_changes_in_one_folder_replace_that_folder(tmp_path: Path) -> None:
    files = {**PAGES, "pact/a/b.html": b"b", "pact/a/c.html": b"c", "pact/d.html": b"d"}
    output = tmp_path / "output"
    publish(output, files)
    before = inodes(output)
    files |= {"pact/a/b.html": b"new b", "pact/d.html": b"new d"}

    second = publish(output, files)

    assert counts(second) == (2, 4, 0)
    assert pages(output) == files
    changed = {path for path, number in inodes(output).items() if before[path] != number}
    assert changed == {"pact", "pact/a", "pact/a/b.html", "pact/d.html"}
    assert all(one.stat().st_nlink == 1 for one in output.rglob("*.html"))
    assert counts(publish(output, files, last=second)) == (0, 6, 0)
    assert names(tmp_path) == ["output"]


def test_what_others_add_to_a_replaced_folder_is_not_lost(tmp_path: Path) -> None:
    files = {"index.html": b"home", "pact/a.html": b"a", "pact/b.html": b"b"}
    output = tmp_path / "output"
    publish(output, files)

    with publishing(output) as stage:
        for path, content in files.items():
            stage.write(path, content + b"!" if "pact" in path else content)
        put(output / "pact" / "notes.txt", "mine")
        stage.publish()

    assert (output / "pact" / "notes.txt").read_text() == "mine"
    assert (output / "pact" / "a.html").read_bytes() == b"a!"


def test_a_last_tree_with_a_hole_is_made_whole(tmp_path: Path) -> None:
    output = tmp_path / "output"
    first = publish(output, PAGES)
    (output / "pact" / "index.html").unlink()
    (output / "pact").rmdir()

    published = publish(output, PAGES, last=first)

    assert counts(published) == (1, 2, 0)
    assert pages(output) == PAGES


def test_workers_write_into_the_stage_and_keep_what_is_the_same(tmp_path: Path) -> None:
    output = tmp_path / "output"
    publish(output, {"a/index.html": b"same", "b/index.html": b"old"})

    with publishing(output) as stage:
        files = {"a/index.html": b"same", "b/index.html": b"new", "c/d/index.html": b"more"}
        places = stage.open_places(files)
        for path, content in files.items():
            stage.adopt(path, places.put(path, content, is_listed=stage.lists(path)))
        stage.write("index.html", b"home")
        published = stage.publish()

    assert counts(published) == (3, 1, 0)
    assert pages(output) == {**files, "index.html": b"home"}
    assert names(tmp_path) == ["output"]


@pytest.mark.parametrize("paths", [["a.html", "A.html"], ["../x"], ["a", "a/b"]])
def test_places_are_claimed_before_anything_is_written(tmp_path: Path, paths: list[str]) -> None:
    def open_them() -> None:
        with publishing(tmp_path / "output") as stage:
            stage.open_places(paths)

    assert refusal(open_them).code in ("path-collision", "unsafe-path")
    assert names(tmp_path) == []


def test_files_that_are_not_published_again_go_with_their_folders(tmp_path: Path) -> None:
    output = tmp_path / "output"
    first = publish(output, {**PAGES, "old/deep/index.html": b"x"})

    second = publish(output, {"index.html": b"home", "tea": b"now a file"}, last=first)

    assert counts(second) == (1, 1, 3)
    assert names(output) == [MANIFEST, "index.html", "tea"]


@pytest.mark.parametrize("umask", [0o000, 0o077])
def test_modes_are_those_of_a_public_site_whatever_the_umask(tmp_path: Path, umask: int) -> None:
    before = os.umask(umask)
    try:
        publish(tmp_path / "output", PAGES)
    finally:
        os.umask(before)

    for one in (tmp_path / "output", *(tmp_path / "output").rglob("*")):
        assert one.stat().st_mode & 0o7777 == (0o755 if one.is_dir() else 0o644)


def touch(path: Path) -> None:
    os.utime(path, ns=(1, 1))


def link_elsewhere(path: Path) -> None:
    os.link(path, path.parents[2] / "elsewhere")


def replace_by_copy(path: Path) -> None:
    facts, content = path.stat(), path.read_bytes()
    keep_open = path.open()
    path.unlink()
    path.write_bytes(content)
    os.utime(path, ns=(facts.st_mtime_ns, facts.st_mtime_ns))
    keep_open.close()


@pytest.mark.parametrize(
    "change",
    [
        touch,
        Path.unlink,
        link_elsewhere,
        replace_by_copy,
        lambda path: path.write_bytes(b"longer"),
        lambda path: path.chmod(0o600),
        lambda path: (path.unlink(), path.symlink_to("../tea/index.html")),
    ],
)
def test_a_file_that_is_not_the_one_of_the_facts_is_not_kept(
    tmp_path: Path, change: Callable[[Path], object]
) -> None:
    output = tmp_path / "output"
    first = publish(output, PAGES)
    change(output / "pact/index.html")

    with publishing(output) as stage:
        assert stage.keep("tea/index.html", first.facts["tea/index.html"])
        assert not stage.keep("pact/index.html", first.facts["pact/index.html"])


def test_a_file_that_the_manifest_does_not_list_is_not_kept(tmp_path: Path) -> None:
    publish(tmp_path / "output", PAGES)
    put(tmp_path / "output" / "note.txt", "x")
    found = (tmp_path / "output" / "note.txt").stat()
    facts = FileFacts(found.st_size, found.st_mtime_ns, found.st_ino)

    with publishing(tmp_path / "output") as stage:
        assert not stage.keep("note.txt", facts)


def test_a_kept_file_that_goes_away_meanwhile_is_told(tmp_path: Path) -> None:
    output = tmp_path / "output"
    first = publish(output, PAGES)

    with publishing(output) as stage:
        stage.keep("tea/index.html", first.facts["tea/index.html"])
        stage.write("new/index.html", b"new")
        (output / "tea/index.html").unlink()
        found = refusal(stage.publish)

    assert found.code == "output-changed"
    assert found.message == f"`{output}/tea/index.html` went away while the site was built"
    assert names(tmp_path) == ["output"]


def test_leaving_without_publishing_leaves_no_trace(tmp_path: Path) -> None:
    output = tmp_path / "a" / "output"

    with publishing(output) as stage:
        stage.write("index.html", b"x")

    assert names(tmp_path) == []


@pytest.mark.parametrize("problem", [RuntimeError, KeyboardInterrupt, SystemExit])
def test_a_build_that_breaks_off_leaves_the_last_tree(
    tmp_path: Path, problem: type[BaseException]
) -> None:
    output = tmp_path / "output"
    publish(output, PAGES)

    def break_off() -> None:
        with publishing(output) as stage:
            stage.write("index.html", b"new")
            raise problem

    with pytest.raises(problem):
        break_off()

    assert pages(output) == PAGES
    assert names(tmp_path) == ["output"]


def test_static_files_of_any_size_are_copied(tmp_path: Path) -> None:
    large, small = os.urandom(2_500_000), b"body {}"
    (tmp_path / "large.bin").write_bytes(large)
    (tmp_path / "small.css").write_bytes(small)

    for _ in range(2):
        with publishing(tmp_path / "output") as stage:
            stage.copy("large.bin", tmp_path / "large.bin")
            stage.copy("a/small.css", tmp_path / "small.css")
            stage.publish()

    assert pages(tmp_path / "output") == {"large.bin": large, "a/small.css": small}


def test_a_link_is_not_copied(tmp_path: Path) -> None:
    put(tmp_path / "secret", "x")
    (tmp_path / "link").symlink_to("secret")

    with publishing(tmp_path / "output") as stage:
        found = refusal(lambda: stage.copy("link", tmp_path / "link"))

    assert found.code == "unreadable-file"


@pytest.mark.parametrize(
    "path",
    ["/etc/x", "../x", "a/../../x", "a//b", "", "a\\b", "a\0b", "a\nb", "nul", "a.", "x" * 241],
)
def test_unsafe_paths_are_refused_before_anything_is_written(tmp_path: Path, path: str) -> None:
    with publishing(tmp_path / "output") as stage:
        found = refusal(lambda: stage.write(path, b"x"))
        assert names(tmp_path) == [".output.explainer-lock"]

    assert found.code == "unsafe-path"
    assert found.message.startswith("the output path `")


def test_the_manifest_is_nobody_elses(tmp_path: Path) -> None:
    with publishing(tmp_path / "output") as stage:
        found = refusal(lambda: stage.write(MANIFEST.upper(), b"x"))

    assert found.code == "path-collision"


@pytest.mark.parametrize(
    ("first", "second", "message"),
    [
        ("a", "a", "two files of the site want the output path `a`"),
        (
            "Tea/index.html",
            "tea/index.html",
            "the output paths `Tea/` and `tea/` differ only in case or Unicode form",
        ),
        (
            "cafe\u0301",
            "caf\u00e9",
            "the output paths `cafe\u0301` and `caf\u00e9` differ only in case or Unicode form",
        ),
        ("a", "a/b", "the output path `a` is wanted by a file and a folder"),
        ("a/b", "a", "the output path `a` is wanted by a file and a folder"),
    ],
)
def test_paths_that_collide_name_each_other(
    tmp_path: Path, first: str, second: str, message: str
) -> None:
    with publishing(tmp_path / "output") as stage:
        stage.write(first, b"x")
        found = refusal(lambda: stage.write(second, b"y"))

    assert found.code == "path-collision"
    assert found.message == message


def test_a_kept_path_collides_with_a_new_one(tmp_path: Path) -> None:
    output = tmp_path / "output"
    first = publish(output, PAGES)

    with publishing(output) as stage:
        stage.keep("tea/index.html", first.facts["tea/index.html"])
        stage.write("Tea/index.html", b"x")
        found = refusal(stage.publish)

    assert found.code == "path-collision"
    assert pages(output) == PAGES


def test_a_folder_of_others_is_not_replaced(tmp_path: Path) -> None:
    put(tmp_path / "output" / "letter.txt", "x")

    found = refusal(lambda: publish(tmp_path / "output", PAGES))

    assert found.code == "cannot-write"
    assert tree(tmp_path) == {"output/letter.txt": b"x"}


def test_what_others_add_while_a_build_runs_is_not_lost(tmp_path: Path) -> None:
    output = tmp_path / "output"
    publish(output, PAGES)

    with publishing(output) as stage:
        stage.write("index.html", b"new")
        put(output / "notes" / "a.txt", "mine")
        put(output / "tea" / "b.txt", "mine too")
        stage.publish()

    assert pages(output) == {
        "index.html": b"new",
        "notes/a.txt": b"mine",
        "tea/b.txt": b"mine too",
    }
    assert names(tmp_path) == ["output"]


def test_a_parent_that_is_a_file_is_one_clear_error(tmp_path: Path) -> None:
    put(tmp_path / "file", "x")
    output = tmp_path / "file" / "output"

    found = refusal(lambda: publish(output, PAGES))

    assert (found.code, found.status) == ("cannot-write", 2)
    assert found.message == f"`{output}` cannot be written: Not a directory"


def test_litter_of_killed_builds_is_swept(tmp_path: Path) -> None:
    output = tmp_path / "output"
    publish(output, PAGES)
    put(tmp_path / ".output.explainer-new" / "half" / "index.html", "x")
    put(tmp_path / ".output.explainer-old" / "index.html", "x")
    put(tmp_path / ".output.explainer-lock", "")

    publish(output, PAGES)

    assert names(tmp_path) == ["output"]
    assert pages(output) == PAGES


def test_an_output_that_was_moved_aside_returns(tmp_path: Path) -> None:
    output = tmp_path / "output"
    publish(output, PAGES)
    output.rename(tmp_path / ".output.explainer-old")
    put(tmp_path / ".output.explainer-new" / "index.html", "half")

    with publishing(output):
        assert pages(output) == PAGES

    assert names(tmp_path) == ["output"]


def test_a_link_in_the_place_of_litter_is_removed_and_not_followed(tmp_path: Path) -> None:
    put(tmp_path / "mine" / "a.txt", "x")
    (tmp_path / ".output.explainer-new").symlink_to("mine")

    publish(tmp_path / "output", PAGES)

    assert names(tmp_path) == ["mine", "output"]
    assert names(tmp_path / "mine") == ["a.txt"]


def test_emptied_folders_wait_for_the_next_build(tmp_path: Path) -> None:
    output, spare = tmp_path / "output", tmp_path / "spare"
    contents = [{**PAGES, "index.html": b"%d" % number} for number in range(4)]
    contents[2]["new/deep/index.html"] = b"new"
    del contents[3]["tea/index.html"]

    for files in contents:
        publish(output, files, spare=spare)
        assert pages(output) == files
        folders = {one.relative_to(output).as_posix() for one in output.rglob("*") if one.is_dir()}
        needed = {str(Path(path).parent) for path in files} | {"new"} - {"."}
        assert folders <= needed

    assert tree(spare) == {}
    assert names(spare) == ["new", "pact", "tea"]
    assert names(tmp_path) == ["output", "spare"]


def test_spare_folders_that_hold_a_file_are_not_used(tmp_path: Path) -> None:
    output, spare = tmp_path / "output", tmp_path / "spare"
    put(spare / "pact" / "planted.html", "x")

    publish(output, PAGES, spare=spare)

    assert pages(output) == PAGES


def test_two_trees_may_wait_for_one_spare(tmp_path: Path) -> None:
    spare = tmp_path / "spare"
    for number in range(3):
        for output in (tmp_path / "one", tmp_path / "two"):
            changed = dict.fromkeys(("index.html", "tea/index.html"), b"%d" % number)
            publish(output, {**PAGES, **changed}, spare=spare)
            assert pages(output)["index.html"] == b"%d" % number

    assert names(tmp_path) == ["one", "spare", "two"]


HOLDER = """
import sys
from pathlib import Path
from generator.files.stage import publishing
with publishing(Path(sys.argv[1]), on_wait=lambda message: print(message, flush=True)) as stage:
    stage.write("index.html", sys.argv[2].encode())
    print("holding", flush=True)
    sys.stdin.readline()
    stage.publish()
"""


def hold(output: Path, content: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(output), content],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def test_a_second_build_waits_and_says_so(tmp_path: Path) -> None:
    output = tmp_path / "output"
    with hold(output, "first") as first:
        assert first.stdout
        assert first.stdin
        assert first.stdout.readline() == "holding\n"
        with hold(output, "second") as second:
            assert second.stdout
            assert second.stdin
            assert second.stdout.readline() == f"waiting for another build of `{output}`\n"
            first.stdin.close()
            assert second.stdout.readline() == "holding\n"
            assert pages(output) == {"index.html": b"first"}
            second.stdin.close()

    assert (first.returncode, second.returncode) == (0, 0)
    assert pages(output) == {"index.html": b"second"}
    assert names(tmp_path) == ["output"]


def test_a_killed_build_holds_nobody_up(tmp_path: Path) -> None:
    output = tmp_path / "output"
    with hold(output, "first") as first:
        assert first.stdout
        assert first.stdout.readline() == "holding\n"
        first.kill()
    assert ".output.explainer-lock" in names(tmp_path)
    told: list[str] = []

    with publishing(output, on_wait=told.append) as stage:
        stage.write("index.html", b"second")
        stage.publish()

    assert told == []
    assert names(tmp_path) == ["output"]


def test_two_threads_take_turns(tmp_path: Path) -> None:
    output = tmp_path / "output"
    order: list[str] = []

    def build(name: str) -> None:
        with publishing(output) as stage:
            order.append(name)
            stage.write("index.html", name.encode())
            time.sleep(0.02)
            stage.publish()
            order.append(name)

    threads = [threading.Thread(target=build, args=(name,)) for name in "abc"]
    for one in threads:
        one.start()
    for one in threads:
        one.join()

    assert order[0::2] == order[1::2]
    assert pages(output) == {"index.html": order[-1].encode()}


def test_many_builds_at_once_end_with_one_whole_tree(tmp_path: Path) -> None:
    source, output = tmp_path / "source", tmp_path / "output"
    for path, content in PAGES.items():
        put(source / path, content.decode())
    command = [sys.executable, "-m", "tests.files.publish_once", str(source), str(output)]

    running = [subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL) for _ in range(6)]

    assert [one.wait() for one in running] == [0] * 6
    assert pages(output) == PAGES
    assert names(tmp_path) == ["output", "source"]


def test_the_stage_is_not_public_before_it_is_whole(tmp_path: Path) -> None:
    output = tmp_path / "output"
    publish(output, PAGES)
    seen: list[dict[str, bytes]] = []

    def watch(stage: Stage) -> None:
        for path in PAGES:
            stage.write(path, b"new")
            seen.append(pages(output))
        stage.publish()
        seen.append(pages(output))

    with publishing(output) as stage:
        watch(stage)

    assert seen == [PAGES, PAGES, PAGES, dict.fromkeys(PAGES, b"new")]
