from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st
from pydantic import BaseModel, ConfigDict

from generator.diagnostics import GeneratorError, Span
from generator.yamltext import parse_yaml, read_yaml, validate, write_list, write_scalar

# Everything that means something to YAML, so that random texts meet it often.
YAML_TEXT = st.text(
    st.sampled_from(" \t\n:-?#&*!|>'\"%@`[]{},=<~ab01\\.é\u2028\u200f\x85\x00\ufeff")
)


def codes(text: str) -> list[str]:
    return [one.code for one in read_yaml(text, "a.yml")[1]]


# Reading


def test_a_document_is_read_as_data() -> None:
    document = parse_yaml("a: text\nb: [1, 2.5, true]\nc:\n  d: 'x'\n", "a.yml")
    assert document.data == {"a": "text", "b": [1, 2.5, True], "c": {"d": "x"}}


@pytest.mark.parametrize("text", ["", "\n", "# only a comment\n", "---\n", "\ufeff"])
def test_an_empty_document_is_an_empty_mapping(text: str) -> None:
    assert parse_yaml(text, "a.yml").data == {}


@pytest.mark.parametrize("text", ["\ufeffa: b\r\nc: d\r\n", "a: b\rc: d"])
def test_byte_order_mark_and_foreign_line_breaks_are_no_part_of_the_data(text: str) -> None:
    assert parse_yaml(text, "a.yml").data == {"a": "b", "c": "d"}


def test_a_line_separator_in_a_value_is_a_space() -> None:
    assert parse_yaml("a: one\u2028two\nb: c", "a.yml").data == {"a": "one two", "b": "c"}


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("1984", 1984),
        ("-3", -3),
        ("1.50", 1.5),
        ("0777", 511),
        ("089", "089"),
        ("0x1F", 31),
        ("0b101", 5),
        ("0x", "0x"),
        ("-0x1f", -31),
        ("1_000", 1000),
        ("1e3", 1000.0),
        (".5", 0.5),
        (".inf", float("inf")),
        ("23:31", 1411),
        ("-1:30", -90),
        ("1:30.5", 90.5),
        ("Yes", True),
        ("OFF", False),
        ("~", None),
        ("Null", None),
        ("nULL", "nULL"),
        ("2024-06-19", date(2024, 6, 19)),
        ("2024-6-9", date(2024, 6, 9)),
        ("2024-02-31", "2024-02-31"),
        ("2024-06-19 23:31", "2024-06-19 23:31"),
        ("2024-06-19 23:31:00", datetime(2024, 6, 19, 23, 31)),
        ("2024-06-19T23:31:00Z", datetime(2024, 6, 19, 23, 31, tzinfo=UTC)),
        (
            "2024-06-19t23:31:00.25 +2",
            datetime(2024, 6, 19, 23, 31, 0, 250000, timezone(timedelta(hours=2))),
        ),
        ("2024-06-19T23:31:00+02:00", datetime(2024, 6, 19, 21, 31, tzinfo=UTC)),
        ("1990s", "1990s"),
        ("24/7", "24/7"),
        (".", "."),
        ("+", "+"),
        ("9" * 5000, "9" * 5000),
    ],
)
def test_an_unquoted_word_is_read_as_yaml_reads_it(written: str, value: Any) -> None:
    read = parse_yaml(f"a: {written}", "a.yml").data["a"]
    assert read == value
    assert type(read) is type(value)


def test_keys_are_always_text() -> None:
    assert parse_yaml("on: 1\n2024: 2\nnull: 3", "a.yml").data == {"on": 1, "2024": 2, "null": 3}


def test_every_key_item_and_value_knows_its_place() -> None:
    document = parse_yaml("a: x\nnav:\n  - About: about/\n  - two words", "a.yml", first_line=10)
    excerpt = "  - About: about/"
    assert document.spans[("a",)] == Span("a.yml", 10, 1, 1, "a: x")
    assert document.values[("a",)] == Span("a.yml", 10, 4, 1, "a: x")
    assert document.spans[("nav", 0, "About")] == Span("a.yml", 12, 5, 5, excerpt)
    assert document.values[("nav", 0, "About")] == Span("a.yml", 12, 12, 6, excerpt)
    assert document.spans[("nav", 1)] == Span("a.yml", 13, 5, 9, "  - two words")
    assert document.spans[()] == Span("a.yml", 10, 1, 4, "a: x")


def test_columns_count_characters_not_bytes() -> None:
    document = parse_yaml("a: {é🙂: 中文}", "a.yml")
    assert document.values[("a", "é🙂")].column == 9
    assert document.values[("a", "é🙂")].length == 2


def test_a_value_of_several_lines_is_marked_up_to_the_end_of_its_first() -> None:
    document = parse_yaml("a: one\n  two\nb: c", "a.yml")
    assert document.values[("a",)] == Span("a.yml", 1, 4, 3, "a: one")


