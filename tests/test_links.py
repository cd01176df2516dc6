"""Links between pages, from outside."""

from __future__ import annotations

from pathlib import Path

from tests.conftest import Run, put

HEAD = "---\ntitle: A\ndate: 2025-01-01\n---\n\n"


def test_thousands_of_broken_links_are_all_reported(run: Run, tmp_path: Path) -> None:
    put(tmp_path / "site.yml", "title: X\n")
    links = "\n\n".join(f"[x](page-{one}.md)" for one in range(3000))
    put(tmp_path / "content" / "a.md", f"{HEAD}## Why?\n\n{links}\n")
    for number in range(300):
        put(tmp_path / "content" / f"text-{number}.md", f"{HEAD}## Why?\n\nSo.\n")
    done = run("build", cwd=tmp_path)
    assert done.returncode == 1
    assert "3000 errors" in done.stderr


def test_a_link_to_a_draft_is_told_apart_from_a_missing_page(run: Run, tmp_path: Path) -> None:
    put(tmp_path / "site.yml", "title: X\n")
    put(tmp_path / "content" / "a.md", f"{HEAD}## Why?\n\n[d](d.md)\n")
    put(
        tmp_path / "content" / "d.md",
        HEAD.replace("---\n\n", "draft: true\n---\n\n") + "## Q?\n\nA.\n",
    )
    assert "link-to-hidden-page" in run("build", cwd=tmp_path).stderr
    assert run("build", "--drafts", cwd=tmp_path).returncode == 0


def test_links_to_static_files_and_to_the_sites_own_pages_are_known(
    run: Run, tmp_path: Path
) -> None:
    put(tmp_path / "site.yml", "title: X\n")
    put(tmp_path / "static" / "files" / "plan.txt", "plan")
    text = "[a](/files/plan.txt) [b](../static/files/plan.txt) [c](/questions/) [d](/)"
    put(tmp_path / "content" / "a.md", f"{HEAD}## Why?\n\n{text}\n")
    done = run("build", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    page = (tmp_path / "output" / "a" / "index.html").read_text(encoding="utf-8")
    assert page.count('href="../files/plan.txt"') == 2
    assert 'href="../questions/"' in page
