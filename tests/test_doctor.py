"""`explainer doctor` and `explainer config`: what is around a site, and what it is set to."""

from __future__ import annotations

import json
import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from generator.doctor import examine
from tests.conftest import Run, put, tree
from tests.test_scaffold import run_git

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)


@pytest.fixture
def fresh(run: Run, tmp_path: Path) -> Path:
    """A new site in a repository with a remote on GitHub."""
    folder = tmp_path / "fresh"
    run("init", folder, cwd=tmp_path)
    put(folder / "requirements.txt", "explainer @ git+https://example.org/x.git@v1.0.0\n")
    run_git(folder, "init", "-q", "--initial-branch=main")
    run_git(folder, "remote", "add", "origin", "git@github.com:city/why.git")
    return folder


def kept(folder: Path) -> dict[str, bytes]:
    return {path: data for path, data in tree(folder).items() if not path.startswith(".cache/")}


def told(folder: Path, grade: str) -> dict[str, str]:
    found = examine(folder, NOW)
    return {one.subject: f"{one.text} | {one.fix}" for one in found if one.grade == grade}


def set_to(folder: Path, **settings: str) -> None:
    lines = "".join(f"{key}: {value}\n" for key, value in settings.items())
    put(folder / "site.yml", f"title: S\ntimezone: Europe/Zurich\n{lines}")


def test_a_new_site_has_no_fault(run: Run, fresh: Path) -> None:
    before = kept(fresh)
    done = run("doctor", cwd=fresh)
    assert done.returncode == 0, done.stdout
    assert "ok     workflow: pages.yml" in done.stdout
    assert "fix: add to site.yml: url: https://city.github.io/why/" in done.stdout
    assert kept(fresh) == before
    found = json.loads(run("doctor", "--json", cwd=fresh).stdout)
    assert {one["grade"] for one in found} == {"fine", "note"}


def test_the_address_is_compared_with_remote_and_domain(fresh: Path) -> None:
    set_to(fresh, url="https://city.github.io/WHY/")
    assert "GitHub Pages serves https://city.github.io/why/" in told(fresh, "fault")["address"]
    set_to(fresh, url="https://city.github.io/why")
    assert "address" in told(fresh, "fine")
    set_to(fresh, url="https://city.github.io/why/", cname="www.example.org")
    assert "url: https://www.example.org/" in told(fresh, "fault")["address"]
    put(fresh / "static" / "CNAME", "example.org\n")
    assert "not the same" in told(fresh, "fault")["domain"]


def test_permissions_pins_and_the_lock_of_the_workflow_are_looked_at(fresh: Path) -> None:
    file = fresh / ".github" / "workflows" / "pages.yml"
    text = file.read_text(encoding="utf-8")
    put(file, text.replace("      id-token: write\n", ""))
    assert "lacks the permission `id-token: write`" in told(fresh, "fault")["workflow"]
    put(file, text.replace("actions/checkout@v4.2.2", "actions/checkout@main"))
    assert "uses actions/checkout@main" in told(fresh, "note")["workflow"]
    put(file, text.replace(" --locked", ""))
    assert "builds without `--locked`" in told(fresh, "note")["workflow"]
    file.unlink()
    assert "none that publishes" in told(fresh, "note")["workflow"]


def test_a_site_that_a_workflow_cannot_build_is_a_fault(fresh: Path) -> None:
    put(fresh / "requirements.txt", "# nothing\n")
    assert "cannot install Explainer" in told(fresh, "fault")["requirements.txt"]


def test_what_is_committed_by_mistake_is_told(fresh: Path) -> None:
    put(fresh / "output" / "index.html", "")
    run_git(fresh, "add", "--force", "output")
    assert told(fresh, "fault")["git"] == "output is committed | git rm -r --cached output"


def test_a_clock_before_the_last_commit_is_wrong(fresh: Path) -> None:
    run_git(fresh, "add", "--all")
    run_git(fresh, "commit", "-q", "-m", "begin")
    long_ago = datetime(2020, 1, 1, tzinfo=UTC)
    faults = [one.subject for one in examine(fresh, long_ago) if one.grade == "fault"]
    assert faults == ["clock"]


def test_the_ledger_is_compared(fresh: Path) -> None:
    assert "ledger" in told(fresh, "fine")
    put(fresh / "content" / "b.md", "---\ntitle: B\ndate: 2025-01-01\n---\n## What?\n\nThis.\n")
    assert "out of step" in told(fresh, "fault")["ledger"]
    shutil.rmtree(fresh / "ledger")
    assert "explainer ids" in told(fresh, "note")["ledger"]


def test_a_broken_site_yml_is_a_fault(run: Run, tmp_path: Path) -> None:
    done = run("doctor", cwd=tmp_path)
    assert done.returncode == 1
    assert "FAULT  site.yml: " in done.stdout


def test_each_setting_is_shown_with_its_origin(run: Run, site: Path) -> None:
    put(site / "site.yml", "title: S\nnav:\n  - About: about/\npage_size: 5\n")
    found = {one["name"]: one for one in json.loads(run("config", "--json", cwd=site).stdout)}
    assert found["nav"]["value"] == [{"title": "About", "path": "about/", "titles": {}}]
    assert found["page_size"] == {"name": "page_size", "value": 5, "origin": "site.yml:4"}
    assert found["feed_size"]["origin"] == "default"
    shown = run("config", "--show", cwd=site).stdout
    assert [line.split()[0] for line in shown.splitlines()] == list(found)
    put(site / "site.yml", "titel: S\n")
    done = run("config", cwd=site)
    assert (done.returncode, "error[unknown-key]" in done.stderr) == (1, True)
