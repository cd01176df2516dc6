"""The demo site's words: complete, linked, and nobody else's."""

from __future__ import annotations

import re
import shutil
from functools import cache
from itertools import chain
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from generator.config import load_config
from generator.model import Body, Page
from generator.parse import parse_page
from generator.text import words
from tests.conftest import explainer

ROOT = Path(__file__).parent.parent
CONTENT = sorted((ROOT / "content").glob("*.md"))
SEEDS = sorted((ROOT / "seeds").glob("*.txt"))
SEED_ARTICLE = ROOT.parent / "shared" / "seed" / "article.txt"
SHARED_WORDS = 8
"""As many words in a row make a sentence somebody else's."""


@cache
def _parsed(path: Path) -> tuple[Page, Body]:
    text = path.read_text(encoding="utf-8")
    return parse_page(text, f"content/{path.name}", ZoneInfo("Europe/Zurich"), path.name)


def _explainers() -> list[Page]:
    pages = [_parsed(path)[0] for path in CONTENT]
    return [page for page in pages if page.front.kind == "explainer" and not page.translates]


def _runs(text: str) -> set[tuple[str, ...]]:
    found = [word.casefold() for word in words(text)]
    return {tuple(found[at : at + SHARED_WORDS]) for at in range(len(found) - SHARED_WORDS + 1)}


def test_there_are_ten_explainers_and_a_plain_page() -> None:
    assert len(_explainers()) >= 10
    assert _parsed(ROOT / "content" / "about.md")[0].front.kind == "page"


def test_site_file_names_the_site_its_language_and_its_time_zone() -> None:
    config = load_config((ROOT / "site.yml").read_text(encoding="utf-8"))

    assert config.title
    assert config.description
    assert (config.lang, config.timezone) == ("en", "Europe/Zurich")


@pytest.mark.parametrize("path", CONTENT, ids=lambda path: path.name)
def test_content_file_parses_without_a_warning_and_has_its_title(path: Path) -> None:
    page, _ = _parsed(path)

    assert page.diagnostics == ()
    assert page.front.title


def test_every_explainer_has_a_date_a_lead_tags_and_three_summary_points() -> None:
    for page in _explainers():
        assert page.front.date is not None, page.path
        assert page.front.lead, page.path
        assert page.front.tags, page.path
        assert len(page.front.summary) == 3, page.path


def test_every_explainer_has_three_questions_or_more_and_no_empty_answer() -> None:
    for path in CONTENT:
        page, body = _parsed(path)
        if page.front.kind == "explainer" and not page.translates:
            assert len(page.questions) >= 3, page.path
            assert all(len(words(answer)) >= 50 for answer in body.answer_texts), page.path


def test_every_question_is_asked_as_a_question() -> None:
    for page in _explainers():
        assert all(question.text.endswith("?") for question in page.questions), page.path


def test_lengths_vary_from_three_questions_to_more_than_twelve() -> None:
    counts = [len(page.questions) for page in _explainers()]

    assert min(counts) == 3
    assert max(counts) > 12


def test_explainers_are_written_in_three_languages() -> None:
    assert {page.front.lang for page in _explainers()} == {"en", "de", "fr"}


def test_one_is_translated_in_part_and_one_from_right_to_left() -> None:
    pages = [page for page, _ in map(_parsed, CONTENT)]
    originals = {page.path: page for page in pages}
    translations = {page.front.lang: page for page in pages if page.translates}
    assert set(translations) == {"de", "ar"}
    for page in translations.values():
        known = {one.id for one in originals[page.translates].questions}
        assert {one.id for one in page.questions} <= known
    assert len(translations["de"].questions) < len(translations["ar"].questions)


def test_questions_that_only_look_alike_are_told_apart(tmp_path: Path) -> None:
    assert "duplicate-question" not in explainer("check", "--dupes", cwd=ROOT).stdout
    shutil.copytree(ROOT / "content", tmp_path / "content")
    page = tmp_path / "content" / "tram-priority.md"
    text = page.read_text(encoding="utf-8")
    page.write_text(text.replace('distinct-from: "#detection"\n', ""), encoding="utf-8")
    for name in ("site.yml", "authors.yml", "glossary.yml"):
        shutil.copy(ROOT / name, tmp_path)
    told = explainer("check", "--dupes", cwd=tmp_path).stdout
    assert 'add `distinct-from: "#detection"` to its comment' in told


def test_every_tag_is_shared_by_two_explainers() -> None:
    tags = list(chain.from_iterable(page.front.tags for page in _explainers()))

    assert len(set(tags)) <= 10
    assert {tag for tag in tags if tags.count(tag) < 2} == set()


def test_every_link_between_explainers_leads_to_a_page_and_an_anchor() -> None:
    pages = {Path(page.path).name: page for page in (_parsed(path)[0] for path in CONTENT)}

    for page in pages.values():
        for link in page.links:
            if link.target.startswith("term:"):
                continue
            name, _, anchor = link.target.partition("#")
            target = pages[name] if name else page
            assert not anchor or anchor in target.anchors, f"{page.path}: {link.target}"


def test_every_footnote_is_an_address_with_a_title() -> None:
    note = re.compile(r'\[\^[^]]+\]: https://[^\s"]+ "[^"]+"')
    for path in CONTENT:
        lines = path.read_text(encoding="utf-8").splitlines()
        notes = [line for line in lines if line.startswith("[^")]
        assert [line for line in notes if not note.fullmatch(line)] == [], path.name


def test_there_are_six_seeds_and_none_is_empty() -> None:
    assert len(SEEDS) >= 6
    for path in SEEDS:
        assert len(words(path.read_text(encoding="utf-8"))) > 100, path.name


def test_no_sentence_of_the_seed_article_occurs_in_content_or_seeds() -> None:
    if not SEED_ARTICLE.exists():
        pytest.skip("the seed article lies beside the repository, and not here")
    foreign = _runs(SEED_ARTICLE.read_text(encoding="utf-8"))

    assert foreign
    for path in (*CONTENT, *SEEDS):
        shared = _runs(path.read_text(encoding="utf-8")) & foreign
        assert shared == set(), f"{path.name}: {sorted(shared)[:3]}"


def test_the_demo_is_in_the_form_that_fmt_gives() -> None:
    done = explainer("fmt", "--check")
    assert done.returncode == 0, done.stdout + done.stderr