# Refusing


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("a: &x b", "yaml-anchor"),
        ("&x a: b", "yaml-anchor"),
        ("a: *x", "yaml-alias"),
        ("a: !x b", "yaml-tag"),
        ("a: !!str b", "yaml-tag"),
        ("a: !!python/object/apply:os.system [ls]", "yaml-tag"),
        ("<<: {a: b}", "yaml-merge-key"),
        ("a: 1\na: 2", "duplicate-key"),
        ("{a: 1, 'a': 2}", "duplicate-key"),
        ("- a", "yaml-not-a-mapping"),
        ("word", "yaml-not-a-mapping"),
        ("''", "yaml-not-a-mapping"),
        ("a: b\n---\nc: d", "yaml-several-documents"),
        ("? [a]\n: b", "yaml-key"),
        ("? {a: b}\n: c", "yaml-key"),
        ("a: " + "[" * 20 + "]" * 20, "yaml-too-deep"),
        ("- " * 400_000, "yaml-not-a-mapping"),
        ("a: " + "[" * 900_000, "yaml-too-deep"),
        ("{" + "[a," * 300_000, "yaml-key"),
        ("a: b\x00", "control-character"),
        ("a: \ud800", "control-character"),
        ("a\ufeff: b", "control-character"),
        ('a: "\\0"', "control-character"),
        ('"\\e": b', "control-character"),
        ("a: " + "x" * 1_000_001, "yaml-too-large"),
    ],
    ids=lambda one: one[:20] if one.isprintable() else ascii(one),
)
def test_what_yaml_should_not_hold_is_refused(text: str, code: str) -> None:
    assert codes(text)[0] == code


def test_twenty_levels_are_not_too_deep() -> None:
    assert codes("a: " + "[" * 19 + "]" * 19) == []


def test_a_single_quoted_merge_sign_is_a_key_like_any_other() -> None:
    assert parse_yaml("'<<': a", "a.yml").data == {"<<": "a"}


def test_too_large_a_document_is_reported_at_its_file() -> None:
    _, problems = read_yaml("a" * 1_000_001, "a.yml")
    assert problems[0].message == "1,000,001 characters of YAML, more than the 1,000,000 allowed"
    assert problems[0].span == Span("a.yml", 1)


def test_all_problems_are_raised_together() -> None:
    with pytest.raises(GeneratorError) as failure:
        parse_yaml("a: b: c\nd: &x y\nd: z\ne: @f", "a.yml")
    found = [(one.code, one.span.line) for one in failure.value.diagnostics if one.span]
    assert sorted(found) == [
        ("duplicate-key", 3),
        ("yaml-anchor", 2),
        ("yaml-colon", 1),
        ("yaml-quote", 4),
    ]


def test_a_hundred_problems_are_enough() -> None:
    assert len(codes("a: b\n" * 500)) == 100


def test_a_warning_alone_does_not_stop_reading() -> None:
    document = parse_yaml("a: Pier #5", "a.yml")
    assert document.data == {"a": "Pier"}
    assert [one.severity for one in document.problems] == ["warning"]


@pytest.mark.parametrize("text", ["a: b # a comment", "a: 'Pier #5'", "a: b#5", "a: b #!x"])
def test_an_ordinary_comment_is_no_problem(text: str) -> None:
    assert codes(text) == []


def test_a_broken_line_of_a_huge_text_is_still_one_clear_error() -> None:
    assert codes("a: b: c\n" + "# filler\n" * 5000) == ["yaml-colon"]


def without_libyaml(text: str) -> list[str]:
    with pytest.MonkeyPatch.context() as patch:
        patch.delattr(yaml, "CSafeLoader", raising=False)
        return codes(text)


@pytest.mark.parametrize("text", ["a: b: c", "a: [b", "a: 'b", "a: @b", " a: b\nc: d", "a: *"])
def test_the_parser_in_python_is_understood_as_well(text: str) -> None:
    assert without_libyaml(text)[0].startswith("yaml-")


@given(YAML_TEXT)
@example("?\u2028#")
def test_no_text_makes_reading_fail_otherwise_than_by_diagnostics(text: str) -> None:
    document, problems = read_yaml(text, "a.yml", first_line=5)
    lines = text.count("\n") + text.count("\r") + 1
    assert document is not None or problems
    for one in problems:
        assert one.span is not None
        assert 5 <= one.span.line <= 5 + lines
        assert one.span.column >= 1
    if document is not None:
        assert all(document.spans[key].line >= 5 for key in document.spans)
        assert all(document.values[key].length >= 1 for key in document.values)


@given(YAML_TEXT)
def test_the_parser_in_python_leaks_no_exception_either(text: str) -> None:
    without_libyaml(text)


