from __future__ import annotations

import string
from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.diagnostics import Span
from generator.frontmatter import (
    parse_front_matter,
    parse_question_comment,
    split,
    write_front_matter,
    write_question_comment,
)
from generator.frontmatter.models import WrittenFrontMatter, WrittenQuestion
from generator.model import FrontMatter, Image, QuestionMeta, Source
from generator.yamltext.fields import segment_fault

ZURICH = ZoneInfo("Europe/Zurich")


def front(yaml: str) -> FrontMatter:
    """The front matter of a page with a title, a date and these faultless lines."""
    value, problems = parse_front_matter(
        f"---\ntitle: T\ndate: 2024-06-19\n{yaml}\n---\n", "a.md", ZURICH
    )
    assert value is not None, problems
    assert problems == ()
    return value


def codes(yaml: str) -> list[str]:
    _, problems = parse_front_matter(
        f"---\ntitle: T\ndate: 2024-06-19\n{yaml}\n---\n", "a.md", ZURICH
    )
    return [one.code for one in problems]


# Splitting


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("---\na: b\n---\nText\n", ("a: b\n", "Text\n", 4)),
        ("---\r\na: b\r\n---\r\nText\r\n", ("a: b\r\n", "Text\r\n", 4)),
        ("\ufeff---\na: b\n---\nText", ("a: b\n", "Text", 4)),
        ("--- \na: b\n---\t\nText", ("a: b\n", "Text", 4)),
        ("---\n---\nText", ("", "Text", 3)),
        ("---\na: b\n---", ("a: b\n", "", 3)),
        ("---\na: '\n----\n --- '\n---\nText", ("a: '\n----\n --- '\n", "Text", 6)),
        ("---\na: b\n---\nText\n---\nMore", ("a: b\n", "Text\n---\nMore", 4)),
        ("Text\n---\na: b\n---\n", (None, "Text\n---\na: b\n---\n", 1)),
        ("---\na: b\n", (None, "---\na: b\n", 1)),
        ("----\na: b\n---\n", (None, "----\na: b\n---\n", 1)),
        ("\ufeffText", (None, "Text", 1)),
        ("", (None, "", 1)),
    ],
)
def test_a_file_is_split_into_front_matter_and_body(
    text: str, parts: tuple[str | None, str, int]
) -> None:
    assert split(text) == parts


# Reading


def test_all_keys_are_read() -> None:
    value, problems = parse_front_matter(
        """---
title: Why the sea comes and goes
kind: explainer
kicker: Tides
lead: "Twice a day: *up* and down."
date: 2024-06-19T23:31:00+02:00
updated: 2024-06-20 08:08
slug: tides
source: {name: Harbour office, url: https://example.org/a}
authors: [Science desk, Harbour office]
lang: en-gb
tags: [sea, moon]
image: {src: /images/tide.png, alt: Low tide, caption: The harbour, credit: Harbour office}
summary:
  - The moon pulls.
  - The earth turns.
review: 90d
draft: true
aliases: [/old/, older.html]
---
Text
""",
        "a.md",
        ZURICH,
    )
    summer = timezone(timedelta(hours=2))
    assert problems == ()
    assert value == FrontMatter(
        title="Why the sea comes and goes",
        kicker="Tides",
        lead="Twice a day: *up* and down.",
        date=datetime(2024, 6, 19, 23, 31, tzinfo=summer),
        updated=datetime(2024, 6, 20, 8, 8, tzinfo=summer),
        slug="tides",
        source=Source("Harbour office", "https://example.org/a"),
        authors=("Science desk", "Harbour office"),
        lang="en-GB",
        tags=("sea", "moon"),
        image=Image("images/tide.png", "Low tide", "The harbour", "Harbour office"),
        summary=("The moon pulls.", "The earth turns."),
        review="90d",
        draft=True,
        aliases=("old/", "older.html"),
    )


