"""A content file's text to a page."""

from __future__ import annotations

from datetime import UTC

import pytest

from generator.diagnostics import GeneratorError
from generator.model import Body, Page
from generator.parse import parse_page

HEAD = "---\ntitle: T\ndate: 2025-01-01\n---\n\n"


def parse(text: str) -> tuple[Page, Body]:
    return parse_page(HEAD + text, "content/some-page.md", UTC, "key")


def codes(text: str) -> list[str]:
    with pytest.raises(GeneratorError) as failure:
        parse(text)
    return [one.code for one in failure.value.diagnostics]


def test_questions_and_answers_are_taken_apart() -> None:
    page, body = parse("Intro.\n\n## One?\n\nFirst.\n\n### Inside\n\nMore.\n\n## Two?\n\nSecond.\n")
    assert [(one.id, one.text) for one in page.questions] == [("one", "One?"), ("two", "Two?")]
    assert body.intro_text == "Intro."
    assert body.answer_texts == ("First.\nInside\nMore.", "Second.")
    assert '<h3 id="inside">Inside</h3>' in body.answers[0]


def test_the_slug_is_made_of_the_file_name() -> None:
    assert parse("")[0].slug == "some-page"


def test_a_question_comment_gives_id_and_label_and_is_not_shown() -> None:
    page, body = parse("## Why now?\n<!-- q\nid: now\nlabel: Now\n-->\n\nSo. <!-- hidden -->\n")
    assert (page.questions[0].id, page.questions[0].label) == ("now", "Now")
    assert "hidden" not in body.answers[0]


def test_equal_wordings_get_different_ids() -> None:
    page, _ = parse("## Why?\n\nA.\n\n## Why?\n\nB.\n")
    assert [one.id for one in page.questions] == ["why", "why-2"]


def test_a_written_id_wins_over_one_made_of_words() -> None:
    page, _ = parse("## Why?\n\nA.\n\n## Else?\n<!-- q\nid: why\n-->\n\nB.\n")
    assert [one.id for one in page.questions] == ["why-2", "why"]


def test_parts_shift_the_headings_below_them() -> None:
    page, body = parse("# Part one\n\n## Q?\n\nA.\n\n### Sub\n\nB.\n")
    assert page.questions[0].part == "Part one"
    assert "<h4" in body.answers[0]


def test_headings_in_other_scripts_keep_their_letters() -> None:
    page, _ = parse("## Что это?\n\nА.\n\n## なぜですか？\n\nA.\n\n## Größe & Maß?\n\nB.\n")
    assert [one.id for one in page.questions] == ["что-это", "なぜですか", "groesse-mass"]


def test_raw_html_is_text() -> None:
    _, body = parse("## Q?\n\n<b onclick=x>bold</b>\n")
    assert "&lt;b onclick=x&gt;" in body.answers[0]


def test_a_source_note_becomes_a_link() -> None:
    _, body = parse('## Q?\n\nA.[^s]\n\n[^s]: https://example.org/x "Office, 2024"\n')
    assert '<a href="https://example.org/x">Office, 2024</a>' in body.notes


def test_links_are_gathered_with_their_places() -> None:
    page, _ = parse("## Q?\n\nA [b](b.md#c) and [d](https://example.org/).\n")
    assert [(one.target, one.span.line, one.span.column) for one in page.links] == [
        ("b.md#c", 8, 7)
    ]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("## A?\n<!-- q\nid: x\n-->\n\n1\n\n## B?\n<!-- q\nid: x\n-->\n\n2\n", "duplicate-id"),
        ("## \n\nA.\n", "empty-question"),
        ("## Q?\n\nText.\n\n<!-- q\nid: x\n-->\n", "stray-question-comment"),
        ("<!-- never closed\n\n## Q?\n\nA.\n", "unclosed-comment"),
        ("## Q?\n\n<<<<<<< HEAD\nA.\n=======\nB.\n>>>>>>> b\n", "merge-conflict"),
        ("# Part\n\nText.\n\n## Q?\n\nA.\n", "text-outside-answer"),
        (">" * 80 + " deep\n", "nested-too-deep"),
        ("## Q?\n<!-- q\nidd: x\n-->\n\nA.\n", "unknown-key"),
    ],
)
def test_a_fault_has_its_code(text: str, code: str) -> None:
    assert code in codes(text)


def test_an_empty_answer_and_an_unused_note_are_warnings() -> None:
    page, _ = parse("## Q?\n\n## R?\n\nA.\n\n[^n]: never used\n")
    assert {one.code for one in page.diagnostics} == {"empty-answer", "unused-note"}


def test_many_questions_are_read() -> None:
    page, _ = parse("\n\n".join(f"## Why {one}?\n\nSo." for one in range(2000)))
    assert len(page.questions) == 2000
