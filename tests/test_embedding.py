"""Answers shown in place on other pages, from outside."""

from __future__ import annotations

import re
from pathlib import Path

from tests.conftest import Run, put, tree

HEAD = "---\ntitle: {}\ndate: 2025-01-0{}\n---\n\n"
MOON = """## Why does the moon pull?
<!-- q
id: pull
-->

By its mass.[^a] See [the sea](sea.md#rise) & <b>.

### A heading

[^a]: https://example.org/moon "The moon"
"""
SEA = """[In the intro](moon.md#pull "embed")

## Why does the sea rise?
<!-- q
id: rise
-->

Because:

[The *moon*](moon.md#pull "embed")

- In a list:

  [too](moon.md#pull "embed")

But [here](moon.md#pull "embed") it is a link.
"""


def write(folder: Path, sea: str = SEA, moon: str = MOON) -> None:
    put(folder / "site.yml", "title: Sea\nurl: https://example.org/\n")
    put(folder / "content" / "moon.md", HEAD.format("The moon & us", 1) + moon)
    put(folder / "content" / "sea.md", HEAD.format("The sea", 2) + sea)
    text = '---\ntitle: About\nkind: page\n---\n\n[x](sea.md#rise "embed")\n'
    put(folder / "content" / "about.md", text)


def page(folder: Path, path: str) -> str:
    return (folder / "output" / path / "index.html").read_text(encoding="utf-8")


def test_a_lone_link_shows_the_answer_in_place(run: Run, tmp_path: Path) -> None:
    write(tmp_path)
    done = run("build", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    html = page(tmp_path, "sea")
    assert html.count('<div class="embedded">') == 3
    one = html.split('<div class="embedded">')[2]
    assert '<a href="../moon/#pull">Why does the moon pull?</a>' in one
    assert 'By its mass.<sup class="note-ref"><a href="../moon/#note-1"' in one
    # It leads back to the page that it stands on.
    assert '<a href="#rise">the sea</a> &amp; &lt;b&gt;.' in one
    assert 'First published in <a href="../moon/">' not in one
    assert 'First published in <a href="../moon/#pull">The moon &amp; us</a>' in one
    assert ">1 January 2025</time>" in one
    assert 'But <a href="../moon/#pull">here</a> it is a link.' in html
    assert '"embed"' not in html
    ids = re.findall(r' id="([^"]+)"', html)
    assert len(ids) == len(set(ids))
    # Inside an embedded answer, what it embeds itself.
    about = page(tmp_path, "about")
    assert about.count('<div class="embedded">') == 3
    assert "By its mass." in about


def test_an_embedded_answer_follows_its_page(run: Run, tmp_path: Path) -> None:
    write(tmp_path)
    assert run("build", cwd=tmp_path).returncode == 0
    write(tmp_path, moon=MOON.replace("By its mass.", "By gravity."))
    assert run("build", cwd=tmp_path).returncode == 0
    assert "By gravity." in page(tmp_path, "about")
    assert run("build", "--output", "clean", cwd=tmp_path).returncode == 0
    edited, clean = tree(tmp_path / "output"), tree(tmp_path / "clean")
    assert edited.pop(".explainer-files", None) == clean.pop(".explainer-files", None)
    assert edited == clean


def test_answers_that_contain_each_other_are_errors(run: Run, tmp_path: Path) -> None:
    write(tmp_path, moon=MOON.replace("By its mass.", '\n\n[x](sea.md#rise "embed")\n\n'))
    done = run("build", cwd=tmp_path)
    assert done.returncode == 1
    assert "error[embed-circle]: this answer would contain itself" in done.stderr
    assert "content/moon.md#1 → content/sea.md#1 → content/moon.md#1" in done.stderr
    assert not (tmp_path / "output").exists()
    write(tmp_path, moon='## Why?\n<!-- q\nid: pull\n-->\n\n[x](#pull "embed")\n')
    assert "error[embed-circle]" in run("build", cwd=tmp_path).stderr


def test_only_questions_can_be_shown_in_place(run: Run, tmp_path: Path) -> None:
    write(tmp_path, sea='## Why?\n\n[a](moon.md "embed")\n\n[b](moon.md#a-heading "embed")\n')
    done = run("build", cwd=tmp_path)
    assert done.returncode == 1
    assert done.stderr.count("error[link-to-no-question]") == 2
    assert "content/sea.md:8:5" in done.stderr


def test_an_address_elsewhere_with_that_title_stays_a_link(run: Run, tmp_path: Path) -> None:
    write(tmp_path, sea='## Why?\n<!-- q\nid: rise\n-->\n\n[a](https://example.org/ "embed")\n')
    assert run("build", cwd=tmp_path).returncode == 0
    assert '<a href="https://example.org/" title="embed">a</a>' in page(tmp_path, "sea")


def test_a_long_chain_of_answers_is_no_circle(run: Run, tmp_path: Path) -> None:
    put(tmp_path / "site.yml", "title: Sea\n")
    for number in range(60):
        link = f'[next](p{number + 1}.md#q "embed")' if number < 59 else "The end."
        text = f"## Why {number}?\n<!-- q\nid: q\n-->\n\n{link}\n"
        put(tmp_path / "content" / f"p{number}.md", HEAD.format(number, 1) + text)
    done = run("build", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "The end." in page(tmp_path, "p0")