def test_a_plain_page_needs_no_date() -> None:
    value, problems = parse_front_matter("---\ntitle: About\nkind: page\n---\n", "a.md", UTC)
    assert (value, problems) == (FrontMatter("About", kind="page"), ())


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("2024-06-19", "2024-06-19T00:00:00+02:00"),
        ("2024-01-19", "2024-01-19T00:00:00+01:00"),
        ("2024-6-9", "2024-06-09T00:00:00+02:00"),
        ("2024-06-19 23:31", "2024-06-19T23:31:00+02:00"),
        ("2024-06-19T23:31", "2024-06-19T23:31:00+02:00"),
        ("2024-06-19T23:31Z", "2024-06-19T23:31:00+00:00"),
        ("2024-06-19 23:31:05 -0330", "2024-06-19T23:31:05-03:30"),
        ('"2024-06-19"', "2024-06-19T00:00:00+02:00"),
        ("1850-06-19", "1850-06-19T00:00:00+00:34"),
    ],
)
def test_a_date_gets_a_time_and_an_offset(written: str, read: str) -> None:
    value, problems = parse_front_matter(f"---\ntitle: T\ndate: {written}\n---\n", "a.md", ZURICH)
    assert problems == ()
    assert value is not None
    assert value.date is not None
    assert value.date.isoformat() == read


@pytest.mark.parametrize(
    "written",
    [
        "2024",
        "2024-06",
        "20240619",
        "2024-W25-3",
        "19.6.2024",
        "24:00",
        "2024-06-19T24:01",
        "x",
        "1.5",
    ],
)
def test_what_is_no_date_is_refused(written: str) -> None:
    assert codes(f"updated: {written}")[0] in ("bad-date", "yaml-sexagesimal")


def test_the_source_is_a_name_or_an_address_or_both() -> None:
    assert front("source: dpa").source == Source("dpa")
    assert front("source: HTTPS://example.org/a").source == Source(url="HTTPS://example.org/a")
    assert front("source: {url: https://example.org/a}").source == Source(
        url="https://example.org/a"
    )


def test_tags_are_one_text_with_commas_or_a_list_without_repetition() -> None:
    assert front("tags: sea, moon , Sea,").tags == ("sea", "moon")
    assert front('tags: [sea, "moon, full", SEA, ""]').tags == ("sea", "moon, full")
    assert front("tags: 1984").tags == ("1984",)


def test_the_summary_is_a_list_or_a_text_with_a_point_a_line() -> None:
    assert front("summary: [a, b]").summary == ("a", "b")
    assert front("summary: |\n  - a\n  * b\n\n  c - d").summary == ("a", "b", "c - d")


def test_one_author_needs_no_list() -> None:
    assert front("authors: Science desk, coast").authors == ("Science desk, coast",)


def test_text_comes_on_one_line_and_keeps_its_no_break_spaces() -> None:
    assert front("lead: >\n  one\n  two\n\n  30\u00a0%\n").lead == "one two 30\u00a0%"


@pytest.mark.parametrize("slug", ["tides", "über-uns", "为什么", "हिन्दी", "a_b-1", "1984"])
def test_a_slug_is_made_of_letters_of_any_script(slug: str) -> None:
    assert front(f"slug: {slug}").slug == slug


def test_a_slug_has_one_unicode_form() -> None:
    assert front("slug: u\u0308ber").slug == "über"


@pytest.mark.parametrize(
    "slug",
    ["..", ".", "...", "a/b", "a b", "a.b", "a\\b", "NUL", "com1", "lpt9", "a?b", "🙂", "a" * 101],
)
def test_a_slug_that_is_no_safe_folder_name_is_refused(slug: str) -> None:
    assert codes(f"slug: '{slug}'") == ["bad-slug"]


@pytest.mark.parametrize(
    ("alias", "path"),
    [
        ("/old/", "old/"),
        ("old", "old"),
        ("2023/old.html", "2023/old.html"),
        ("a%20b/", "a%20b/"),
        ("alte-straße/", "alte-straße/"),
    ],
)
def test_an_alias_is_a_path_of_the_site(alias: str, path: str) -> None:
    assert front(f"aliases: ['{alias}']").aliases == (path,)


