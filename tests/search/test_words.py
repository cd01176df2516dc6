import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.search.words import fold, sort_key, words

CASES = json.loads((Path(__file__).parent / "words.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES, ids=[one["text"] for one in CASES])
def test_text_is_split_into_folded_words(case: dict[str, object]) -> None:
    assert words(str(case["text"])) == case["words"]


@given(st.text())
def test_words_of_words_are_the_same_words(text: str) -> None:
    for one in words(text):
        assert fold(one) == one
        assert " " not in one
        assert "~" not in one


def test_words_are_ordered_by_utf_16_units_as_javascript_orders_them() -> None:
    assert sorted(["\uff21", "\U00020000"], key=sort_key) == ["\U00020000", "\uff21"]
