"""A small site, whole: what is built stands in tests/golden; `pytest --update` rewrites it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.conftest import Run, tree

GOLDEN = Path(__file__).parent / "golden"
# What the theme's looks and the search index are made of is tested elsewhere.
_LEFT_OUT = ("assets/", ".explainer-files")
_FINGERPRINT = re.compile(rb"\.[0-9a-f]{10}\.(css|js|svg)")


def test_the_small_site_is_built_as_it_was(
    run: Run, site: Path, pytestconfig: pytest.Config
) -> None:
    done = run("build", cwd=site)
    assert done.returncode == 0, done.stderr
    built = {
        name: _FINGERPRINT.sub(rb".FINGERPRINT.\1", content)
        for name, content in tree(site / "output").items()
        if not name.startswith(_LEFT_OUT)
    }
    if pytestconfig.getoption("--update"):
        for old in GOLDEN.rglob("*"):
            if old.is_file():
                old.unlink()
        for name, content in built.items():
            (GOLDEN / name).parent.mkdir(parents=True, exist_ok=True)
            (GOLDEN / name).write_bytes(content)
    assert built == tree(GOLDEN)
