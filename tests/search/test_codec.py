from hypothesis import given
from hypothesis import strategies as st

from generator.search.codec import decode, encode, encode_all, gaps


@given(st.integers(min_value=0, max_value=1 << 40))
def test_number_is_read_back(value: int) -> None:
    text = encode(value)
    assert decode(text, 0) == (value, len(text))


@given(st.lists(st.integers(min_value=0, max_value=1 << 20)))
def test_numbers_tell_where_they_end(values: list[int]) -> None:
    text, at, found = encode_all(values), 0, []
    while at < len(text):
        value, at = decode(text, at)
        found.append(value)
    assert found == values


def test_gaps_are_the_first_number_and_the_steps() -> None:
    assert gaps([3, 4, 10]) == [3, 1, 6]
    assert gaps([]) == []
