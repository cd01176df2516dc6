"""Killed at every system call that changes files, or out of disk: the old tree or the new one."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT, put, tree
from tests.files.publish_once import main

STRACE = shutil.which("strace") or ""
pytestmark = pytest.mark.skipif(
    not STRACE, reason="strace is not installed, which makes system calls fail on request"
)
CHANGING = (
    "openat,rename,renameat,renameat2,unlink,unlinkat,mkdir,mkdirat,rmdir,link,linkat,"
    "write,fsync,chmod,fchmod,fchmodat"
)


class Site:
    """A source in two versions, and its output.

    They differ in one file, one more and one less; with `edited`, in these files only.
    """

    def __init__(self, folder: Path, *, spare: bool, edited: tuple[str, ...] = ()) -> None:
        self._edited = edited
        self.source, self.output = folder / "source", folder / "public" / "output"
        self._kept = folder / "kept"
        self._spare = [str(folder / "public" / "spare")] if spare else []
        self.output.parent.mkdir(parents=True)
        self._edit("new")
        self.publish()
        self.new = tree(self.output)
        shutil.rmtree(self.output)
        self._edit("old")
        for number in "12":
            put(self.source / "a" / "index.html", f"before {number}")
            self.publish()
        self._edit("old")
        self.publish()
        self.old = tree(self.output)
        shutil.copytree(self.output.parent, self._kept)
        self._edit("new")

    def _edit(self, version: str) -> None:
        put(self.source / "a" / "index.html", f"{version} text")
        put(self.source / "deep" / "er" / "index.html", "the same text")
        for path in self._edited:
            put(self.source / path, f"{version} text of {path}")
        if self._edited:
            put(self.source / "a" / "index.html", "the same text")
            return
        put(self.source / version / "index.html", "here only")
        (self.source / ("old" if version == "new" else "new") / "index.html").unlink(
            missing_ok=True
        )

    def publish(self, *trace: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-S", "-m", "tests.files.publish_once"]
        prefix = [STRACE, "-f", "-qq", "-y", *trace] if trace else []
        return subprocess.run(
            [*prefix, *command, str(self.source), str(self.output), *self._spare],
            cwd=ROOT,
            capture_output=True,
            text=True,
        )

    def restore(self) -> None:
        shutil.rmtree(self.output.parent)
        shutil.copytree(self._kept, self.output.parent)

    def points(self, log: Path, calls: str) -> list[tuple[str, int]]:
        """The calls of a build that touch the public folder: name, and the how many-eth it is."""
        self.publish("-o", str(log), "-e", f"trace={calls}")
        self.restore()
        found, count = [], dict.fromkeys(calls.split(","), 0)
        for line in log.read_text().splitlines():
            name = re.match(r"\d+\s+(\w+)\(", line)
            if name is None:
                continue
            count[name[1]] += 1
            is_read = name[1] == "openat" and "O_CREAT" not in line
            if str(self.output.parent) in line and not is_read:
                found.append((name[1], count[name[1]]))
        return found

    def recovers(self) -> bool:
        """True when the next build makes the new tree and leaves nothing else behind."""
        allowed = {"output", "spare"} if self._spare else {"output"}
        return (
            main([str(self.source), str(self.output), *self._spare]) == 0
            and tree(self.output) == self.new
            and {one.name for one in self.output.parent.iterdir()} <= allowed
        )

    def fails(self, call: str, when: str, effect: str) -> subprocess.CompletedProcess[str]:
        inject = f"inject={call}:{effect}:when={when}"
        return self.publish("-o", "/dev/null", "-e", f"trace={call}", "-e", inject)

    def is_clean(self) -> bool:
        return [one.name for one in self.output.parent.iterdir()] == ["output"]


@pytest.mark.parametrize("spare", [False, True])
def test_a_kill_at_any_system_call_leaves_a_whole_tree(tmp_path: Path, spare: bool) -> None:
    site = Site(tmp_path, spare=spare)
    points = site.points(tmp_path / "log", CHANGING)
    assert len(points) > 15

    outcomes = set()
    # Every second one, the others with the other value of `spare`: a run costs a third of a second.
    for call, number in points[spare::2]:
        site.restore()
        site.fails(call, str(number), "signal=KILL")
        found = tree(site.output)
        assert found in (site.old, site.new), (call, number)
        outcomes.add(found == site.new)
        assert site.recovers(), (call, number)
    assert outcomes == {False, True}


@pytest.mark.parametrize("edited", [("deep/a.html",), ("deep/a.html", "deep/er/b.html")])
def test_a_kill_while_one_file_or_folder_is_replaced_leaves_a_whole_tree(
    tmp_path: Path, edited: tuple[str, ...]
) -> None:
    site = Site(tmp_path, spare=False, edited=edited)
    points = site.points(tmp_path / "log", CHANGING)
    assert len(points) > 4

    outcomes = set()
    for call, number in points:
        site.restore()
        site.fails(call, str(number), "signal=KILL")
        found = tree(site.output)
        assert found in (site.old, site.new), (call, number)
        outcomes.add(found == site.new)
        assert site.recovers(), (call, number)
        if call in ("openat", "mkdir", "write"):
            site.restore()
            done = site.fails(call, str(number), "error=ENOSPC")
            assert (tree(site.output), done.returncode) == (site.old, 2), (call, number)
            assert site.is_clean(), (call, number)
    assert outcomes == {False, True}


def test_without_an_exchange_changes_in_one_folder_replace_the_whole_tree(tmp_path: Path) -> None:
    site = Site(tmp_path, spare=False, edited=("deep/a.html", "deep/er/b.html"))

    done = site.fails("renameat2", "1+", "error=ENOSYS")

    assert (done.returncode, done.stderr) == (0, "")
    assert tree(site.output) == site.new
    assert site.is_clean()


def test_a_full_disk_at_any_write_leaves_the_old_tree_and_one_message(tmp_path: Path) -> None:
    site = Site(tmp_path, spare=False)
    points = site.points(tmp_path / "log", "openat,mkdir,write,fsync")

    for call, number in points:
        site.restore()
        done = site.fails(call, str(number), "error=ENOSPC")
        assert tree(site.output) == site.old, (call, number)
        assert "No space left on device" in done.stderr, (call, number)
        assert done.stderr.count("\n") == 1
        assert done.returncode == 2
        assert site.is_clean(), (call, number)


@pytest.mark.parametrize(
    ("call", "number", "reason"),
    [
        ("mkdir", 1, "Read-only file system"),
        ("openat", 1, "Permission denied"),
        ("renameat2", 1, "Device or resource busy"),
    ],
)
def test_what_the_system_refuses_is_one_message(
    tmp_path: Path, call: str, number: int, reason: str
) -> None:
    site = Site(tmp_path, spare=False)
    code = {"Read-only": "EROFS", "Permission": "EACCES", "Device": "EBUSY"}[reason.split()[0]]
    points = [at for name, at in site.points(tmp_path / "log", CHANGING) if name == call]

    done = site.fails(call, f"{points[number - 1]}+", f"error={code}")

    assert done.returncode == 2
    assert re.fullmatch(rf"`{site.output}.*` cannot be written: {reason}\n", done.stderr)
    assert tree(site.output) == site.old
    assert site.is_clean()


def test_without_an_exchange_two_renames_do(tmp_path: Path) -> None:
    site = Site(tmp_path, spare=False)

    done = site.fails("renameat2", "1+", "error=ENOSYS")

    assert (done.returncode, done.stderr) == (0, "")
    assert tree(site.output) == site.new
    assert site.is_clean()


def test_without_an_exchange_a_killed_build_is_made_good_by_the_next(tmp_path: Path) -> None:
    site = Site(tmp_path, spare=False)
    log = tmp_path / "log"
    refused = ("-e", "inject=renameat2:error=ENOSYS:when=1+")
    site.publish("-o", str(log), "-e", "trace=renameat2,rename", *refused)
    renames = sum(" rename(" in line for line in log.read_text().splitlines())

    for number in range(1, renames + 1):
        site.restore()
        kill = ("-e", f"inject=rename:signal=KILL:when={number}")
        site.publish("-o", str(log), "-e", "trace=renameat2,rename", *refused, *kill)
        assert tree(site.output) in ({}, site.old, site.new)
        assert site.recovers()


def test_without_hard_links_files_are_copied(tmp_path: Path) -> None:
    site = Site(tmp_path, spare=False)

    done = site.fails("linkat", "1+", "error=EPERM")

    assert (done.returncode, done.stderr) == (0, "")
    assert tree(site.output) == site.new
