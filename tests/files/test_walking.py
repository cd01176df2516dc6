"""Many files at once: every one has its turn, and the first fault is told."""

from __future__ import annotations

import os
import threading
from collections.abc import Sequence
from pathlib import Path

import pytest

from generator.files.walking import each
from tests.files.test_stage import counts, publish


def test_every_item_has_its_turn_on_whatever_thread() -> None:
    seen: list[int] = []
    threads: set[int] = set()

    def work(some: Sequence[int]) -> None:
        threads.add(threading.get_ident())
        seen.extend(some)

    each(work, range(5_000))

    assert sorted(seen) == [*range(5_000)]
    assert len(threads) == min(os.cpu_count() or 1, 4)


def test_a_fault_is_raised_when_all_are_done() -> None:
    done: list[int] = []

    def work(some: Sequence[int]) -> None:
        if 0 in some:
            raise OSError("no more links")
        done.extend(some)

    with pytest.raises(OSError, match="no more links"):
        each(work, range(4_000))

    parts = min(os.cpu_count() or 1, 4)
    assert len(done) == 4_000 - 4_000 // parts


def test_a_large_tree_stands_whole_after_its_files_were_linked(tmp_path: Path) -> None:
    output, spare = tmp_path / "output", tmp_path / "spare"
    files = {f"{number // 40}/{number}.html": b"%d" % number for number in range(2_400)}
    last = publish(output, files, spare=spare)
    for text in (b"one", b"two"):
        files["0/0.html"] = files["59/2399.html"] = text
        kept = {path: facts for path, facts in last.facts.items() if files[path] != text}
        published = publish(output, files, last=type(last)(0, 0, 0, kept), spare=spare)
        last = published
        assert counts(published) == (2, 2_398, 0)
        for path, content in files.items():
            place = output / path
            assert place.read_bytes() == content
            assert place.stat().st_nlink == 1
    assert not any(path.is_file() for path in spare.rglob("*"))
