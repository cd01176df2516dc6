"""`explainer build --diff`: which questions changed since the last output."""

from __future__ import annotations

from pathlib import Path

from tests.conftest import Run


def test_questions_added_changed_reworded_and_retired_are_listed(run: Run, site: Path) -> None:
    first = run("build", "--diff", cwd=site)
    assert first.stdout.startswith("### Questions\n\n**Added** (3)\n")
    assert "built 2 explainers" in first.stderr
    tea = site / "content" / "tea.md"
    text = tea.read_text(encoding="utf-8")
    text = text.replace("Ninety-five degrees", "Ninety degrees")
    text = text.replace("## How long does tea take?", "## How long does *tea* draw?")
    tea.write_text(text + "\n## Is [a] <b> cold?\n\nYes.\n", encoding="utf-8")
    (site / "content" / "bread.md").write_text(
        "---\ntitle: Why bread rises\ndate: 2025-02-01\n---\n\n## New?\n\nYes.\n", encoding="utf-8"
    )
    tea.write_text(tea.read_text("utf-8").replace("bread.md#rise", "bread.md"), encoding="utf-8")
    second = run("build", "--diff", cwd=site)
    assert second.returncode == 0, second.stderr
    assert second.stdout == (
        "### Questions\n"
        "\n"
        "**Added** (2)\n"
        "\n"
        "- New? (`bread/#new`, Why bread rises)\n"
        "- Is \\[a\\] \\<b\\> cold? (`tea/#is-a-b-cold`, How to make tea)\n"
        "\n"
        "**Reworded** (1)\n"
        "\n"
        "- How long does tea draw? (`tea/#how-long`, How to make tea),"
        " before: How long does tea take?\n"
        "\n"
        "**Changed** (1)\n"
        "\n"
        "- How hot must the water be? (`tea/#how-hot-must-the-water-be`, How to make tea)\n"
        "\n"
        "**Retired** (1)\n"
        "\n"
        "- Why does dough rise? (`bread/#rise`, Why bread rises)\n"
    )
    third = run("build", "--diff", cwd=site)
    assert third.stdout == "### Questions\n\nNo question was added, changed or retired.\n"


def test_a_site_without_an_address_is_compared_as_well(run: Run, site: Path) -> None:
    (site / "site.yml").write_text("title: S\n", encoding="utf-8")
    run("build", cwd=site)
    assert "No question was" in run("build", "--diff", cwd=site).stdout
