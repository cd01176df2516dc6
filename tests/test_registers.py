"""Corrections and open questions: at the answer, on top of the page, and across the site."""

from __future__ import annotations

import json
import re
from datetime import UTC
from pathlib import Path

import pytest

from generator.parse import parse_page
from tests.conftest import Run, put

HEAD = "---\ntitle: Tides\ndate: 2024-01-31\n{0}---\n\n"
CORRECTIONS = """corrections:
  - date: 2024-03-01
    question: {0}
    was: Three times.
    now: <b>Twice</b>.
  - date: 2024-02-01
    was: 1 metre
    now: 2 metres
"""
BODY = "## Why does the sea rise?\n<!-- q\nid: why\n-->\n\nThe Moon.\n\n## When?\n\n{0}\n"


def tides(folder: Path, question: str = "why", answer: str = "Twice a day.") -> Path:
    put(folder / "site.yml", "title: S\nurl: https://example.org/\n")
    text = HEAD.format(CORRECTIONS.format(question)) + BODY.format(answer)
    put(folder / "content" / "tides.md", text)
    return folder


@pytest.mark.parametrize("question", ["why", '"#why"', "Why does the sea rise?"])
def test_a_correction_stands_at_its_answer_on_top_and_on_the_sites_page(
    run: Run, tmp_path: Path, question: str
) -> None:
    tides(tmp_path, question)
    done = run("build", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    html = (tmp_path / "output" / "tides" / "index.html").read_text(encoding="utf-8")
    top, answer = html.index('<aside class="corrected"'), html.index('<div class="correction"')
    assert top < html.index('id="why"') < answer < html.index('id="when"')
    assert "<ins>&lt;b&gt;Twice&lt;/b&gt;.</ins>" in html
    assert html.count("<del>1 metre</del>") == 1
    alone = (tmp_path / "output" / "tides" / "why" / "index.html").read_text(encoding="utf-8")
    assert "<del>Three times.</del>" in alone
    assert "1 metre" not in alone
    every = (tmp_path / "output" / "corrections" / "index.html").read_text(encoding="utf-8")
    links = re.findall(r'<h2><a href="([^"]+)">([^<]+)</a>', every)
    assert links == [("../tides/#why", "Why does the sea rise?"), ("../tides/", "Tides")]
    data = json.loads(
        html.partition('<script type="application/ld+json">')[2].split("</script>")[0]
    )
    first, second = data["correction"]
    assert first["@type"] == "CorrectionComment"
    assert first["text"] == "Three times. → <b>Twice</b>."
    assert first["datePublished"] == "2024-03-01T00:00:00+00:00"
    assert first["about"] == {"@type": "Question", "name": "Why does the sea rise?"}
    assert "about" not in second


def test_a_correction_of_an_unknown_question_is_an_error_with_its_place(
    run: Run, tmp_path: Path
) -> None:
    done = run("build", cwd=tides(tmp_path, "wy"))
    assert done.returncode == 1
    assert "error[unknown-question]: the correction names `wy`" in done.stderr
    assert "content/tides.md:6:15" in done.stderr
    assert "fix: did you mean `why`?" in done.stderr


def unknown(answer: str) -> tuple[str, str]:
    text = HEAD.format("") + BODY.format(answer)
    page, body = parse_page(text, "content/t.md", UTC, "")
    return page.questions[1].unknown, body.answers[1]


@pytest.mark.parametrize(
    ("quote", "told"),
    [
        ("> **Not known yet:** how high.", "how high."),
        ("> **Not known yet.** How high\n> it was.", "How high it was."),
        ("> **Noch nicht bekannt** ist, wie hoch.", "Noch nicht bekannt ist, wie hoch."),
        ("> **On ne sait pas encore :** la hauteur.", "la hauteur."),
        ("> **Aún no se sabe**: la altura.", "la altura."),
        ("> **غير معروف بعد:** الارتفاع.", "الارتفاع."),
        ("> **NOT KNOWN YET** – how.\n>\n> - One.", "how. One."),
    ],
)
def test_a_quote_that_begins_with_the_bold_words_is_a_box(quote: str, told: str) -> None:
    found, html = unknown(quote)
    assert found == told
    assert html.startswith('<div class="not-known" role="note">')
    assert html.endswith("</div>")
    assert "blockquote" not in html


@pytest.mark.parametrize(
    "quote", ["> Not known yet: how.", "> **Known** is all.", "**Not known yet:** how.", "> "]
)
def test_another_quote_stays_one(quote: str) -> None:
    found, html = unknown(quote)
    assert found == ""
    assert "not-known" not in html


def test_open_questions_are_listed_with_their_age(run: Run, tmp_path: Path) -> None:
    tides(tmp_path)
    run("ids", cwd=tmp_path)
    assert not (tmp_path / "output" / "open").exists()
    tides(tmp_path, answer="> **Not known yet:** the hour.")
    # 2024-05-01
    done = run("ids", cwd=tmp_path, SOURCE_DATE_EPOCH="1714521600")
    assert "opened    when: When?" in done.stdout
    assert run("build", "--locked", cwd=tmp_path).returncode == 0
    path = tmp_path / "output" / "open" / "index.html"
    html = path.read_text(encoding="utf-8")
    assert 'Open since <time datetime="2024-05-01T00:00:00+00:00">1 May 2024</time>' in html
    assert '<a href="../tides/#when">When?</a>' in html
    assert "<p>the hour.</p>" in html
    tides(tmp_path)
    assert "settled   when: When?" in run("ids", cwd=tmp_path).stdout
    run("build", cwd=tmp_path)
    assert not path.exists()