@pytest.mark.parametrize(
    "alias",
    [
        "../a",
        "a/../b",
        "a/..",
        "..%2fa",
        "%2e%2e/a",
        "%2E%2E%2Fa",
        "//example.org/a",
        "/\\example.org",
        "a\\b",
        "http:a",
        "javascript:a",
        "a?b",
        "a#b",
        "a//b",
        "./a",
        "a/con",
        "a/nul.html",
        "a /b",
        "a./b",
        "a%00b",
        "%0Aa",
        "a" * 101,
        "abcdefghi/" * 21,
    ],
)
def test_an_alias_that_leads_elsewhere_is_refused(alias: str) -> None:
    assert codes(f"aliases: ['{alias}']") == ["unsafe-path"]


@pytest.mark.parametrize(
    "image",
    ["javascript:a", "data:image/png;base64,a", "mailto:a@b", "../a.png", "a/../b.png",
     "%2e%2e/a.png", "a\\b.png", "java\tscript:a", ""],
)  # fmt: skip
def test_an_image_from_elsewhere_than_the_site_or_the_web_is_refused(image: str) -> None:
    assert codes(f"image: {{src: {image!r}}}") == ["bad-image"]


@pytest.mark.parametrize(
    "url", ["ftp://a.org", "//a.org", "https://", "https://a b", "http://[", "http://a:x/"]
)
def test_a_source_that_is_no_web_address_is_refused(url: str) -> None:
    assert codes(f"source: {{url: '{url}'}}") == ["bad-address"]


@pytest.mark.parametrize(
    ("written", "read"),
    [("de", "de"), ("PT-br", "pt-BR"), ("zh-hant-hk", "zh-Hant-HK"), ("de-x-plain", "de-x-plain"),
     ("sr-Latn", "sr-Latn"), ("gsw", "gsw")],
)  # fmt: skip
def test_a_language_tag_gets_its_usual_case(written: str, read: str) -> None:
    assert front(f"lang: {written}").lang == read


@pytest.mark.parametrize(
    ("written", "read"),
    [("90d", "90d"), ("12w", "12w"), ("1y", "1y"), ("2025-06-19", "2025-06-19"),
     ("2025-6-9", "2025-06-09"), ("'2025-06-19'", "2025-06-19")],
)  # fmt: skip
def test_review_is_a_time_span_or_a_date(written: str, read: str) -> None:
    assert front(f"review: {written}").review == read


def test_lines_count_from_the_top_of_the_file() -> None:
    _, problems = parse_front_matter("\ufeff---\r\ntitle: T\r\nkickr: K\r\n---\r\n", "a.md", UTC)
    assert Span("a.md", 3, 1, 5, "kickr: K") in [one.span for one in problems]


def test_a_large_file_without_an_end_of_its_front_matter_is_reported() -> None:
    _, problems = parse_front_matter("---\n" + "a: b\n" * 1_000_000, "a.md", UTC)
    assert [one.code for one in problems] == ["unclosed-front-matter"]


def test_a_misspelt_key_is_not_also_missing() -> None:
    _, problems = parse_front_matter("---\ntitel: T\ndat: 2024-06-19\n---\n", "a.md", UTC)
    assert [one.code for one in problems] == ["unknown-key", "unknown-key"]


# Question comments


def test_a_question_comment_is_read() -> None:
    yaml = "\nid: why-now\nlabel: Why now\nupdated: 2024-06-20\nreview: 6m\n"
    value, problems = parse_question_comment(yaml, "a.md", ZURICH, first_line=20)
    updated = datetime(2024, 6, 20, tzinfo=timezone(timedelta(hours=2)))
    assert problems == ()
    assert value == QuestionMeta("why-now", "Why now", updated, "6m")


@pytest.mark.parametrize("yaml", ["", "\n", " id: a", "\nid: a\n"])
def test_every_key_of_a_question_comment_is_optional(yaml: str) -> None:
    value, problems = parse_question_comment(yaml, "a.md", UTC, first_line=20)
    assert problems == ()
    assert value == QuestionMeta("a" if "a" in yaml else "")


