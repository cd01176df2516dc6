import json
from pathlib import Path

import pytest

from tests.conftest import Run
from tests.search.site import files_of


@pytest.fixture
def built(tmp_path: Path) -> Path:
    (tmp_path / "site.yml").write_text("title: Small\nurl: https://example.org/repo/\n", "utf-8")
    folder = tmp_path / "output" / "assets" / "search"
    folder.mkdir(parents=True)
    for name, content in files_of().items():
        (folder / name).write_bytes(content)
    return tmp_path


def test_search_prints_questions_and_their_addresses(run: Run, built: Path) -> None:
    done = run("search", "--source", built, "spring tide")
    assert done.returncode == 0
    assert done.stdout.startswith("What is a spring tide?\n")
    assert "https://example.org/repo/tides/#spring-tides" in done.stdout


def test_search_prints_json(run: Run, built: Path) -> None:
    rows = json.loads(run("search", "--source", built, "--json", "--explain", "tide").stdout)
    assert list(rows[0]) == ["url", "question", "excerpt", "explainer", "score", "why"]
    assert rows[0]["why"].keys() == {"tide"}


def test_dash_answers_each_line_with_an_array_on_a_line(run: Run, built: Path) -> None:
    done = run("search", "--source", built, "-", stdin="spring tide\nxqzvwj\nimpôts\n")
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert [len(one) > 0 for one in rows] == [True, False, True]
    assert rows[2][0]["question"] == "Quand faut-il déclarer ses impôts ?"


def test_correction_is_told_on_stderr(run: Run, built: Path) -> None:
    done = run("search", "--source", built, "electricty")
    assert "searching for electricity instead of electricty" in done.stderr


def test_site_that_was_not_built_is_told_to_build(run: Run, tmp_path: Path) -> None:
    (tmp_path / "site.yml").write_text("title: Small\n", "utf-8")
    done = run("search", "--source", tmp_path, "tide")
    assert done.returncode == 2
    assert "search-index-missing" in done.stderr
    assert "explainer build" in done.stderr


@pytest.mark.parametrize("text", ["else", 'explainerSearchFile("index",{"version":1});'])
def test_damaged_index_is_told_to_be_built_again(run: Run, built: Path, text: str) -> None:
    (built / "output/assets/search/index.js").write_text(text, "utf-8")
    done = run("search", "--source", built, "tide")
    assert done.returncode == 2
    assert "search-index-broken" in done.stderr
