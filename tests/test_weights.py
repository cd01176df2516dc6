"""The budgets of a page, and what breaks them."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from generator.weights import Budget, budget_faults, packed, weigh_page, weigh_site
from tests.conftest import SHARED, Run, put, tree

PAGE = """<!doctype html><html lang=en><head><title>T</title>
<link rel="stylesheet" href="../assets/a.css"><link rel="icon" href="../assets/i.svg">
<script src="../assets/a.js"></script><script src="../assets/b.js" defer></script>
<script type="application/ld+json">{"a": 1}</script></head>
<body><p>Words that count.</p><img src="../p.jpg" alt=""></body></html>"""
FILES = {
    "pact/index.html": PAGE.encode(),
    "assets/a.css": b"p { margin: 0 }",
    "assets/a.js": b"a()",
    "assets/b.js": b"b()",
}


def test_a_page_weighs_its_html_its_sheets_and_its_scripts() -> None:
    (page,) = weigh_site(FILES, site_url="https://example.org/site/")
    assert page.html == packed(PAGE.encode())
    assert page.text == packed(b"Words that count.")
    assert page.css == packed(b"p { margin: 0 }")
    assert page.scripts == packed(b"a()") + packed(b"b()")
    # The deferred script holds nothing up.
    assert page.requests == 3
    assert (page.foreign, page.missing) == ((), ())
    assert budget_faults([page]) == []


@pytest.mark.parametrize(
    ("addition", "said"),
    [
        (
            (
                '<link rel=stylesheet href="../assets/a2.css">'
                '<link rel=stylesheet href="../assets/a3.css">'
            ),
            "takes 5 requests before pictures, more than 4",
        ),
        ('<script src="//cdn.example.net/x.js"></script>', "fetches https://cdn.example.net/x.js"),
        ('<img src="https://example.net/p.png" alt="">', "fetches https://example.net/p.png"),
        ('<link rel=stylesheet href="/site/assets/gone.css">', "asks for `assets/gone.css`"),
        ('<script src="../assets/c.js"></script>', "takes 4 requests before pictures, more than 3"),
    ],
)
def test_what_a_page_may_not_fetch_is_told(addition: str, said: str) -> None:
    files = {**FILES, "pact/index.html": (PAGE + addition).encode(), "assets/c.js": b"c()"}
    files |= {"assets/a2.css": b"", "assets/a3.css": b""}
    (fault,) = budget_faults(weigh_site(files, site_url="https://example.org/site/"))
    assert fault.code == "over-budget"
    assert said in fault.message
    assert fault.span is not None
    assert fault.span.path == "pact/index.html"


def test_a_long_page_may_weigh_more_but_not_by_its_markup() -> None:
    noise = random.Random(1)
    words = " ".join(f"{noise.getrandbits(64):x}" for _ in range(900))
    markup = "".join(f'<i class="{noise.getrandbits(64):x}"></i>' for _ in range(3000))
    weigh = [weigh_page(name, html.encode(), lambda name: 0) for name, html in
             (("long", f"<p>{words}"), ("heavy", f"<p>{words[:4000]}{markup}"))]  # fmt: skip
    assert weigh[0].html > Budget().html
    (fault,) = budget_faults(weigh)
    assert fault.span is not None
    assert (fault.span.path, "its HTML weighs" in fault.message) == ("heavy", True)


def test_a_heavy_sheet_is_told_once() -> None:
    sheet = "".join(f"{random.Random(n).random()}" for n in range(2000)).encode()
    files = {**FILES, "treaty/index.html": PAGE.encode(), "assets/a.css": sheet}
    (fault,) = budget_faults(weigh_site(files))
    assert "its style sheets weigh" in fault.message


@pytest.mark.skipif(not SHARED.is_dir(), reason="the shared data is not here")
def test_the_seed_explainer_keeps_to_the_budget_in_every_theme(run: Run, tmp_path: Path) -> None:
    put(tmp_path / "site.yml", "title: Small\nurl: https://example.org/\n")
    seed = SHARED / "seed" / "article.txt"
    done = run("convert", seed, "--output", tmp_path / "content" / "seed.md", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert run("build", cwd=tmp_path).returncode == 0
    files = tree(tmp_path / "output")
    pages = weigh_site(files, site_url="https://example.org/")
    assert budget_faults(pages) == []
    explainer = next(one for one in pages if one.path == "seed/index.html")
    assert explainer.html <= 6_000
    assert explainer.css <= 8_000
    assert explainer.requests <= 3