def test_problems_of_a_question_comment_stand_in_their_line_of_the_file() -> None:
    yaml = "\nid: why now\nlabl: Why\nlabel: No\n"
    value, problems = parse_question_comment(yaml, "a.md", UTC, first_line=20)
    found = [(one.code, one.span.line, one.message) for one in problems if one.span]
    assert value is None
    assert sorted(found) == [
        ("bad-id", 21, "`why now` cannot be the id of a question: it holds ` `"),
        ("unknown-key", 22, "unknown key `labl` of the question comment"),
        ("yaml-boolean", 23, "YAML reads `No` as the switch `false`, but `label` wants text"),
    ]


# Writing


def test_keys_are_written_in_one_order() -> None:
    moment = datetime(2024, 6, 19, 23, 31, tzinfo=timezone(timedelta(hours=2)))
    everything = FrontMatter(
        title="The tide: twice a day",
        kind="page",
        kicker="Tides",
        lead="It's *up* and down.",
        date=moment,
        updated=moment + timedelta(days=1),
        slug="tides",
        source=Source("Harbour office", "https://example.org/a"),
        authors=("Science desk",),
        lang="no",
        tags=("sea", "on"),
        image=Image("images/tide.png", alt="Low tide"),
        summary=("The moon pulls.", "- twice"),
        review="90d",
        draft=True,
        aliases=("old/",),
    )
    assert (
        write_front_matter(everything)
        == """---
title: "The tide: twice a day"
kind: page
kicker: Tides
lead: It's *up* and down.
date: 2024-06-19T23:31:00+02:00
updated: 2024-06-20T23:31:00+02:00
slug: tides
source:
  name: Harbour office
  url: https://example.org/a
authors: [Science desk]
lang: "no"
tags: [sea, "on"]
image:
  src: images/tide.png
  alt: Low tide
summary:
  - The moon pulls.
  - "- twice"
review: 90d
draft: true
aliases:
  - old/
---
"""
    )


def test_comments_stand_above_their_keys() -> None:
    written = write_front_matter(
        FrontMatter("T", lang="en"),
        comments={"": "Check this.", "lang": "guessed\nfrom the text", "tags": "none found"},
    )
    assert written == (
        "---\n# Check this.\ntitle: T\n# guessed\n# from the text\nlang: en\n# none found\n---\n"
    )


def test_an_empty_question_comment_is_not_written() -> None:
    assert write_question_comment(QuestionMeta()) == ""


def test_a_question_comment_cannot_be_ended_by_its_values() -> None:
    written = write_question_comment(QuestionMeta("a", "Why --> here --!> and <!-- there?"))
    assert written == '<!-- q\nid: a\nlabel: "Why --\\x3E here --!\\x3E and <!-- there?"\n-->'
    assert parsed_comment(written) == QuestionMeta("a", "Why --> here --!> and <!-- there?")


def parsed_comment(written: str) -> QuestionMeta | None:
    inside = written.removeprefix("<!-- q").removesuffix("-->")
    value, problems = parse_question_comment(inside, "a.md", UTC, first_line=1)
    assert problems == ()
    return value


