"""`explainer explain`: the entries of docs/errors.md at the terminal."""

from __future__ import annotations

import json

from tests.conftest import ROOT, Run


def test_an_entry_is_that_of_the_documentation(run: Run) -> None:
    done = run("explain", "missing-page")
    assert done.returncode == 0
    assert done.stdout.startswith("missing-page\n\nThe link leads to nothing")
    text = done.stdout.split("\n\n", 1)[1].strip()
    assert f"## missing-page\n\n{text}\n" in (ROOT / "docs" / "errors.md").read_text("utf-8")


def test_a_code_may_be_copied_with_its_brackets(run: Run) -> None:
    plain, copied = (run("explain", one).stdout for one in ("bad-id", "error[bad-id]:"))
    assert copied.split("\n\n")[1] == plain.split("\n\n")[1] != ""


def test_without_a_code_all_are_listed(run: Run) -> None:
    listed = run("explain").stdout.split()
    assert listed == sorted(listed)
    assert listed == list(json.loads(run("explain", "--json").stdout))


def test_a_mistyped_code_is_corrected(run: Run) -> None:
    done = run("explain", "mising-anchor")
    assert done.returncode == 2
    assert "error[unknown-code]" in done.stderr
    assert "did you mean `missing-anchor`?" in done.stderr
