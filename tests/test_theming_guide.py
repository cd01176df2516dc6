"""docs/theming.md, followed to the letter: its example theme is made and checked."""

from __future__ import annotations

import re
from pathlib import Path

from generator.theme.sheets import tokens_of
from tests.conftest import ROOT, Run, put

GUIDE = (ROOT / "docs" / "theming.md").read_text(encoding="utf-8")
HOUR = GUIDE[GUIDE.index("## Make a theme in an hour") : GUIDE.index("## What pages must keep to")]
# A paragraph that names a file, and the block of code after it.
FILES = re.compile(r"`(themes/harbour/[\w./-]+)`[^\n]*:\n\n```\w+\n(.*?)```", re.S)
COMMANDS = re.compile(r"```sh\n(explainer theme [^\n]*)\n```")


def test_the_theme_of_the_guide_is_made_in_its_steps(run: Run, site: Path) -> None:
    files, commands = FILES.findall(HOUR), COMMANDS.findall(HOUR)
    assert len(files) == 4
    assert commands == [
        "explainer theme new harbour",
        "explainer theme eject question-list.css",
        "explainer theme eject footer.html",
        "explainer theme check",
    ]
    for command in commands[:3]:
        done = run(*command.split()[1:], cwd=site)
        assert done.returncode == 0, done.stderr
        put(site / "site.yml", "title: Port\ntheme: harbour\nextra: {telephone: '0123'}\n")
    for name, text in files:
        put(site / name, text)
    done = run(*commands[3].split()[1:], cwd=site)
    assert (done.returncode, done.stderr) == (0, "")
    assert run("build", cwd=site).returncode == 0
    page = (site / "output/tea/index.html").read_text(encoding="utf-8")
    assert '<div class="pier">' in page
    assert "<p>Port: 0123</p>" in page
    sheets = "".join(
        one.read_text(encoding="utf-8") for one in (site / "output/assets").glob("*.css")
    )
    assert "#00587c" in sheets
    assert ".lead-story{padding:1.5rem" in sheets


def test_the_tokens_of_the_guide_colour_and_measure_a_site(run: Run, site: Path) -> None:
    begin = GUIDE.index("```yaml\ntokens:") + len("```yaml\n")
    written = GUIDE[begin : GUIDE.index("```", begin)]
    for name in ("broadsheet", "default"):
        put(site / "site.yml", f"title: Port\ntheme: {name}\n{written}")
        done = run("theme", "check", cwd=site)
        assert (done.returncode, done.stderr) == (0, "")
    assert run("build", cwd=site).returncode == 0
    (sheet,) = (site / "output/assets").glob("style.*.css")
    tokens = tokens_of(sheet.read_text(encoding="utf-8"))
    assert tokens["accent"] == "light-dark(#0b5c46,#7fd6b4)"
    assert (tokens["measure"], tokens["serif"]) == ("60ch", "Georgia,serif")


def test_every_class_of_the_skeleton_is_on_a_page(run: Run, tmp_path: Path) -> None:
    from generator.config import load_config
    from generator.theming.kitchen_sink import write_sink

    write_sink(tmp_path, load_config("title: Sink\n", "site.yml"))
    assert run("build", "--drafts", cwd=tmp_path).returncode == 0
    pages = "".join(
        one.read_text(encoding="utf-8") for one in (tmp_path / "output").rglob("*.html")
    )
    skeleton = HOUR[HOUR.index("```html") : HOUR.index("The other pages have")]
    named = set(re.findall(r'class="([\w-]+)', skeleton)) | set(
        re.findall(r"\.([a-z-]+)", skeleton)
    )
    used = {name for value in re.findall(r'class="([^"]*)"', pages) for name in value.split()}
    assert len(named) > 25
    assert named - used == set()
