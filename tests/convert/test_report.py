"""The report: for each field and heading its value, evidence and rivals; what is weak is marked."""

from __future__ import annotations

from generator.conversion import convert
from generator.convert.blocks import RawArticle
from generator.convert.placing import Explainer
from generator.convert.report import count_weak, report_data, report_lines

TEXT = """Old pipes, new bill for everyone
By the water desk, 3/4/2024
The town council voted on the plan in the spring.
Why are the pipes replaced?
They lose a fifth of the water.
But what does that mean?
Every fifth litre never arrives.
What does it cost?
About four euros a month.
"""
PAGE = (
    '<html><head><meta property="og:title" content="Pipes: the whole story">'
    '<script type="application/ld+json">{"@type":"NewsArticle","headline":"Old pipes",'
    '"datePublished":"2024-05-03"}</script></head><body><main><h1>Old pipes, new bill</h1>'
    + "".join(
        f"<h2>Question {n}?</h2><p>An answer that is long enough to be prose, as answers are, and"
        f" number {n} of several.</p>"
        for n in range(1, 9)
    )
    + "</main><footer><p>Imprint</p><p>Contact</p></footer></body></html>"
)


def explained(name: str, text: str) -> Explainer:
    return convert(RawArticle(name, text.encode()))[1]


def test_fields_tell_their_line_and_rule() -> None:
    explainer = explained("pasted.txt", TEXT)
    lines = list(report_lines(explainer, "pasted.txt", "content/old.md"))
    assert lines[0].startswith("pasted.txt → content/old.md  (")
    assert lines[1] == (
        "  title     Old pipes, new bill for everyone  [line 1: the first line of the article]"
    )
    assert "  questions 2  [asks; a line of its own, answered below]" in lines
    assert "     1. Why are the pipes replaced?  [line 4; answer lines 5–7]" in lines


def test_an_ambiguous_date_has_its_other_reading_as_rival() -> None:
    explainer = explained("pasted.txt", TEXT)
    fields = {one["field"]: one for one in report_data(explainer, "a", "b")["fields"]}
    assert fields["date"]["rivals"] == [
        {"value": "2024-03-04", "rule": "read with the month first", "lines": [2, 2]}
    ]
    assert count_weak(explainer) > 0


def test_a_line_that_asks_and_stayed_text_is_named_with_its_place() -> None:
    explainer = explained("pasted.txt", TEXT)
    line = "     –  line 6: “But what does that mean?” is not asked: it stands in answer 1"
    assert line in list(report_lines(explainer, "a", "b"))
    (left,) = report_data(explainer, "a", "b")["not_asked"]
    assert left["lines"] == [6, 6]


def test_declared_fields_name_where_they_are_declared() -> None:
    data = report_data(explained("page.html", PAGE), "page.html", "b")
    fields = {one["field"]: one for one in data["fields"]}
    assert fields["title"]["origin"] == "h1"
    assert [one["value"] for one in fields["title"]["rivals"]] == [
        "Old pipes",
        "Pipes: the whole story",
    ]
    assert fields["date"]["rule"] == "declared: json-ld NewsArticle"
    assert not fields["date"]["weak"]


def test_a_page_in_one_line_is_told_by_blocks_and_its_furniture_together() -> None:
    lines = list(report_lines(explained("page.html", PAGE), "page.html", "b"))
    assert "     8. Question 8?  [block 16; answer block 17]" in lines
    assert "    blocks 18–19: “Imprint” and 1 more (page footer)" in lines
