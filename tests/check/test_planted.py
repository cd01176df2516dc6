"""A deliberately broken copy of the demo: every fault told once, at its file and line."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

from tests.check.planted import FAULTS, line_of, plant
from tests.conftest import Run, tree


def test_every_planted_fault_is_reported_once_at_its_line(run: Run, tmp_path: Path) -> None:
    assert len(FAULTS) >= 40
    folder = plant(tmp_path)
    before = tree(folder)
    done = run("check", "--format", "json", cwd=folder)
    assert done.returncode == 1, done.stderr
    found = json.loads(done.stdout)["problems"]
    told = Counter((one["code"], one["file"], one["line"]) for one in found)
    assert told == Counter((one.code, one.file, line_of(folder, one)) for one in FAULTS)
    assert tree(folder) == before
    assert all(one["excerpt"] or one["file"].endswith(".svg") for one in found)
    assert all(one["fix"] for one in found)