# Writing


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("The sea comes and goes", "The sea comes and goes"),
        ("Why? Because!", "Why? Because!"),
        ("Über 30 % mehr – “so”", "Über 30 % mehr – “so”"),
        ("为什么", "为什么"),
        ("No 🙂", "No 🙂"),
        ("C#", "C#"),
        ("a:b", "a:b"),
        ("", '""'),
        ("no", '"no"'),
        ("23:31", '"23:31"'),
        ("0777", '"0777"'),
        ("1984", '"1984"'),
        ("2024-06-19", '"2024-06-19"'),
        ("12.5.", '"12.5."'),
        ("A: b", '"A: b"'),
        ("A:", '"A:"'),
        ("Pier #5", '"Pier #5"'),
        ("- a", '"- a"'),
        ("@a", '"@a"'),
        (" a ", '" a "'),
        ('"High" water', "'\"High\" water'"),
        ('say "it\'s" so', 'say "it\'s" so'),
        ('"it\'s"', '"\\"it\'s\\""'),
        ("a\nb\tc", '"a\\nb\\tc"'),
        ("a\\b: c", '"a\\\\b: c"'),
        ("abc\u200f", '"abc\\u200F"'),
        ("\x07", '"\\x07"'),
    ],
)
def test_text_is_quoted_only_where_needed(text: str, written: str) -> None:
    assert write_scalar(text) == written


def test_in_a_list_brackets_and_commas_are_quoted() -> None:
    assert write_list(["a b", "c, d", "[e]", "f:g"]) == '[a b, "c, d", "[e]", "f:g"]'


@given(st.text())
@example(";?")
def test_what_is_written_is_read_back_as_the_same_text_by_every_reader(text: str) -> None:
    line = f"a: {write_scalar(text)}\nb: {write_list([text, 'x'])}\n"
    assert "\n" not in line[:-1].replace("\nb: ", "")
    # PyYAML, too, refuses lone surrogates; control characters we refuse ourselves.
    if not any("\ud800" <= one <= "\udfff" for one in text):
        assert yaml.safe_load(line) == {"a": text, "b": [text, "x"]}
    document, problems = read_yaml(line, "a.yml")
    if not any(one.code == "control-character" for one in problems):
        assert problems == ()
        assert document is not None
        assert document.data == {"a": text, "b": [text, "x"]}


@given(st.text(st.sampled_from("->!ab \n\\\"'<\u2028")))
def test_nothing_written_into_a_comment_can_end_it(text: str) -> None:
    written = write_scalar(text, in_comment=True)
    assert "-->" not in written
    assert "--!>" not in written
    assert yaml.safe_load(f"a: {written}") == {"a": text}


# Validating


class Inner(BaseModel):
    model_config = ConfigDict(extra="forbid")
    name: str = ""


class Model(BaseModel):
    model_config = ConfigDict(extra="forbid")
    text: str = ""
    texts: list[str] = []
    number: int = 0
    anything: Any = None
    inner: Inner = Inner()
    table: dict[str, str] = {}


def validated(text: str) -> tuple[Model | None, list[str]]:
    value, problems = validate(parse_yaml(text, "a.yml"), Model, known="file")
    return value, [f"{one.code} {one.span.line}:{one.span.column}" for one in problems if one.span]


def test_a_number_stands_for_text_as_it_was_written() -> None:
    value, problems = validated("text: 1.10\ntexts: [1984, a, -3]\ntable: {a: 7.0}\nnumber: 5")
    assert problems == []
    assert value == Model(text="1.10", texts=["1984", "a", "-3"], table={"a": "7.0"}, number=5)


def test_a_number_misread_is_an_error_even_where_a_number_is_wanted() -> None:
    assert validated("number: 0777\nanything: 23:31") == (
        None,
        ["yaml-octal 1:9", "yaml-sexagesimal 2:11"],
    )


def test_an_unknown_key_is_not_also_misread() -> None:
    assert validated("nmber: 0777")[1] == ["unknown-key 1:1"]


def test_dates_stay_dates_where_nobody_wants_text() -> None:
    value, problems = validated("anything: 2024-06-19")
    assert problems == []
    assert value is not None
    assert value.anything == date(2024, 6, 19)


def test_errors_of_reading_come_first_and_leave_no_value() -> None:
    document, _ = read_yaml("text: a: b\nnumber: x", "a.yml")
    assert document is not None
    value, problems = validate(document, Model, known="file")
    assert value is None
    assert [one.code for one in problems] == ["yaml-colon", "wrong-type"]


def test_an_unknown_key_of_a_nested_mapping_is_compared_with_its_neighbours() -> None:
    _, problems = validate(parse_yaml("inner: {nam: a}", "a.yml"), Model, known="file")
    assert problems[0].message == "unknown key `nam` in `inner` of the file"
    assert problems[0].hint == "did you mean `name`?"


@given(YAML_TEXT.map(lambda text: "text: " + text))
def test_validation_fails_by_diagnostics_only(text: str) -> None:
    document, problems = read_yaml(text, "a.yml")
    if document is not None:
        value, problems = validate(document, Model, known="file")
        assert (value is None) == any(one.severity == "error" for one in problems)