# Surrogates are no text, and control characters are refused; the rest a person may write.
WHITE = " \t\r\n"
CHARACTERS = st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufeff")
SPECIAL = st.sampled_from(" :-#&*!|>'\"%@`[]{},?=<~.0129\u200f\u202e\u2028🙂é中\u00a0")
LINE = st.text(CHARACTERS | SPECIAL).map(lambda text: " ".join(text.split(" ")).strip(" ")).map(
    lambda text: " ".join(part for part in text.split(" ") if part)
)  # fmt: skip
TRAPS = st.sampled_from(
    ["no", "Yes", "~", "null", "0777", "23:31", "1e3", "2024-06-19", "2024-06-19 10:00:00", "a: b",
     "- a", "---", "...", "# a", "a #b", "[a]", "{a}", "'a'", '"a" b', "?", "-", "=", "<<", "!a",
     "&a", "*a", "@a", "a:", ": a", "%a", "\\n", "http://a.org", "1_0", "0x1", ".inf", "1984",
     "1.10"]
)  # fmt: skip
TEXT = LINE | TRAPS
WORD = st.text(
    st.sampled_from(string.ascii_letters + string.digits + "-_éß中ñ"), min_size=1, max_size=90
).filter(lambda word: not segment_fault(word))
MOMENT = st.datetimes(
    datetime(1000, 1, 2),
    datetime(9998, 12, 30),
    timezones=st.integers(-23 * 60, 23 * 60).map(lambda one: timezone(timedelta(minutes=one))),
)
URL = WORD.map(lambda word: f"https://example.org/{word}?a={word}#{word}")
NAME = TEXT.filter(bool)
LANG = st.sampled_from(["", "en", "no", "de-CH", "zh-Hant-TW"])
REVIEW = st.sampled_from(["", "90d", "12w", "2025-06-19"])
FRONT = st.builds(
    FrontMatter,
    title=NAME,
    kind=st.just("explainer"),
    date=MOMENT,
    updated=st.none(),
    slug=st.just("") | WORD,
    kicker=TEXT,
    lead=TEXT,
    summary=st.lists(NAME, max_size=4).map(tuple),
    source=st.none()
    | st.builds(Source, NAME, st.just("") | URL)
    | st.builds(Source, st.just(""), URL),
    authors=st.lists(NAME, unique=True, max_size=4).map(tuple),
    lang=LANG,
    tags=st.lists(
        NAME.filter(lambda tag: any(one.isalnum() for one in tag)),
        unique_by=str.casefold,
        max_size=4,
    ).map(tuple),
    draft=st.booleans(),
    aliases=st.lists(WORD.map(lambda word: word + "/"), unique=True, max_size=3).map(tuple),
    image=st.none() | st.builds(Image, WORD.map(lambda word: word + ".png"), TEXT, TEXT, TEXT),
    review=REVIEW,
    checked=st.none() | MOMENT,
    expires=st.none() | MOMENT,
    owner=TEXT,
)


@given(FRONT)
def test_front_matter_is_read_back_as_it_was_written(value: FrontMatter) -> None:
    written = write_front_matter(value)
    found, problems = parse_front_matter(written + "\nText", "a.md", ZURICH)
    assert found == value
    assert {one.code for one in problems} <= {"missing-alt", "missing-credit"}
    assert write_front_matter(value) == written


LINKS = st.lists(WORD.map(lambda word: f"{word}.md#{word}"), max_size=2).map(tuple)


@pytest.mark.parametrize("link", ["tides.md", "tides.md#", "https://example.org/a#b", "//a/b#c"])
def test_a_link_to_something_other_than_a_question_is_refused(link: str) -> None:
    comment = f"related: ['{link}']\ndistinct-from: '{link}'\n"
    _, problems = parse_question_comment(comment, "a.md", ZURICH, first_line=1)
    assert [one.code for one in problems] == ["bad-question-link"] * 2


QUESTION = st.builds(
    QuestionMeta,
    id=WORD,
    label=TEXT,
    updated=st.none() | MOMENT,
    review=REVIEW,
    checked=st.none() | MOMENT,
    expires=st.none() | MOMENT,
    owner=TEXT,
    related=LINKS,
    distinct_from=LINKS,
)


@given(QUESTION)
def test_a_question_comment_is_read_back_as_it_was_written(meta: QuestionMeta) -> None:
    written = write_question_comment(meta)
    assert written.count("-->") == 1
    assert "--!>" not in written
    assert parsed_comment(written) == meta


@given(st.text())
def test_no_file_makes_parsing_fail_otherwise_than_by_diagnostics(text: str) -> None:
    value, problems = parse_front_matter(text, "a.md", ZURICH)
    assert value is not None or any(one.severity == "error" for one in problems)
    parse_front_matter(f"---\ntitle: {text}\ndate: {text}\nimage: {text}\n---\n", "a.md", ZURICH)


def test_the_models_have_a_schema_for_editors() -> None:
    for model in (WrittenFrontMatter, WrittenQuestion):
        schema = model.model_json_schema()
        assert all(one.get("description") for one in schema["properties"].values())
        assert schema["additionalProperties"] is False
